"""The optimisation of an order's sources.

`splitting.split` answers; only `highs` imports the extra `planning` beyond the standard library, when it is called.
"""
