"""Experiments: variants of a text, an offer or a time compared by what people did, and when the figures suffice."""
