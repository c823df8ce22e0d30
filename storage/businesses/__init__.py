"""Businesses: settings, staff, API keys, approvals and changes that can be undone."""
