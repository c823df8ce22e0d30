"""Charts as values: their items and numbers; bot/charts draws them."""
