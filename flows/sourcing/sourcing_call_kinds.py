"""Kinds of calls of sourcing only: of a Call, and of the Called that answers it."""

SPLIT = "split"
