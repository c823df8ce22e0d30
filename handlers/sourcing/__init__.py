"""Sourcing on demand: reserved orders, the shops' desks, and the messages of both."""
