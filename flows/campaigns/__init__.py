"""Campaigns: one message to the people of an audience, worded, timed and measured."""
