"""The pages of the initiatives chapter."""
