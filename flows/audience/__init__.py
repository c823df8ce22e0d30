"""Audiences: criteria of customers as one tree, read over rows by storage and over one person's facts in memory."""
