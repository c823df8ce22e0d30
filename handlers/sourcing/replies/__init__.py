"""Readers of customers', shops' and staff texts about orders and stock."""
