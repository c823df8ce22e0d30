"""A promotion: a sponsor's offer to people who returned goods of its brand. Texts call it an offer.

```
draft ──asked to approve──► waiting ──approved──► live ◄──► paused ──► ended
                               └──rejected──► draft
```

A change of the content of a live promotion waits as ``proposed``; the approved content is shown until it is approved.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from flows.phrase import Phrase, phrase


class PromotionRefused(Exception):
    """The refusal of an offer or a partner, which stores nothing: ``field`` names the field, ``text`` what to do."""

    def __init__(self, field: str, text: Phrase) -> None:
        super().__init__(text.name)
        self.field, self.text = field, text


def refuse(field: str, name: str, /, **values: Any) -> PromotionRefused:
    """Return the refusal of a field with the phrase ``name``."""
    return PromotionRefused(field, phrase(name, **values))


class PromotionStatus(StrEnum):
    """The status of a promotion."""

    DRAFT = "draft"
    WAITING = "waiting"  # for the approval of its first content
    LIVE = "live"
    PAUSED = "paused"
    ENDED = "ended"


class PricedBy(StrEnum):
    """What a sponsor pays for."""

    CLICK = "click"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Content:
    """What people see. ``image`` is the id of an uploaded picture, "" for none; ``url`` is the sponsor's page."""

    title: str
    text: str
    url: str
    image: str = ""

    def dump(self) -> dict[str, Any]:
        """Return the content for JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Price:
    """The price of a click or a month, in micro-units."""

    by: PricedBy
    micros: int
    currency: str


@dataclass(frozen=True, slots=True)
class PromotionLimits:
    """When and how much. ``budget`` (in total) and ``daily_cap`` are in micro-units, None without a limit.

    ``audience`` are criteria as JSON (flows/audience/criteria_json.py), "" for everyone; ``purchase_value`` is what the
    business earns by a purchase.
    """

    expires_at: datetime
    starts_at: datetime | None = None
    audience: str = ""
    budget: int | None = None
    daily_cap: int | None = None
    purchase_value: int = 0
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """A promotion's counters (storage/schema/promotion_tables.py) and its spent money."""

    shown: int = 0
    clicked: int = 0
    matured: int = 0
    bought: int = 0
    spent: int = 0


@dataclass(frozen=True, slots=True)
class Promotion:
    """A promotion of a sponsor's ``brand`` (in the compared form).

    ``content`` is the approved content, None before the first approval; ``proposed`` waits for an approval.
    ``rejection`` is why the staff rejected the last proposed content.
    """

    id: UUID
    sponsor: UUID
    brand: str
    status: PromotionStatus
    content: Content | None
    proposed: Content | None
    price: Price
    limits: PromotionLimits
    version: int
    made_at: datetime
    updated_at: datetime
    counts: Counts = Counts()
    rejection: str | None = None

    @property
    def latest(self) -> Content | None:
        """Return the proposed content, or else the approved one: what its sponsor edits."""
        return self.proposed or self.content

    def runs(self, now: datetime) -> bool:
        """Return True if the promotion may be shown at ``now``, as far as its status, content and dates say."""
        begun = self.limits.starts_at is None or self.limits.starts_at <= now
        return (
            self.status is PromotionStatus.LIVE and self.content is not None and begun and now < self.limits.expires_at
        )
