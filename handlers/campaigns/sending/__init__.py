"""A launched campaign: its waves with their people, pauses, end, and progress."""
