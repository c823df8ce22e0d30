"""The chat of partners: how they join, make offers, and see figures and invoices."""
