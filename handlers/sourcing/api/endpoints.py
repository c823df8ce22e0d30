"""Every endpoint of sourcing, in the order of its documentation."""

from collections.abc import Sequence
from typing import Any

from handlers.api.endpoint import Endpoint
from handlers.sourcing.api.availability import show_availability
from handlers.sourcing.api.orders import list_orders, show_order
from handlers.sourcing.api.shops import list_shops, show_inventory, tell_inventory
from handlers.sourcing.api.sourcing_report import report_sourcing

ENDPOINTS: Sequence[Endpoint[Any]] = (
    list_shops, show_inventory, tell_inventory, show_availability, list_orders, show_order, report_sourcing,
)  # fmt: skip
