"""Orders that customers pick in chat: their start, and the answers to their questions."""
