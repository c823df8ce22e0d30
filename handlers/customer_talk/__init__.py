"""Answers to a customer: by open runs, orders, facts. handlers/customers.py tries each in turn."""
