"""Upkeep of a database: retention, metrics, statistics, clocks."""
