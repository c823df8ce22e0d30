"""What messages are about, kind by kind: what texts, links and staff are told of a row."""

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
    from handlers.actions.message_lives import Life
    from handlers.engine.turn import Turn
    from storage.people.people import Contact
    from storage.sending.message import Message

When = Callable[[datetime], At]
"""A moment, as whoever reads of it is told of moments."""


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """A row that a message is about: the ``values`` of texts, what it is worth, and where its link leads.

    What ``leads_home`` has no address of its own, and leads to the business's site. ``at`` is its last activity;
    ``gone`` says why nothing more has to be said of it. ``worded`` are values that differ from message to message, by
    its reader's locale and the other values.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    total: Money | None = None
    url: str = ""
    at: datetime | None = None
    gone: Phrase | None = None
    worded: Callable[[Message, str, Mapping[str, Any]], Mapping[str, Any]] | None = None
    leads_home: bool = False


@dataclass(frozen=True, slots=True)
class Latest:
    """The thing with which a person's story (``/why``) begins: its last activity, and the ``head`` of the story.

    ``ends`` gets the lives of the messages about the thing: the lines that are told with no message, and why none was
    sent.
    """

    id: UUID
    at: datetime
    head: Text
    ends: Callable[[Sequence[Life]], Awaitable[tuple[Sequence[tuple[datetime, Text]], Sequence[Text]]]]


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """A noun that messages are about. ``load`` finds its rows by their ids; ``told`` is how staff hear of one.

    ``look`` names the commands by which the staff see how one stands; None where there are none.

    ``gives`` names the values that its rows have for texts, with "link" where they have an address: a text that names
    none of them needs no row.

    ``latest`` finds a person's latest one, also among the messages they had of late: what their story begins with.
    ``declined`` is the phrase for their wish to hear no more of one.
    """

    kind: str
    load: Callable[[Unit, Collection[UUID]], Awaitable[Mapping[UUID, SubjectRow]]]
    told: Callable[[SubjectRow, When], Text]
    gives: frozenset[str] = frozenset()
    look: Callable[[SubjectRow], Text] | None = None
    latest: Callable[[Turn, Contact, Sequence[Message]], Awaitable[Latest | None]] | None = None
    declined: str = "wish_no_more"
