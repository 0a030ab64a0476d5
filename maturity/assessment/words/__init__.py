"""Sentences from what the assessment found, in the active language."""
