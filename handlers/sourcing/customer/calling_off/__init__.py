"""Cancellation of orders by customers: which order, all or part of it, whether it is possible, and the confirmation."""
