"""Experiments: variants of a text, an offer or a time, compared by people's actions; and when the data suffice."""
