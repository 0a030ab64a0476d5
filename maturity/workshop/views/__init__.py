"""Each page's HTTP steps: the chapter's pages, console and projector, the door, the phone's room."""
