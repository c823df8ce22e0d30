"""Audiences in chat: parsed from a phrase, explained, counted, saved."""
