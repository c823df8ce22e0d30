"""Customers by the REST API: list, find, show, change, erase and count."""
