"""The business logic: pure decisions over values, with only the standard library."""
