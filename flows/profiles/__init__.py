"""What is known of customers beside names and orders: tags, visits, loyalty, returns."""
