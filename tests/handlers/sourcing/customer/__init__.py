"""Tests of what customers say about sourced orders."""
