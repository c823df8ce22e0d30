"""The facts of sourcing: the data for an order's or a shop's decisions."""
