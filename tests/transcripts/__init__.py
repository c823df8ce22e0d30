"""Whole conversations as files that a shop owner can read, played through the real service."""
