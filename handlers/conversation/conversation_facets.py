"""One kind of talk as one value, in six facets."""

from __future__ import annotations

import gc
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

if TYPE_CHECKING:
    from flows.business import Business
    from flows.events.event import Event
    from flows.phrase import Phrase, Text
    from flows.plan import Plan
    from flows.policy.verdict import Verdict
    from handlers.actions.secret_vault import SecretVault
    from handlers.actions.setting_precedence import ChosenWord
    from handlers.actions.staff_members import StartLink
    from handlers.api.endpoint import Endpoint
    from handlers.api.event_declaration import Data
    from handlers.api.routes import ApiRoute
    from handlers.business_file import BusinessFile
    from handlers.calls.call_kind import CallKind
    from handlers.conversation.conversation_flow import Flow, Hear
    from handlers.conversation.deed_undo import Undoing
    from handlers.conversation.entry_event import EntryEvent
    from handlers.conversation.message_extras import Given
    from handlers.conversation.message_reader import Reader, Written
    from handlers.conversation.person_hooks import CustomerEntrance, LeavingHooks, UnderWay
    from handlers.customer_talk.understood_message import UnderstoodMessage
    from handlers.engine.subjects import SubjectKind
    from handlers.engine.turn import Turn
    from handlers.jobs.job_kind import JobKind
    from handlers.staff_chat.named_things import Addressing, Noting
    from handlers.staff_chat.staff_command import Command, Reply
    from handlers.staff_notices.question_keeper import QuestionKeeper
    from handlers.staff_notices.staff_greeting import Today
    from storage.businesses.access import Invite, Member
    from storage.events.event_inbox import Stored
    from storage.identity.personal_tables import Personal
    from storage.people.people import Address
    from storage.sending.message import Message
    from storage.unit import Unit


async def _do_nothing(*_asked: object) -> Any:
    return ()


@dataclass(frozen=True, slots=True)
class Applying:
    """What a conversation takes from a business file, in the transaction that applies the file.

    ``words`` returns its settings chosen in chat; it runs before ``put``, which stores the values and returns the
    changes. ``links`` makes links for people who are not linked yet. ``warns`` returns the day's limits and warnings
    for the owner.
    """

    put: Callable[[Unit, BusinessFile, datetime], Awaitable[Sequence[str]]] = _do_nothing
    links: Callable[[Unit, Business, SecretVault, datetime], Awaitable[tuple[StartLink, ...]]] = _do_nothing
    warns: Callable[[BusinessFile, date], Iterable[str]] = lambda _file, _day: ()
    words: Callable[[Unit, BusinessFile], Awaitable[Sequence[ChosenWord]]] = _do_nothing


