"""Messages of customers beside a run's own question; handlers/customers.py reads the messages."""
