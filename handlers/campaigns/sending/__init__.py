"""A launched campaign: waves with their people, pauses, the end, and progress."""
