"""Cancellation of orders by customers: which order, all or a part, whether it is possible, and confirmation."""
