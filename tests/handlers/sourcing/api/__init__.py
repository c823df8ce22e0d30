"""Tests of sourcing's REST resources."""
