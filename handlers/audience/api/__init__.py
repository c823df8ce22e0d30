"""Segments by the REST API: the audiences that a business has saved, and the ready-made ones."""
