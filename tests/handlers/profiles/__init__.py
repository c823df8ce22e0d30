"""Customers and segments by the API."""
