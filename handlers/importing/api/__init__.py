"""Imports of customers and orders by the REST API."""
