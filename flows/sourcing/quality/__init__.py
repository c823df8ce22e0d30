"""Looking over what an order is about before it leaves: photos and some ticks, by the staff or by a shop."""
