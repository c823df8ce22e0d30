"""Consent as conversations: the question whether somebody agrees, and whether our messages shall stop."""
