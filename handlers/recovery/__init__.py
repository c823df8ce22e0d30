"""Cart recovery as a conversation."""
