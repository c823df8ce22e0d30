"""Stored plans: their rows and versions, the people who entered, and the results."""
