"""Facts for the decisions of an order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from flows.business import Sourcing
from flows.engine import Value
from flows.phrase import Text


@dataclass(frozen=True, slots=True)
class ShopChoice:
    """A shop that may be asked about a line. ``opens_at`` None: it is open now; ``commission`` is per piece."""

    shop: UUID
    commission: int
    opens_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Lost:
    """A message to the customer that did not reach them, with its values."""

    template: str
    address: UUID
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Off:
    """A discount that the customer may use, in micro-units of the business's currency."""

    credit: UUID
    amount: int


@dataclass(frozen=True, slots=True)
class SourcingFacts:
    """The facts about an order outside its own state.

    ``ways`` are the customer's addresses with their channels, the best first; ``own`` are the free pieces of our own
    stock by line; ``shops`` are the candidates for a line, the likeliest first; ``page`` is the address of the order's
    page; ``provider`` is that of new payments, "" if none; ``lost`` is an undelivered message to the customer; ``off``
    is a referral's discount, for one use; ``offers`` are those of ``ways`` with consent to offers, for alternatives and
    restocked products; ``who`` is the name of the member who gave it up or found a flaw; ``picture`` is the address of
    a photo of finished pieces, for seven days; ``bringing`` are the shops that bring their pieces themselves.
    """

    settings: Sourcing = field(default_factory=Sourcing)
    ways: tuple[tuple[UUID, str], ...] = ()
    own: Mapping[str, int] = field(default_factory=dict)
    shops: Mapping[str, tuple[ShopChoice, ...]] = field(default_factory=dict)
    names: Mapping[UUID, str] = field(default_factory=dict)
    alternatives: tuple[str, ...] = ()
    page: str | None = None
    provider: str = ""
    lost: Lost | None = None
    off: Off | None = None
    offers: tuple[tuple[UUID, str], ...] = ()
    who: Text = ""
    picture: str | None = None
    bringing: frozenset[UUID] = frozenset()
