"""Phrases about customers, read as criteria: "vip in Texas not bought 60d"."""
