"""What the plan knows: the result of working it out, as it is kept."""
