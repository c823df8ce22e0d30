"""Every endpoint there is. Their shapes take longer to load than to use, so handlers.api.app loads them when asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers.api.consents import list_consents
from handlers.api.endpoint import Endpoint
from handlers.api.events import tell_event
from handlers.api.invites import make_invite
from handlers.api.messages import list_messages, show_message
from handlers.api.reports import report_recovery
from handlers.sourcing.api.availability import show_availability
from handlers.sourcing.api.orders import list_orders, show_order
from handlers.sourcing.api.shops import list_shops, show_inventory, tell_inventory
from handlers.sourcing.api.sourcing_report import report_sourcing

ENDPOINTS: Sequence[Endpoint[Any]] = (
    tell_event,
    make_invite,
    list_messages,
    show_message,
    list_consents,
    report_recovery,
    list_shops,
    show_inventory,
    tell_inventory,
    show_availability,
    list_orders,
    show_order,
    report_sourcing,
)
