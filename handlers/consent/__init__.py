"""Consent to our messages: opt-outs and doubtful opt-outs."""
