"""Subjects of messages, by kind: a row's values for texts, links and the staff."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flows.money import Money
from flows.phrase import At, Phrase, Text
from storage.unit import Unit

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from handlers.engine.turn import Turn
    from storage.people.people import Contact
    from storage.sending.message import Message
    from storage.sending.verdicts import Judged
    from storage.store.attributions import Attribution
    from storage.store.purchases import Purchase

When = Callable[[datetime], At]
"""A moment in the form that the reader's locale and zone need."""


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """A row that a message is about: the ``values`` for texts, its worth, and the target of its link.

    A row with ``leads_home`` has no web address and links to the business's site. ``at`` is its last activity. ``gone``
    is the reason why no more messages are needed. ``worded`` returns values that differ for each message, by the
    reader's locale and the other values.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    total: Money | None = None
    url: str = ""
    at: datetime | None = None
    gone: Phrase | None = None
    worded: Callable[[Message, str, Mapping[str, Any]], Mapping[str, Any]] | None = None
    leads_home: bool = False


@dataclass(frozen=True, slots=True)
class Life:
    """A message with its events.

    ``zone`` is the recipient's; ``thing`` is its subject; ``left_out`` are refunds in another currency than the
    order's. ``follows``: a later step left by its channel because the person had answered there.
    """

    message: Message
    judged: Sequence[Judged]
    zone: ZoneInfo
    clicked_at: datetime | None
    counted: Attribution | None
    order: Purchase | None
    left_out: int
    thing: SubjectRow | None
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Latest:
    """The first subject of a person's story (``/why``): its last activity, and the ``head`` of the story.

    ``ends`` gets the messages about the subject, with their events. It returns the lines with no message, and the
    reasons for no message.
    """

    id: UUID
    at: datetime
    head: Text
    ends: Callable[[Sequence[Life]], Awaitable[tuple[Sequence[tuple[datetime, Text]], Sequence[Text]]]]


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """A noun that messages are about. ``load`` loads its rows by id; ``told`` formats a row for the staff.

    ``look`` names the staff's commands that show the status of a row; None if there are none.

    ``gives`` names the values of its rows for texts, with "link" if they have a web address. A text that uses none of
    these values needs no row.

    ``latest`` finds a person's latest row, also among recent messages: the start of the person's story. ``declined`` is
    the phrase for a wish to get no more messages about a row.
    """

    kind: str
    load: Callable[[Unit, Collection[UUID]], Awaitable[Mapping[UUID, SubjectRow]]]
    told: Callable[[SubjectRow, When], Text]
    gives: frozenset[str] = frozenset()
    look: Callable[[SubjectRow], Text] | None = None
    latest: Callable[[Turn, Contact, Sequence[Message]], Awaitable[Latest | None]] | None = None
    declined: str = "wish_no_more"
