"""Customers from a file: read row by row, and written in chunks by the rules of a shop's own news."""
