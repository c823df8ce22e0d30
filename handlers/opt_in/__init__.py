"""The ask for consent, as a conversation: the ask, its answers, and the ways back after a stop."""
