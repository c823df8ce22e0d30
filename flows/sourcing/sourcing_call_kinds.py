"""Kinds of calls of sourcing only; a Call and the Called that answers it share a kind."""

SPLIT = "split"
