"""What is known of customers beside names and orders, as systems tell it."""
