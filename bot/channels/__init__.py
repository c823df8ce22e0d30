"""The channels: one vendor each, both directions."""
