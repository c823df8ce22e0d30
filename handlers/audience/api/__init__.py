"""Segments by the REST API: the audiences that a business keeps, and those that every business has."""
