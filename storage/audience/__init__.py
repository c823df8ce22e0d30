"""Audiences over rows: criteria as one condition on contacts, people counted by it, and the facts of one person."""
