"""Tests mirror the rooms; whole conversations and crash tests stand beside them, end to end."""
