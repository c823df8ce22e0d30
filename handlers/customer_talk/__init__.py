"""What customers write beside a conversation's own question, and what it is about; handlers/customers.py reads them."""
