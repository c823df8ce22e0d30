"""Where files are sent to be taken over."""

from handlers.api.routes import Route

IMPORT_CUSTOMERS = Route("POST", "/api/customers/import")
IMPORT_ORDERS = Route("POST", "/api/orders/import")

ROUTES = (IMPORT_CUSTOMERS, IMPORT_ORDERS)
"""All of them."""
