"""Sourced orders and shops' desks, decided without a database."""
