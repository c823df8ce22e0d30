"""Campaigns: a message to an audience, its sending, and its results."""
