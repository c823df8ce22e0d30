"""The optimisation of an order's sources.

`split_solver.split` is the entry; only `highs_split` imports the extra `planning` beyond the standard library, when it
is called.
"""
