"""The host that runs flows, the turns, and the parts of every message."""
