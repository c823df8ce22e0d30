"""A shop's desk: requests of several orders, the shop's answers, and their outcomes."""
