"""Reads: what the case is worked out from, and what was found when it was last worked out."""
