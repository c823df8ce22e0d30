"""Sourcing's parts of the running service: splits computed in a thread, parsed lists, its pages."""
