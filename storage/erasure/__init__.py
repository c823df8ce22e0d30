"""Erasure of people, and the record of one person."""
