"""Offers of partner brands after a return: the decision, the message, clicks, bills, and the partners' own chat."""
