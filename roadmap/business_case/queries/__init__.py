"""Reads: what the case is worked out from, and the case as it was last worked out."""
