"""Reads: the one reader of initiatives (``facts``), and a module a page."""
