"""What the workshop knows: the agenda and its pace, distributions, the stop rule, proposals. Values in, values out."""
