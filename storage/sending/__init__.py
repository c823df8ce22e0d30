"""Messages and calls, from the outbox to their receipts."""
