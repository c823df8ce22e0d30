"""Tests of what a shop's desk decides."""
