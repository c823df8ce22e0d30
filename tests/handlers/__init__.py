"""Tests of what people and systems say to us."""
