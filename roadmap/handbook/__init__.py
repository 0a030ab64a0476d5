"""The appendix of the story: how every figure is worked out, one page per method, in plain words."""
