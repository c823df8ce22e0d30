"""The calls of importing."""

FETCH_SHEET = "fetch_sheet"
"""A file of customers that a member of the staff sent."""
