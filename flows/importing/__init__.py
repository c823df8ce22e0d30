"""Files of customers: letters, separators, columns and cells. Plain values in and out."""
