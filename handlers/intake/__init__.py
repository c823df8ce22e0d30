"""Intake of events and messages, and their way to readers and conversations."""
