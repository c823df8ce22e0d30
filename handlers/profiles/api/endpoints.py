"""What answers where customers are reached, loaded when asked: shapes take longer to load than to use."""

from collections.abc import Sequence
from typing import Any

from handlers.api.endpoint import Endpoint
from handlers.conversation import Conversations
from handlers.profiles.api.analytics import show_customer_analytics
from handlers.profiles.api.changing import change_customer
from handlers.profiles.api.exporting import export_customers
from handlers.profiles.api.history import show_history
from handlers.profiles.api.leaving import erase_customer
from handlers.profiles.api.listing import list_customers, list_segment_customers
from handlers.profiles.api.marking import give_tags, take_tag
from handlers.profiles.api.named import show_customer
from handlers.profiles.api.noting import add_note, list_notes, take_note


def endpoints(_conversations: Conversations) -> Sequence[Endpoint[Any]]:
    """All of them."""
    return (
        list_customers, show_customer_analytics, export_customers,
        show_customer, change_customer, erase_customer, give_tags, take_tag,
        list_notes, add_note, take_note, show_history, list_segment_customers,
    )  # fmt: skip
