"""The numbers of the handbook's examples, worked out by the methods themselves: a page cannot say what they do not."""
