"""Audiences over rows: criteria as one condition on contacts, counts of people, and the facts of one person."""
