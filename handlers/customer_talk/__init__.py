"""Messages of customers beside a conversation's own question; handlers/customers.py reads the messages."""
