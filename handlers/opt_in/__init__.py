"""The question whether a customer agrees, as a conversation: the ask, its answers, and the ways back after a stop."""
