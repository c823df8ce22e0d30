"""Placed orders: status, payment, photos, replaced offers, and changes of numbers."""
