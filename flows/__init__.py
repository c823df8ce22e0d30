"""What the business does: pure decisions over values, with the standard library alone."""
