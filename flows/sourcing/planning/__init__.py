"""What is worked out with more than a rule: which sources an order is taken from.

`splitting.split` answers; what it may need beyond the standard library (the extra `planning`) is imported in `highs`
alone, when it is called.
"""
