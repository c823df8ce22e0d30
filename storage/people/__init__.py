"""Contacts and addresses: recognising, merging and importing people."""
