"""Tests of the rows of sourcing."""
