"""What a shop's desk hears of and what it asks for: orders ask it, the shop answers, each order is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flows.engine import Own


@dataclass(frozen=True, slots=True)
class Wanted:
    """One line of an order that a shop is asked for. ``earns`` is the commission for one piece in micro-units."""

    line: str
    item: str
    size: str
    quantity: int
    earns: int


@dataclass(frozen=True, slots=True)
class Asked:
    """An order asks the shop for these lines, by ``deadline``; it is reminded at ``remind_at``."""

    shop: UUID
    order: UUID
    number: str
    lines: tuple[Wanted, ...]
    currency: str
    deadline: datetime
    remind_at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a line: an Outcome; ``quantity`` is what the shop is to keep, until ``by``.

    ``more``: the same came of another line in the same step, and is told together with it.
    """

    shop: UUID
    order: UUID
    line: str
    outcome: str
    quantity: int = 0
    by: datetime | None = None
    more: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What the shop said of one request, as it was read; ``says`` is a Says of flows.sourcing.order."""

    order: UUID
    line: str
    says: str
    quantity: int = 0
    ready_at: datetime | None = None
    price: int | None = None
    other: str = ""


@dataclass(frozen=True, slots=True)
class Replied:
    """The shop wrote, and it answers these requests; ``address`` and ``channel`` are where it wrote."""

    answers: tuple[Answer, ...]
    address: UUID
    channel: str
    message: UUID


@dataclass(frozen=True, slots=True)
class Undone:
    """The shop takes back what it said of these requests (order, line); none: its last answers."""

    requests: tuple[tuple[UUID, str], ...]
    address: UUID
    channel: str
    message: UUID


@dataclass(frozen=True, slots=True)
class AskedBack:
    """What the shop wrote could not be read, or not to which request it belongs: it is asked, once and short."""

    requests: tuple[tuple[UUID, str], ...]
    address: UUID
    channel: str
    message: UUID


@dataclass(frozen=True, slots=True)
class Closed:
    """The shop answers no more: it was removed, or its owner wants no messages or was erased. ``why`` is
    removed, opted_out or erased."""

    shop: UUID
    why: str


@dataclass(frozen=True, slots=True)
class LeaveOrder(Own):
    """Tell an order that the shop is gone."""

    order: UUID


@dataclass(frozen=True, slots=True)
class TellOrder(Own):
    """Give an answer to its order."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class FreeOrder(Own):
    """Tell an order that the shop takes its word back for these lines."""

    order: UUID
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListRead:
    """A file that a shop sent in that message was fetched: its text, or why there is none. It is no desk's news."""

    message: UUID
    text: str
    failure: str = ""
