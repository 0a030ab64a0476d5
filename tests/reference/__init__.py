"""The textbook's methods once more in the plainest Python: slow, obvious, and what the fast ones must agree with."""
