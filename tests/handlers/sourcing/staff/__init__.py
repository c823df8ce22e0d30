"""Tests of what the staff says about sourced orders."""
