"""Tests of where orders go."""
