"""Sourcing on demand: orders that are reserved, the shops' desks, and what both write."""
