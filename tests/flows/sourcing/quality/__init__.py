"""Tests of the look at the goods."""
