"""The conversation of cart recovery."""
