"""Customers' messages about sourced orders."""
