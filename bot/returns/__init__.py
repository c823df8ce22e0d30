"""Web pages and calls of the conversation ``returns``."""
