"""Customer data beyond names and orders, as systems report it."""
