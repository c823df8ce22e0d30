"""What the staff says of sourced orders, and what it is shown of them."""
