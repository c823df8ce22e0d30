"""Discount codes of the shop's own, made, shown and ended in chat."""
