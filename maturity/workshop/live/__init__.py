"""What a thousand phones ask for at once, and what of it is shared."""
