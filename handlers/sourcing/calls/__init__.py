"""Sourcing's calls to other systems: payments, photos, splits, stock lists."""
