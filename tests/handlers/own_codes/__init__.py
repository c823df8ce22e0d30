"""Codes of the shop's own, as the staff writes them."""
