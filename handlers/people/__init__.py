"""People, their opt-outs and their texts."""
