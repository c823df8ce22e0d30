"""Orders that customers pick in chat: what begins one, and the answers to its questions."""
