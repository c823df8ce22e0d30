"""Campaigns, and their way into the queue."""
