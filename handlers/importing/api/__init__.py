"""Customers and orders taken over by the REST API."""
