"""Forty rules of the product, broken one at a time: how many of them a test notices, and which."""
