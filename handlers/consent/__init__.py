"""Consent to our messages: opt-outs and possible opt-outs."""
