"""Tests of the two questions about consent."""
