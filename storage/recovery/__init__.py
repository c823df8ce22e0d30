"""Rows and figures of cart recovery."""
