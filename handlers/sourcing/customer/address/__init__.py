"""Delivery address of a chat order: asked for, answered in several parts, and corrected."""
