"""The host that runs flows, turns, and what every message is made of."""
