"""Audiences in chat: read from a phrase, explained, counted, saved."""