@dataclass(frozen=True, slots=True)
class DailyJob:
    """A job that runs daily from ``at`` on, in the business's local time.

    ``work`` does one part in one short transaction and returns True if it was the last. Any part may run again.
    """

    name: str
    at: time
    work: Callable[[Turn, Stored], Awaitable[bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerTalk:
    """What a conversation reads in chats, and its hooks for people who arrive, opt out and are erased."""

    doors: tuple[Reader[Written], ...] = ()
    """Readers of raw messages of any writer: of answers by partners and the staff, and of their other texts."""
    readers: tuple[Reader[UnderstoodMessage], ...] = ()
    """Readers of customers' messages, as they were understood."""
    subject_of: Callable[[Turn, UnderstoodMessage], Awaitable[Phrase | None]] | None = None
    """Returns the subject of a customer's words to the staff, or None if unknown."""
    menu: tuple[str, ...] = ()
    """Slash words of customers; the phrase ``menu_<word>`` explains each."""
    invites: Mapping[str, Callable[[Turn, Written, Invite], Awaitable[None]]] = field(default_factory=dict)
    """Opens an invite, by its kind."""
    hello: Callable[[Turn, Written, str], Awaitable[bool]] | None = None
    """Reads a start token that is no invite, or ``/start`` without a token ("")."""
    reads_token: Callable[[str], bool] | None = None
    """Returns True for a start token that one of the ``readers`` reads."""
    entrance: CustomerEntrance | None = None
    """The greeting of people who are nothing else to the business. Exactly one conversation has it."""
    leaving: LeavingHooks | None = None
    """Effects of an opt-out or an erasure, beyond silence."""
    under_way: Callable[[Turn, UUID], Awaitable[Sequence[UnderWay]]] | None = None
    """Lists what goes on with a customer, such as open orders."""
    languages: Callable[[Turn], Awaitable[Iterable[str]]] | None = None
    """Returns the languages that its partners read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffTalk:
    """Commands of the staff, and messages that Parley sends the staff unasked."""

    commands: tuple[Command, ...] = ()
    """Slash commands."""
    examples: Callable[[Turn], Awaitable[Mapping[str, str]]] | None = None
    """Returns this business's own names for the examples of the commands, such as an order's number."""
    undoes: tuple[Undoing, ...] = ()
    """Deeds that ``/undo`` takes back."""
    begins: Callable[[Turn, str], Awaitable[bool]] | None = None
    """Returns True if a sentence without a command begins something, so it answers no other command's question."""
    addressing: Addressing | None = None
    """Finds the addressee of a ``/send``."""
    noting: Noting | None = None
    """Finds the subject of a ``/note``, and keeps the note."""
    keeper: QuestionKeeper | None = None
    """Keeps the questions that go to the staff. Exactly one conversation has it."""
    newcomers: Callable[[Turn, Address, Member, str], Awaitable[bool]] | None = None
    """Asks a new member a first question. Returns False if there is nothing to ask."""
    waiting: Callable[[Turn], Awaitable[Text | None]] | None = None
    """Returns the waiting work that a new member sees first."""
    today: Callable[[Turn], Awaitable[Today]] | None = None
    """Returns waiting work and earnings, in the answer to a member's greeting."""
    figures: Callable[[Turn, datetime | None, datetime | None], Awaitable[Sequence[Text]]] | None = None
    """Returns lines of the staff's figures of a period."""
    named: Callable[[Turn, Member, str], Awaitable[Reply | None]] | None = None
    """Returns the figures of one thing by its name, or None if unknown."""


Endpoints: TypeAlias = "Sequence[Endpoint[Any]]"
EventShapes: TypeAlias = "Mapping[str, type[Data]]"
"""The data of each event that any system may post, by the event's type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiSurface:
    """Resources of the REST API. Their shapes load on first use."""

    routes: tuple[ApiRoute, ...] = ()
    """Methods and paths."""
    endpoints: Callable[[EventShapes], Endpoints] = lambda _shapes: ()
    """Returns the endpoint of each route. It gets the shapes of all conversations."""
    told: Callable[[], EventShapes] = dict
    """Returns the shapes of the events that any system may post."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackgroundWork:
    """Calls to other systems, and jobs."""

    calls: Mapping[str, CallKind] = field(default_factory=dict)
    """How a call of each kind begins and ends; ``bot`` makes it."""
    daily_jobs: tuple[DailyJob, ...] = ()
    """Jobs that run once a day."""
    long_jobs: Mapping[str, JobKind] = field(default_factory=dict)
    """Kinds of long jobs on request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSending:
    """Subjects of a conversation's messages, and its hooks for messages about them.

    The hooks for a departure or its failure are not asked, and do not load, for messages about other subjects.
    """

    subjects: tuple[SubjectKind, ...] = ()
    """Nouns that its messages are about."""
    standing: Callable[[Turn, Sequence[Message]], Awaitable[Mapping[UUID, Verdict]]] | None = None
    """Judges departing messages before any rule. Returns verdicts against them, by message id."""
    stays_if: str = ""
    """A condition, in words of the schema, that keeps messages from leaving after their judgement.

    A batch is judged tenths of a second before it is marked as leaving, so the mark itself checks the condition.
    """
    gives: Callable[[Turn, Sequence[Message], Mapping[UUID, int]], Awaitable[Mapping[UUID, Given]]] | None = None
    """Returns values for departing messages, or a verdict against leaving now, by message id.

    It gets the expected cost of each message on top of earlier tries, in micro-units.
    """
    holds_back: Callable[[Turn, Message], Awaitable[Text | None]] | None = None
    """Stops messages similar to one that a carrier filtered. Returns a report, or None for other messages."""
    explains: Callable[[Turn, Message], Awaitable[Sequence[Text]]] | None = None
    """Returns lines for the staff on how the content of a message was chosen."""
    falls_back: Callable[[Turn, Message, str], Awaitable[None]] | None = None
    """Sends a message without a run another way, after it ended by that rule or failure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnData:
    """Events and tables of a conversation, its part of a business file, and its retention."""

    events: tuple[type[Event], ...] = ()
    """Kinds of events that it brings to the store."""
    enters: tuple[EntryEvent, ...] = ()
    """Events that let people enter the business's plans."""
    tables: tuple[Personal, ...] = ()
    """Its tables that name people."""
    applying: Applying | None = None
    """Values that it takes over from a business file."""
    retires: Callable[[Turn, datetime], Awaitable[None]] | None = None
    """Deletes rows from before a moment that retention does not cover."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """One kind of talk. Facets that a conversation does not need are left out."""

    name: str
    """A unique name; messages whose ``part`` is this name are its texts."""
    serves: Callable[[Turn], Awaitable[bool]] | None = None
    """Returns True if the business uses the conversation; if not, help leaves its commands out. None: always."""
    flows: tuple[Flow, ...] = ()
    """Kinds of runs."""
    hears: Mapping[type[Any], Hear] = field(default_factory=dict)
    """Functions for events, by class. The conversations hear an event in the order of the tuple."""
    admits: Hear | None = None
    """The function for every event in ``data.enters`` of any conversation, besides those in ``hears``."""
    talk: CustomerTalk = CustomerTalk()
    staff: StaffTalk = StaffTalk()
    api: ApiSurface = ApiSurface()
    work: BackgroundWork = BackgroundWork()
    sending: MessageSending = MessageSending()
    data: OwnData = OwnData()


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a service needs of a conversation before its first use: the rest loads from ``handlers.<name>.conversation``
    then. Each field equals the conversation's own.
    """

    name: str
    """The conversation's name, in capitals the name of the value in its module."""
    events: tuple[type[Event], ...] = ()
    tables: tuple[Personal, ...] = ()
    routes: tuple[ApiRoute, ...] = ()
    jobs: Mapping[str, tuple[time, str]] = field(default_factory=dict)
    """The local time of each daily job, and the path of its function, by the job's name."""
    retires: str = ""
    """The path of the function that deletes old rows."""
    stays_if: str = ""
    subjects: tuple[str, ...] = ()
    """The names of the kinds of subjects."""
    plans: Mapping[str, Callable[[Business], Plan]] = field(default_factory=dict)
    """The makers of the business's plans, by the name of the flow."""

    @cached_property
    def conversation(self) -> Conversation:
        """Load the conversation."""
        loaded: Conversation = _load(f"handlers.{self.name}.conversation.{self.name.upper()}")
        gc.freeze()  # what has loaded never becomes garbage: looking through it takes time (bot/service_loading.py)
        return loaded

    def make_job(self, name: str) -> DailyJob:
        """Make a daily job that loads its function when it runs."""
        at, path = self.jobs[name]

        async def work(turn: Turn, firing: Stored) -> bool:
            return bool(await _load(path)(turn, firing))

        return DailyJob(name, at, work)

    async def retire(self, turn: Turn, before: datetime) -> None:
        """Delete the conversation's rows from before a moment that retention does not cover."""
        if self.retires:
            await _load(self.retires)(turn, before)

    @classmethod
    def of(cls, one: Conversation) -> Manifest:
        """Return the manifest of a conversation that is loaded."""
        manifest = cls(
            name=one.name,
            events=one.data.events,
            tables=one.data.tables,
            routes=one.api.routes,
            jobs={job.name: (job.at, _get_path(job.work)) for job in one.work.daily_jobs},
            retires=_get_path(one.data.retires) if one.data.retires else "",
            stays_if=one.sending.stays_if,
            subjects=tuple(kind.kind for kind in one.sending.subjects),
            plans={flow.name: flow.plan for flow in one.flows if flow.plan is not None},
        )
        vars(manifest)["conversation"] = one
        return manifest


def _load(path: str) -> Any:
    """Return the value at a dotted path; this loads its module."""
    module, _, name = path.rpartition(".")
    return getattr(import_module(module), name)


def _get_path(function: Callable[..., Any]) -> str:
    return f"{function.__module__}.{function.__qualname__}"
