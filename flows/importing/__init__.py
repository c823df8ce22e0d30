"""Files of customers: encodings, separators, columns and cells. Plain values in and out."""
