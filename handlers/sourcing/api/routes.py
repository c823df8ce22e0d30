"""Routes of sourcing's resources, and the names of a product and its sizes in a request."""

from typing import Annotated

from handlers.api.field_types import make_exact_line
from handlers.api.routes import ApiRoute

LIST_SHOPS = ApiRoute("GET", "/api/v1/shops")
SHOW_INVENTORY = ApiRoute("GET", "/api/v1/shops/{id}/inventory")
TELL_INVENTORY = ApiRoute("PUT", "/api/v1/shops/{id}/inventory")
SHOW_AVAILABILITY = ApiRoute("GET", "/api/v1/availability")
LIST_ORDERS = ApiRoute("GET", "/api/v1/orders")
SHOW_ORDER = ApiRoute("GET", "/api/v1/orders/{order_id}")
REPORT_SOURCING = ApiRoute("GET", "/api/v1/reports/sourcing")

ROUTES = (
    LIST_SHOPS, SHOW_INVENTORY, TELL_INVENTORY, SHOW_AVAILABILITY, LIST_ORDERS, SHOW_ORDER, REPORT_SOURCING,
)  # fmt: skip
"""All routes."""
MOST_SKU, MOST_SIZE = 100, 20

Sku = Annotated[str, *make_exact_line(1, MOST_SKU)]
Size = Annotated[str, *make_exact_line(0, MOST_SIZE)]
