"""One kind of talk, said in one value."""

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
    """What a conversation takes over from a business file, in the transaction that applies it.

    ``words`` are its settings of the chat beside the file's, and asked before ``put``, which says what it changed;
    ``links`` are for whoever is not linked yet; ``warns`` says what is allowed on that day, and what the owner should
    know of it.
    """

    put: Callable[[Unit, BusinessFile, datetime], Awaitable[Sequence[str]]] = _nothing
    links: Callable[[Unit, Business, SecretVault, datetime], Awaitable[tuple[StartLink, ...]]] = _nothing
    warns: Callable[[BusinessFile, date], Iterable[str]] = lambda _file, _day: ()
    words: Callable[[Unit, BusinessFile], Awaitable[Sequence[ChosenWord]]] = _nothing


@dataclass(frozen=True, slots=True)
class Job:
    """What is done from ``at`` on, the business's local time.

    ``work`` does one part in one short transaction and says whether that was all; it may be run again at any part.
    """

    name: str
    at: time
    work: Callable[[Turn, Stored], Awaitable[bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """One kind of talk. Whatever is not given, it does not bring.

    ``events`` are the kinds that it brings to the store, ``tables`` those of its own that name people. ``stays_if``
    is the condition, in words of the schema, on which messages of its own stay although they were judged to leave: a
    batch is judged tenths of a second before it is marked as leaving, and the mark itself looks at this.
    ``hears`` are its own of each event; of several conversations that hear the same, those before it in the tuple come
    first. ``doors`` read what is written by anybody, ``readers`` what customers write, as it was understood.
    ``tokens`` says which start tokens it reads itself, ``places`` which of its questions ask for a place: the answer
    shows no language of its writer. ``notes`` says what a customer's words to the staff are about,
    None for nothing that it knows of.

    ``subjects`` are the nouns that its messages are about. ``calls`` are the kinds of calls to other systems that it
    makes. ``routes`` are its own of the REST API, ``endpoints`` what answers there, and ``told`` what the data of the
    events is told as that any system may tell there: both are loaded when first asked for. ``menu`` are the slash
    words of customers, each explained by the phrase ``menu_<word>``. ``commands`` are the staff's, ``examples`` what
    their examples name; ``serves`` says whether the business has anything of it at all, or they stand in no help.
    ``invites`` says by its kind what opening an invite does, ``hellos`` read a start token that is no invite, or
    none. One of them has ``welcome``, for whoever is nothing else to the business, and one the ``second_step`` of a
    consent. ``today`` tells a member of the staff who greets what waits of it and what it earned, ``waiting`` whoever
    joins the staff what is to be looked at first, and ``newcomers`` asks them something behind it. ``addressing`` says
    whom a /send of the staff is for, ``noting`` what a /note is kept with, ``keeper`` keeps the questions that go to
    the staff, ``figures`` are lines of its own in what the staff sees of a period, ``named`` says the same of a thing
    of its own by its name to a member, None for an unknown one, and ``under_way`` tells what goes on with a customer.
    ``undoes`` is what of it a member of the staff may take back. ``holds_back`` stops what is like a message of its own
    that a carrier filtered, and says so: None for other messages. ``standing`` judges messages of its own that are
    about to leave before any rule does, by their ids: none where nothing stands against one. ``gives`` says what goes
    along with messages of its own that may leave, at what each is expected to cost beside earlier tries, in
    micro-units, or what keeps it from leaving. ``falls_back`` lets what of its own ended for a reason, and is of no
    run, go another way. ``languages`` are those that its partners read. ``applying`` takes over from a business file.
    ``begins`` says whether a sentence of the staff that names no command begins something of its own, and is no answer
    to what another command asked. ``jobs`` recur each day, ``long_jobs`` are the kinds of those that are asked for and
    take long. ``retires`` takes out what it keeps from before a moment, and retention does not. The texts whose
    ``part`` is its ``name`` are its own. ``teaches`` says of questions about lines that were not clear what those had
    meant, by what was said next.
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
