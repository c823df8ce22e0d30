"""Answers to a customer: by open runs, orders, facts, a second reader. handlers/customers.py tries each in turn."""
