"""What the chapter knows, pure: the case, how it is worked out, what it came to, and what is doubtful about it."""
