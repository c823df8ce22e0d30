"""Discount codes of the shop's own, created, listed and ended in chat."""
