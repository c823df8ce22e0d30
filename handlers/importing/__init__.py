"""Customers from a file: parsed row by row, and written in chunks by the rules for a shop's own customer events."""
