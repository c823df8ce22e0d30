"""A launched campaign: waves and the people of each, pauses and the end, and how far it is."""
