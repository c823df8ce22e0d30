"""The parts of a flow: a decision, its effects, and its next wake-ups.

A flow is a plain function ``decide(state, event, facts, now) -> Decision``. It reads nothing else: no clock, no
database, no randomness (draws come in the facts). The host writes state, effects and waits in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated, ClassVar, Generic, TypeAlias, TypeVar
from uuid import UUID

from flows.events.event import NAMES_NOBODY, Code, Event, Scrub
from flows.policy.departure_facts import LATENESS, Kind, Programme, Purpose

S = TypeVar("S")
Value: TypeAlias = "str | int | Decimal | datetime | tuple[str, ...] | None"


@dataclass(frozen=True, slots=True)
class Subject:
    """The subject of a run: ``kind`` is the noun (``cart``), ``id`` the row."""

    kind: str
    id: UUID


@dataclass(frozen=True, slots=True)
class Question:
    """A message's question, the context of a reply. ``expecting`` is a name of ``replies.Expecting``."""

    name: str
    expecting: str


@dataclass(frozen=True, slots=True)
class Asks:
    """A message's question to its recipient, kept with the message as an open question
    (storage/events/open_questions.py).

    ``expects`` names the reader of the answer (handlers/conversation), ``about`` the row in question, ``choices`` the
    offered answers, ``values`` the reader's other figures and ids. The question is open for ``within``, and until the
    next message to that address, unless it ``stays``. An answer that quotes the message always counts. ``token`` is a
    hash of its buttons' token, if any.
    """

    expects: str
    about: Subject | None = None
    choices: tuple[str, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    within: timedelta = timedelta(days=7)
    stays: bool = False
    token: str | None = None


@dataclass(frozen=True, slots=True)
class Send:
    """One message to one address. ``key`` makes it unique in its run; ``due_at`` None is at once.

    ``expires_after`` is the maximum delay from its first permitted minute; ``latest`` is absolute. ``locale`` is set if
    not the person's own, ``variant`` if its step has several.
    """

    template: str
    address: UUID
    channel: str
    key: str
    purpose: Purpose
    kind: Kind = Kind.MESSAGE
    programme: Programme | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    due_at: datetime | None = None
    expires_after: timedelta = LATENESS
    latest: datetime | None = None
    step: int | None = None
    fallback_of: UUID | None = None
    locale: str | None = None
    asks: Asks | None = None
    variant: int | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """Ask another system for something; ``kind`` names it (``discount``). Answered by a Called event with this key."""

    kind: str
    key: str
    request: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Void:
    """The withdrawal of this run's queued messages, except answers while the run goes on.

    With a ``template`` only its messages are withdrawn.
    """

    template: str | None = None


@dataclass(frozen=True, slots=True)
class Confirm:
    """A person said yes to the second step, in ``message``: written to the consent ledger for that address."""

    address: UUID
    programmes: tuple[str, ...]
    source: str
    text: str
    message: UUID


DECLINED = "opt-in.declined"
"""The rule in the ledger for a "no" to an ask, which ends an earlier consent."""


@dataclass(frozen=True, slots=True)
class Decline:
    """A person said no to an ask for consent, in ``message``: what was agreed to there before ends, by this rule."""

    address: UUID
    programmes: tuple[str, ...]
    source: str
    rule: str
    message: UUID


class Own:
    """An effect that only its flow knows, and only its flow's ``write`` does
    (handlers/conversation/conversation_flow.py: Flow).
    """

    __slots__ = ()


Effect: TypeAlias = Send | Call | Void | Confirm | Decline | Own


@dataclass(frozen=True, slots=True)
class Wait:
    """The named time that wakes a run; until then ``question`` gives a reply its context.

    Every open run of a person gets the person's events and replies, regardless of its wait.
    """

    name: str
    due_at: datetime | None = None
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class Decision(Generic[S]):
    """The next state, what to do, and when the run is woken again; ``ended`` names why it is over.

    The waits replace those before. ``subject`` is given when the run turns to another one.
    """

    state: S
    effects: tuple[Effect, ...] = ()
    waits: tuple[Wait, ...] = ()
    ended: str | None = None
    subject: Subject | None = None


@dataclass(frozen=True, slots=True)
class Elapsed:
    """A wait's time came."""

    name: str


@dataclass(frozen=True, slots=True)
class CustomerReplied:
    """The person wrote and it was read: ``intent`` names a ``replies.Intent``, ``until`` the moment they named.

    ``address`` and ``channel`` are where they wrote, and so where the answer goes; ``choice`` is which of the numbered
    answers they took, where the question offers some, and ``words`` is what they wrote beside its number. Not ``clear``
    is an answer in words that leave open whether it is meant.
    """

    intent: str
    address: UUID
    channel: str
    message: UUID
    until: datetime | None = None
    choice: int | None = None
    words: str = ""
    clear: bool = True


@dataclass(frozen=True, slots=True)
class Called(Event):
    """The answer to a Call: ``values`` when it worked, ``failure`` with a Failure's name when it did not."""

    TYPE: ClassVar[str] = "run.called"
    STILL_HEARD: ClassVar[bool] = True
    run: UUID
    kind: Code
    key: Code
    values: Annotated[Mapping[str, Value], NAMES_NOBODY]
    failure: Code | None = None

    def drop_names(self, scrub: Scrub) -> Called:
        del scrub
        return self


@dataclass(frozen=True, slots=True)
class Departed(Event):
    """A message of this run came to its end without reaching anybody: it was refused, or it failed.

    ``outcome`` is a delivery Status; ``rule`` the verdict's or the failure's name.
    """

    TYPE: ClassVar[str] = "run.departed"
    run: UUID
    message: UUID
    key: str
    channel: str
    outcome: str
    rule: str


@dataclass(frozen=True, slots=True)
class Left(Event):
    """The reason for the run is gone: bought, opted out, erased. Nothing more of it may leave.

    ``silent``: no word of the person ends more than the marketing, as where they did not answer when asked. ``items``
    are what was bought, by folded names.
    """

    TYPE: ClassVar[str] = "run.left"
    reason: str
    silent: bool = False
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Permitted(Event):
    """The person's consent or reachability changed; a run that waits for a way to them looks again."""

    TYPE: ClassVar[str] = "run.permitted"


EVENTS: tuple[type[Event], ...] = (Called, Departed, Permitted, Left)
Internal: TypeAlias = Elapsed | CustomerReplied | Called | Departed | Left | Permitted
