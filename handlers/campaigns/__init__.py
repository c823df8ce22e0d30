"""Campaigns: a message to the people of an audience, watched as it goes out, and measured."""
