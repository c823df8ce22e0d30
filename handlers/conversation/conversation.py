"""One kind of talk as one value."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from flows.business import Business
    from flows.events.event import Event
    from flows.phrase import Phrase, Text
    from flows.policy.verdict import Verdict
    from handlers.actions.secret_vault import SecretVault
    from handlers.actions.setting_precedence import ChosenWord
    from handlers.actions.staff_members import StartLink
    from handlers.admins.person_argument import Addressing, Noting
    from handlers.admins.staff_command import Command, Reply
    from handlers.api.endpoint import Endpoint
    from handlers.api.event_declaration import Data
    from handlers.api.routes import ApiRoute
    from handlers.business_file import BusinessFile
    from handlers.calls.call_kind import CallKind
    from handlers.conversation.conversation_flow import Flow, Hear
    from handlers.conversation.conversation_registry import Conversations
    from handlers.conversation.deed_undo import Undoing
    from handlers.conversation.labelled_lines import Teach
    from handlers.conversation.message_extras import Given
    from handlers.conversation.message_reader import Reader, Written
    from handlers.conversation.person_hooks import SecondStep, Stopping, UnderWay, Welcome
    from handlers.customer_talk.understood_message import UnderstoodMessage
    from handlers.engine.subjects import SubjectKind
    from handlers.engine.turn import Turn
    from handlers.jobs.job_kind import JobKind
    from handlers.staff.question_keeper import QuestionKeeper
    from handlers.staff.staff_greeting import Today
    from storage.businesses.access import Invite, Member
    from storage.events.event_inbox import Stored
    from storage.identity.personal_tables import Personal
    from storage.people.people import Address
    from storage.sending.message import Message
    from storage.unit import Unit


async def _nothing(*_asked: object) -> Any:
    return ()


@dataclass(frozen=True, slots=True)
class Applying:
    """Values that a conversation takes over from a business file, in the transaction that applies the file.

    ``words`` are its chat settings, added to the file's. ``words`` runs before ``put``, and ``put`` returns the
    changes. ``links`` are for people who are not linked yet. ``warns`` returns the limits of that day and the warnings
    for the owner.
    """

    put: Callable[[Unit, BusinessFile, datetime], Awaitable[Sequence[str]]] = _nothing
    links: Callable[[Unit, Business, SecretVault, datetime], Awaitable[tuple[StartLink, ...]]] = _nothing
    warns: Callable[[BusinessFile, date], Iterable[str]] = lambda _file, _day: ()
    words: Callable[[Unit, BusinessFile], Awaitable[Sequence[ChosenWord]]] = _nothing


@dataclass(frozen=True, slots=True)
class Job:
    """A job that runs daily from ``at`` on, in the business's local time.

    ``work`` does one part in one short transaction and returns whether it was the last. Any part may run again.
    """

    name: str
    at: time
    work: Callable[[Turn, Stored], Awaitable[bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """One kind of talk. A conversation leaves out the fields that it does not need.

    ``events`` are the kinds that it brings to the store. ``tables`` are its own tables that name people. ``stays_if``
    is a condition, in words of the schema, that keeps its messages from leaving after their judgement. A batch is
    judged tenths of a second before it is marked as leaving, so the mark itself checks the condition. ``hears`` has its
    own functions for each event. For one event the conversations hear in the order of the tuple. ``doors`` read
    messages of any writer; ``readers`` read customers' messages as they were understood. ``tokens`` returns which start
    tokens it reads itself. ``places`` names its questions that ask for a place, since their answers show no language.
    ``notes`` returns the subject of a customer's words to the staff, or None if unknown.

    ``subjects`` are the nouns that its messages are about. ``calls`` are its kinds of calls to other systems.
    ``routes`` are its own routes of the REST API, and ``endpoints`` answer them. ``told`` has the shapes of the events
    that any system may post there. ``endpoints`` and ``told`` load on first use. ``menu`` has the customers' slash
    words; the phrase ``menu_<word>`` explains each. ``commands`` are the staff's, and ``examples`` the names in their
    examples. ``serves`` returns whether the business uses the conversation at all; if not, help leaves the commands
    out. ``invites`` has a function for each kind of invite. ``hellos`` read a start token that is no invite, or no
    token. One conversation has ``welcome``, for people who are nothing else to the business. One has the
    ``second_step`` of a consent.

    ``today`` tells a greeting member of the staff about waiting work and earnings. ``waiting`` lists the first things
    to see for a new member, and ``newcomers`` asks the new member something afterwards. ``addressing`` finds the
    addressee of a staff member's /send, and ``noting`` the values kept with a /note. ``keeper`` keeps the questions
    that go to the staff. ``figures`` are its own lines in the staff's figures of a period. ``named`` returns the
    figures of one of its things by name to a member, or None if unknown. ``under_way`` lists what goes on with a
    customer. ``undoes`` has the deeds that a member of the staff may take back.

    ``holds_back`` stops messages similar to one that a carrier filtered and returns a report, or None for other
    messages. ``standing`` judges its own departing messages before any rule, and returns verdicts by message id.
    ``gives`` returns the values for its own departing messages, or what keeps a message back. It gets the expected cost
    of each on top of earlier tries, in micro-units. ``falls_back`` lets a message without a run that ended for a reason
    go another way.

    ``languages`` are those that its partners read. ``applying`` takes over values from a business file. ``begins``
    returns whether a staff sentence without a command begins something, and is no answer to another command. ``jobs``
    recur each day; ``long_jobs`` are kinds of long jobs on request. ``retires`` deletes rows from before a moment that
    retention does not cover. The texts with ``part`` equal to its ``name`` are its own. ``teaches`` labels unclear
    lines that were asked about, by the next words.
    """

    name: str
    flows: tuple[Flow, ...] = ()
    events: tuple[type[Event], ...] = ()
    tables: tuple[Personal, ...] = ()
    stays_if: str = ""
    subjects: tuple[SubjectKind, ...] = ()
    hears: Mapping[type[Any], Hear] = field(default_factory=dict)
    doors: tuple[Reader[Written], ...] = ()
    readers: tuple[Reader[UnderstoodMessage], ...] = ()
    tokens: tuple[Callable[[str], bool], ...] = ()
    places: tuple[str, ...] = ()
    notes: tuple[Callable[[Turn, UnderstoodMessage], Awaitable[Phrase | None]], ...] = ()
    calls: Mapping[str, CallKind] = field(default_factory=dict)
    routes: tuple[ApiRoute, ...] = ()
    endpoints: Callable[[Conversations], Sequence[Endpoint[Any]]] = lambda _conversations: ()
    told: Callable[[], Mapping[str, type[Data]]] = dict
    commands: tuple[Command, ...] = ()
    menu: tuple[str, ...] = ()
    serves: Callable[[Turn], Awaitable[bool]] | None = None
    examples: Callable[[Turn], Awaitable[Mapping[str, str]]] | None = None
    invites: Mapping[str, Callable[[Turn, Written, Invite], Awaitable[None]]] = field(default_factory=dict)
    hellos: tuple[Callable[[Turn, Written, str], Awaitable[bool]], ...] = ()
    welcome: Welcome | None = None
    second_step: SecondStep | None = None
    stopping: Stopping | None = None
    applying: Applying | None = None
    languages: Callable[[Turn], Awaitable[Iterable[str]]] | None = None
    jobs: tuple[Job, ...] = ()
    long_jobs: Mapping[str, JobKind] = field(default_factory=dict)
    retires: Callable[[Turn, datetime], Awaitable[None]] | None = None
    waiting: Callable[[Turn], Awaitable[Text | None]] | None = None
    today: Callable[[Turn], Awaitable[Today]] | None = None
    newcomers: Callable[[Turn, Address, Member, str], Awaitable[bool]] | None = None
    keeper: QuestionKeeper | None = None
    figures: Callable[[Turn, datetime | None, datetime | None], Awaitable[Sequence[Text]]] | None = None
    named: Callable[[Turn, Member, str], Awaitable[Reply | None]] | None = None
    under_way: Callable[[Turn, UUID], Awaitable[Sequence[UnderWay]]] | None = None
    teaches: Mapping[str, Teach] = field(default_factory=dict)
    undoes: tuple[Undoing, ...] = ()
    holds_back: Callable[[Turn, Message], Awaitable[Text | None]] | None = None
    standing: Callable[[Turn, Sequence[Message]], Awaitable[Mapping[UUID, Verdict]]] | None = None
    gives: Callable[[Turn, Sequence[Message], Mapping[UUID, int]], Awaitable[Mapping[UUID, Given]]] | None = None
    falls_back: Callable[[Turn, Message, str], Awaitable[None]] | None = None
    begins: Callable[[Turn, str], Awaitable[bool]] | None = None
    addressing: tuple[Addressing, ...] = ()
    noting: Noting | None = None
