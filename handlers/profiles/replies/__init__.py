"""Reading what the staff writes of customers."""
