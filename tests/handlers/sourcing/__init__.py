"""Tests of what people say about sourced orders."""
