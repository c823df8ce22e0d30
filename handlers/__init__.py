"""What people and systems send us, turned into actions and events, and the host that runs flows."""
