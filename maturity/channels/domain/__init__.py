"""What the chapter knows of channels, handoffs and paths: contributions, beliefs, touches, what if. No database."""
