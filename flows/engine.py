"""What a flow is made of: a decision, the effects it asks for, and what would wake it again.

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
    """What a run is about: ``kind`` names the noun (``cart``), ``id`` the row."""

    kind: str
    id: UUID


@dataclass(frozen=True, slots=True)
class Question:
    """What a message asks, so that a reply is read in its light. ``expecting`` is a name of ``replies.Expecting``."""

    name: str
    expecting: str


@dataclass(frozen=True, slots=True)
class Asks:
    """What a message asks whoever gets it: kept with the message as an open question
    (storage/events/open_questions.py).

    ``expects`` names who reads the answer (handlers/conversation), ``about`` the row that is asked about,
    ``choices`` the answers that are offered, ``values`` what else the reader needs: figures and ids. An answer is
    waited for as long as ``within``, and while nothing else is said at that address, unless the question ``stays``; one
    that quotes the message answers it all the same. ``token`` is a hash of what its buttons carry, if any.
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
    """One message to one address. ``key`` makes it once per run; ``due_at`` None is at once.

    ``expires_after`` is the lateness it bears from its first permitted minute; ``latest`` is absolute. ``locale`` is
    given where it is not the person's own, ``variant`` where its step is tried in several ways.
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
    """What this run has queued and not yet handed over must not leave any more, but for answers while it goes on.

    With a ``template`` it is what was queued of that alone.
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
"""The rule by which a no to an ask ends what was agreed to before, as the ledger names it."""


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
    """The time at which a run is woken, under this name; until then a reply is read in the light of ``question``.

    Events and replies are told to every open run of their person, whatever it waits for.
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

    def nameless(self, scrub: Scrub) -> Called:
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
