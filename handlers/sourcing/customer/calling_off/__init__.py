"""Orders that are called off: which of them, all or a part, whether that still can be, and whether it is sure."""
