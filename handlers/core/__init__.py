"""The conversation that every business has."""
