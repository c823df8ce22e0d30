"""What customers, shops and the staff write about orders and stock, read."""
