"""Delivery address of a chat order: the question, an answer in several parts, and a correction."""
