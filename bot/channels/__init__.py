"""The channels: one vendor each, inbound and outbound."""
