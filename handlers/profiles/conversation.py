"""Profiles: what shops tell of their customers beside carts and orders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flows.events import CustomerUpdated
from flows.profiles.events import EVENTS, CustomerVisited, LoyaltyProgressed, ReturnCompleted
from handlers.conversation import Conversation
from handlers.profiles import news
from handlers.profiles.customers import CUSTOMERS, TAG
from storage.profiles.personal import PERSONAL

if TYPE_CHECKING:
    from handlers.api.told import Data


def _told() -> Mapping[str, type[Data]]:
    from handlers.profiles.event_data import TOLD

    return TOLD


PROFILES = Conversation(
    name="profiles",
    events=EVENTS,
    tables=PERSONAL,
    hears={
        CustomerUpdated: news.updated,
        CustomerVisited: news.visited,
        LoyaltyProgressed: news.progressed,
        ReturnCompleted: news.returned,
    },
    told=_told,
    commands=(CUSTOMERS, TAG),
)
