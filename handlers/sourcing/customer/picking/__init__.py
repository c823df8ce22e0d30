"""Ordering in chat: the wish that begins it, the answers by which goods are picked, and what is asked beside it."""
