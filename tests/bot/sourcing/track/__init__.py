"""The page of an order over HTTP."""
