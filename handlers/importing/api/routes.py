"""Where files are sent to be taken over."""

from handlers.api.routes import Route

IMPORT_CUSTOMERS = Route("POST", "/api/customers/import")

ROUTES = (IMPORT_CUSTOMERS,)
"""All of them."""
