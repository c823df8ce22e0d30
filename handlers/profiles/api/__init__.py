"""Customers by the REST API: listed, found, shown, changed, erased, and counted."""
