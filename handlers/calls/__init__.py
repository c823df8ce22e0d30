"""Calls to other systems, a module for each kind: what is asked, how often it is repeated, and who is told."""
