"""Campaigns, and how they are put into the queue."""
