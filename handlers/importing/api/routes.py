"""The routes of imports."""

from handlers.api.routes import ApiRoute

IMPORT_CUSTOMERS = ApiRoute("POST", "/api/customers/import")
IMPORT_ORDERS = ApiRoute("POST", "/api/orders/import")

ROUTES = (IMPORT_CUSTOMERS, IMPORT_ORDERS)
"""All routes of imports."""
