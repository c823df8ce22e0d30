"""The questions of customers that wait for the staff, and the answers that the business has saved."""
