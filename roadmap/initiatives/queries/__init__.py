"""Reads, a module a page: the portfolio, its guard-rails, suggestions, one initiative. They read by `related`."""
