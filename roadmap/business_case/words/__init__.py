"""What the chapter says: the plots of a case with their words."""
