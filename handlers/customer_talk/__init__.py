"""Answers to a customer: by open runs, orders, facts. handlers/intake/customer_messages.py tries each in turn."""
