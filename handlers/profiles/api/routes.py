"""Where customers are reached."""

from handlers.api.routes import Route

LIST_CUSTOMERS = Route("GET", "/api/customers")
SHOW_CUSTOMER = Route("GET", "/api/customers/{id}")
SHOW_HISTORY = Route("GET", "/api/customers/{id}/history")
LIST_SEGMENT_CUSTOMERS = Route("GET", "/api/segments/{id}/customers")

ROUTES = (LIST_CUSTOMERS, SHOW_CUSTOMER, SHOW_HISTORY, LIST_SEGMENT_CUSTOMERS)
"""All of them."""
