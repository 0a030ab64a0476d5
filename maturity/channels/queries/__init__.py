"""Reads of the channels chapter: rows to edit, what channels contribute, how they connect, and systems."""
