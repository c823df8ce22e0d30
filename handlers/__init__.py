"""What people and systems say to us, turned into actions and events, and the host that runs flows."""
