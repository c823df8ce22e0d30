"""Customers out of a file: read row by row, and written in chunks by the rules that hold for a shop's own news."""
