"""Campaigns, and how they are queued."""
