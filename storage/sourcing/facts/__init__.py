"""The facts of sourcing: what an order or a shop may know to decide."""
