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
    """A question that a message asked, the context of a reply. ``expecting`` is an ``expected_answers.Expecting``."""

    name: str
    expecting: str


@dataclass(frozen=True, slots=True)
class Asks:
    """A message's question to its recipient, stored with the message as an open question
    (storage/events/open_questions.py).

    ``expects`` names the reader of the answer (handlers/conversation), ``about`` the row in question, ``choices`` the
    offered answers, ``values`` further data for the reader. The question is open for ``within``, and until the next
    message to that address, unless it ``stays``. An answer that quotes the message always counts. ``token`` is a hash
    of its buttons' token, if any.
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

    ``expires_after`` is the maximum delay after its first permitted minute; ``latest`` is an absolute limit. ``locale``
    is set if it is not the person's own, ``variant`` if its step has several.
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
    """A request to another system; ``kind`` names it (``discount``). A Called event with the same key answers it."""

    kind: str
    key: str
    request: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Void:
    """Withdraw this run's queued messages; answers stay while the run goes on.

    If ``template`` is set, only its messages are withdrawn.
    """

    template: str | None = None


@dataclass(frozen=True, slots=True)
class Confirm:
    """Record in the consent ledger that a person confirmed the second step, in ``message``, for that address."""

    address: UUID
    programmes: tuple[str, ...]
    source: str
    text: str
    message: UUID


DECLINED = "opt-in.declined"
"""The rule in the ledger for a refused consent request, which ends an earlier consent."""


@dataclass(frozen=True, slots=True)
class Decline:
    """Record that a person refused a consent request, in ``message``: their earlier consents there end, by this
    rule."""

    address: UUID
    programmes: tuple[str, ...]
    source: str
    rule: str
    message: UUID


class Own:
    """An effect of a single flow, performed by its own ``write`` (handlers/conversation/conversation_flow.py: Flow)."""

    __slots__ = ()


Effect: TypeAlias = Send | Call | Void | Confirm | Decline | Own


@dataclass(frozen=True, slots=True)
class Wait:
    """A named wait that resumes a run at ``due_at``; until then ``question`` gives a reply its context.

    Every open run of a person gets the person's events and replies, regardless of its wait.
    """

    name: str
    due_at: datetime | None = None
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class Decision(Generic[S]):
    """The next state, the effects, and the waits that resume the run; ``ended`` names why the run is over.

    The waits replace the earlier ones. ``subject`` is set if the run gets another subject.
    """

    state: S
    effects: tuple[Effect, ...] = ()
    waits: tuple[Wait, ...] = ()
    ended: str | None = None
    subject: Subject | None = None


@dataclass(frozen=True, slots=True)
class Elapsed:
    """A wait is due."""

    name: str


@dataclass(frozen=True, slots=True)
class CustomerReplied:
    """The person wrote and a reader understood it: ``intent`` is a ``customer_intents.Intent``, ``until`` is the moment
    they named.

    ``address`` and ``channel`` are where they wrote, and so where the answer goes. ``choice`` is the number of the
    offered answer they chose, ``words`` what they wrote besides that number. ``clear`` is False for words that may not
    be meant as an answer.
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
    """A message of this run ended without reaching anybody: it was refused, or it failed.

    ``outcome`` is a delivery Status; ``rule`` is the verdict's or the failure's name.
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
    """The reason for the run has ended: the person bought, opted out, or was erased. Nothing more of the run may leave.

    ``silent``: only marketing ends, and not by the person's words, such as when they did not answer a question.
    ``items`` are the bought items, by folded names.
    """

    TYPE: ClassVar[str] = "run.left"
    reason: str
    silent: bool = False
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Permitted(Event):
    """The person's consent or reachability changed; a run that waits for an address checks again."""

    TYPE: ClassVar[str] = "run.permitted"


EVENTS: tuple[type[Event], ...] = (Called, Departed, Permitted, Left)
Internal: TypeAlias = Elapsed | CustomerReplied | Called | Departed | Left | Permitted
