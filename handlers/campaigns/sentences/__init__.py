"""Campaigns in the staff's own sentences."""
