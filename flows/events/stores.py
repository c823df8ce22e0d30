"""What a platform tells of a store as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flows.events.event import Event


@dataclass(frozen=True, slots=True)
class StoreRedacted(Event):
    """48 hours after removal a platform asks us to erase a shop's people (Shopify ``shop/redact``)."""

    TYPE: ClassVar[str] = "store.redacted"
    store: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class StoreUninstalled(Event):
    """The shop removed the app: its credentials are dead, and nothing more is sent in its name."""

    TYPE: ClassVar[str] = "store.uninstalled"
    store: str
    occurred_at: datetime
