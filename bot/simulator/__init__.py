"""Simulated phones: channels that deliver at once to a page, with receipts and prices, for the demo and sandboxes."""
