"""Where files are sent to be taken over."""

from handlers.api.routes import ApiRoute

IMPORT_CUSTOMERS = ApiRoute("POST", "/api/customers/import")
IMPORT_ORDERS = ApiRoute("POST", "/api/orders/import")

ROUTES = (IMPORT_CUSTOMERS, IMPORT_ORDERS)
"""All of them."""
