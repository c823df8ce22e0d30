"""A conversation: all that one kind of talk brings, said in one value. ``bot/app.py`` holds the one tuple of them.

What is generic names no conversation: it is made from that tuple (``Conversations``). A conversation adds a folder to
each room that it needs and one line to the tuple; from another one it hears by events alone.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, IntEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias
from uuid import UUID

from handlers.admins.command import Command, Commands

if TYPE_CHECKING:
    from flows.business import Business
    from flows.engine import Decision, Subject
    from flows.events import MessageReceived
    from flows.events.event import Event
    from flows.plan import Plan
    from flows.policy.facts import Programme
    from handlers.actions.staff import StartLink
    from handlers.actions.vault import Vault
    from handlers.admins.confirming import Deed
    from handlers.api.endpoint import Endpoint
    from handlers.api.routes import Route
    from handlers.business_file import BusinessFile
    from handlers.calls.call import Kind
    from handlers.customer_talk.said import Said
    from handlers.subjects import SubjectKind
    from handlers.turn import Turn
    from storage.access import Invite, Member
    from storage.inbox import Stored
    from storage.messages import Message
    from storage.people import Address
    from storage.personal import Personal
    from storage.runs import Asked, Run
    from storage.unit import Unit


class Answers(Enum):
    """What a message is to a run whose question may be open."""

    YES = "yes"  # it may answer it
    NO = "no"  # it answers something else
    NOTHING = "nothing"  # it was overtaken: nothing follows from it, here or elsewhere


Hear: TypeAlias = "Callable[[Turn, Stored, Any], Awaitable[str | None]]"
"""Acts upon an event; answers with the reason why it is nobody's, where that is to be kept and shown, or ``OVER``."""
OVER = ""
"""Nothing follows from the event, for anybody who hears it later."""


def by_event(act: Callable[[Turn, Any], Awaitable[str | None]]) -> Hear:
    """Hears an event of which no more is needed than what it says."""

    async def hear(turn: Turn, _stored: Stored, event: Any) -> str | None:
        return await act(turn, event)

    return hear


def _nothing(_business: Business, _event: object) -> None:
    """No event of the flow is decided without asking the database."""


async def _any(_turn: Turn, _said: Said, _run: Run) -> Answers:
    """Whatever is written while a run is open may answer it."""
    return Answers.YES


async def _none(_turn: Turn, _said: Said, _asked: Asked) -> int | None:
    """The flow's questions offer no numbered answers."""
    return None


@dataclass(frozen=True, slots=True)
class Flow:
    """A kind of run: its pure decision, the value its state is kept in, and what fills its facts.

    ``facts`` is told the event that is decided upon, so that it asks for no more than that needs; ``known`` are the
    facts of an event that the business's settings decide alone, None where ``facts`` must be asked. ``write`` brings
    the flow's own rows to the next state and does what effects of its own it asks for. ``answers`` says whether what a
    customer wrote is for a run of it, ``choice`` which numbered answer they take of its question that is open. ``plan``
    makes the plan of a business, where the sequence engine runs the flow: its name is the name of its experiment.
    """

    name: str
    state: type[Any]
    decide: Callable[[Any, Any, Any, datetime], Decision[Any] | None]
    facts: Callable[[Turn, UUID, Subject | None, Any], Awaitable[Any]]
    known: Callable[[Business, object], Any | None] = _nothing
    write: Callable[[Turn, Run, Any, Decision[Any]], Awaitable[None]] | None = None
    answers: Callable[[Turn, Said, Run], Awaitable[Answers]] = _any
    choice: Callable[[Turn, Said, Asked], Awaitable[int | None]] = _none
    plan: Callable[[Business], Plan] | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote, and where: as it is stored, and as the channel told it."""

    address: Address
    message: Message
    event: MessageReceived


class Rank(IntEnum):
    """When a customer's words are tried on a reader: the first that knows them answers, and no other is asked."""

    STOP = 10  # an opt-out, whatever else is open
    STANDING = 20  # whether our messages shall stop, where that was asked
    LINK = 30  # what a link wrote for them: a product, a friend's code
    STRANGER = 40  # a command of the staff, from somebody else
    HELP = 50
    PARTNER = 55  # START of somebody who is more than a customer
    START = 60
    MACHINE = 70  # what no person wrote
    STAFF = 80  # what answers a member of the staff
    FIRST = 90  # what is meant whatever question is open: to call an order off, how to pay
    OPEN = 100  # the question that is open
    AFTER = 110  # what was asked before, and may still be answered
    BEGIN = 120  # a wish that begins something new
    AGAIN = 130  # something that is over, once more
    ASIDE = 140  # what a person is to see, and what it changes at once
    OWN = 150  # what a conversation answers from what it knows itself
    KNOWN = 155  # what is answered from what is known of everybody
    PERSON = 160  # all else goes to a person


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads what customers write: True where it has answered."""

    rank: Rank
    read: Callable[[Turn, Said], Awaitable[bool]]


class Welcome(Protocol):
    """Greets a person; ``comes_back``: by saying hello they take back a stop of their own."""

    async def __call__(self, turn: Turn, written: Written, *, comes_back: bool = False) -> None: ...


@dataclass(frozen=True, slots=True)
class SecondStep:
    """How a person confirms what somebody told of them: ``ask`` begins a run of ``flow``, its key the address."""

    flow: str
    ask: Callable[[Turn, Address, Sequence[Programme]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Applying:
    """What a conversation takes over from a business file, in the transaction that applies it.

    ``put`` says what it changed; ``links`` are for whoever is not linked yet; ``warns`` says what is allowed, and what
    the owner should know of it.
    """

    put: Callable[[Unit, BusinessFile, datetime], Awaitable[list[str]]]
    links: Callable[[Unit, Business, Vault, datetime], Awaitable[tuple[StartLink, ...]]]
    warns: Callable[[BusinessFile], Iterable[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopping:
    """What a conversation has to do with people who stop our messages, or are forgotten.

    ``spares`` says whether what reads like an opt-out is about something of its own, ``goes_on`` whether it still has
    to tell a person something in their chats, ``keeps`` whether a person is more to it than a customer. ``ended`` is
    called in the transaction in which somebody opts out, with the event or message that it followed from; ``told`` are
    values for the confirmation, by the address and the message that it came in, and the staff is told what it has to
    know. ``lost`` says to whoever is to confirm an erasure what ends with it; ``forgotten`` is called before the rows
    go, ``erased`` after it, in one transaction.
    """

    spares: Callable[[Turn, Message, Asked | None], Awaitable[bool]]
    goes_on: Callable[[Turn, UUID], Awaitable[bool]]
    keeps: Callable[[Turn, UUID], Awaitable[bool]]
    ended: Callable[[Turn, UUID, UUID], Awaitable[None]]
    lost: Callable[[Turn, UUID], Awaitable[list[str]]]
    forgotten: Callable[[Turn, UUID], Awaitable[None]]
    erased: Callable[[Turn], Awaitable[None]]
    told: Callable[[Turn, Address, Message], Awaitable[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """One kind of talk. Whatever is not given, it does not bring.

    ``events`` are the kinds that it brings to the store, ``tables`` those of its own that name people.
    ``hears`` are its own of each event; of several conversations that hear the same, those before it in the tuple come
    first. ``openers`` read what anybody writes, before it is asked who it is; ``partners`` what somebody writes who is
    no customer to it, as a shopkeeper; ``staff`` what a member of the staff writes that is no command; ``readers`` what
    customers write. ``tokens`` says which start tokens it reads itself. ``notes`` says what a customer's words to the
    staff are about, "" for nothing that it knows of; ``asides`` go on when they went to a person.

    ``subjects`` are the nouns that its messages are about. ``calls`` are the kinds of calls to other systems that it
    makes. ``routes`` are its own of the REST API, and ``endpoints`` what answers there, loaded when first asked for.
    ``commands`` are the staff's, ``deeds`` those of them that are confirmed, ``examples`` what their usage names;
    ``serves`` says whether the business has anything of it at all, or they stand in no help. ``invites`` says by its
    kind what opening an invite does, ``hellos`` read a start token that is no invite, or none. One of them has
    ``welcome``, for whoever is nothing else to the business, and one the ``second_step`` of a consent.
    ``waiting`` tells whoever joins the staff what is to be looked at first. ``retires`` takes out what it keeps from
    before a moment, and retention does not.
    """

    name: str
    flows: tuple[Flow, ...] = ()
    events: tuple[type[Event], ...] = ()
    tables: tuple[Personal, ...] = ()
    subjects: tuple[SubjectKind, ...] = ()
    hears: Mapping[type[Any], Hear] = field(default_factory=dict)
    openers: tuple[Callable[[Turn, Written], Awaitable[bool]], ...] = ()
    partners: tuple[Callable[[Turn, Written], Awaitable[bool]], ...] = ()
    staff: tuple[Callable[[Turn, Member, Written], Awaitable[bool]], ...] = ()
    readers: tuple[Reader, ...] = ()
    tokens: tuple[Callable[[str], bool], ...] = ()
    notes: tuple[Callable[[Turn, Said], Awaitable[str]], ...] = ()
    asides: tuple[Callable[[Turn, Said], Awaitable[None]], ...] = ()
    calls: Mapping[str, Kind] = field(default_factory=dict)
    routes: tuple[Route, ...] = ()
    endpoints: Callable[[], Sequence[Endpoint[Any]]] = tuple
    commands: tuple[Command, ...] = ()
    serves: Callable[[Turn], Awaitable[bool]] | None = None
    deeds: tuple[Deed, ...] = ()
    examples: Callable[[Turn], Awaitable[Mapping[str, str]]] | None = None
    invites: Mapping[str, Callable[[Turn, Written, Invite], Awaitable[None]]] = field(default_factory=dict)
    hellos: tuple[Callable[[Turn, Written, str], Awaitable[bool]], ...] = ()
    welcome: Welcome | None = None
    second_step: SecondStep | None = None
    stopping: Stopping | None = None
    applying: Applying | None = None
    retires: Callable[[Turn, datetime], Awaitable[None]] | None = None
    waiting: Callable[[Turn], Awaitable[str]] | None = None


@dataclass(frozen=True)
class Conversations:
    """All of them, and what follows from the tuple: reckoned once."""

    all: tuple[Conversation, ...] = ()

    @cached_property
    def flows(self) -> Mapping[str, Flow]:
        """Each flow by its name."""
        return {flow.name: flow for one in self.all for flow in one.flows}

    def flow(self, name: str) -> Flow:
        """The flow of that name. Raises LookupError."""
        if name not in self.flows:
            raise LookupError(f"no flow is called {name!r}")
        return self.flows[name]

    @cached_property
    def subjects(self) -> Mapping[str, SubjectKind]:
        """What messages may be about, by its kind."""
        return {kind.kind: kind for one in self.all for kind in one.subjects}

    @cached_property
    def hears(self) -> Mapping[type[Any], tuple[Hear, ...]]:
        """Who acts upon each event, in their order."""
        kinds = dict.fromkeys(kind for one in self.all for kind in one.hears)
        return {kind: tuple(one.hears[kind] for one in self.all if kind in one.hears) for kind in kinds}

    @cached_property
    def calls(self) -> Mapping[str, Kind]:
        """How calls of each kind are made."""
        return {name: kind for one in self.all for name, kind in one.calls.items()}

    @cached_property
    def routes(self) -> tuple[Route, ...]:
        """Where the REST API is reached."""
        return tuple(route for one in self.all for route in one.routes)

    @cached_property
    def endpoints(self) -> tuple[Endpoint[Any], ...]:
        """What answers at each route; their shapes are loaded here."""
        return tuple(endpoint for one in self.all for endpoint in one.endpoints())

    @cached_property
    def openers(self) -> tuple[Callable[[Turn, Written], Awaitable[bool]], ...]:
        """Who reads what anybody writes."""
        return tuple(read for one in self.all for read in one.openers)

    @cached_property
    def partners(self) -> tuple[Callable[[Turn, Written], Awaitable[bool]], ...]:
        """Who reads what partners write."""
        return tuple(read for one in self.all for read in one.partners)

    @cached_property
    def staff(self) -> tuple[Callable[[Turn, Member, Written], Awaitable[bool]], ...]:
        """Who reads what the staff writes."""
        return tuple(read for one in self.all for read in one.staff)

    @cached_property
    def readers(self) -> tuple[Reader, ...]:
        """Who reads what customers write: by rank, and within one in the order of the tuple."""
        return tuple(sorted((reader for one in self.all for reader in one.readers), key=lambda one: one.rank))

    @cached_property
    def commands(self) -> Commands:
        """What the staff may command."""
        return Commands(tuple(_in_order(self.all)))

    async def offered(self, turn: Turn) -> list[Command]:
        """The commands of those conversations that this business has."""
        return _in_order([one for one in self.all if one.serves is None or await one.serves(turn)])

    @cached_property
    def deeds(self) -> Mapping[str, Deed]:
        """What is confirmed before it is done, by its name."""
        from handlers.admins.confirming import deed_of

        own = {deed.name: deed for one in self.all for deed in one.deeds}
        return own | {one.name: deed_of(one) for one in self.commands if one.preview is not None}

    async def examples(self, turn: Turn) -> dict[str, str]:
        """What stands in examples of commands, as this business would write it."""
        values: dict[str, str] = {}
        for one in self.all:
            values |= await one.examples(turn) if one.examples else {}
        return values

    @cached_property
    def invites(self) -> Mapping[str, Callable[[Turn, Written, Invite], Awaitable[None]]]:
        """What opening an invite does, by its kind."""
        return {kind: opened for one in self.all for kind, opened in one.invites.items()}

    @cached_property
    def hellos(self) -> tuple[Callable[[Turn, Written, str], Awaitable[bool]], ...]:
        """Who reads a start token that is no invite."""
        return tuple(read for one in self.all for read in one.hellos)

    @cached_property
    def stopping(self) -> tuple[Stopping, ...]:
        """What they have to do with people who stop our messages."""
        return tuple(one.stopping for one in self.all if one.stopping is not None)

    @cached_property
    def applying(self) -> tuple[Applying, ...]:
        """What they take over from a business file."""
        return tuple(one.applying for one in self.all if one.applying is not None)

    @cached_property
    def welcome(self) -> Welcome:
        """What greets whoever is nothing else to the business. Raises ValueError where not one does."""
        (found,) = [one.welcome for one in self.all if one.welcome is not None]
        return found

    @cached_property
    def second_step(self) -> SecondStep:
        """What asks a person to confirm their consent. Raises ValueError where not one does."""
        (found,) = [one.second_step for one in self.all if one.second_step is not None]
        return found

    async def waiting(self, turn: Turn) -> str:
        """What whoever joins the staff is to look at first; "" for nothing."""
        told = [await one.waiting(turn) for one in self.all if one.waiting is not None]
        return " ".join(filter(None, told))

    def reads_token(self, token: str) -> bool:
        """Whether a conversation reads this start token itself."""
        return any(reads(token) for one in self.all for reads in one.tokens)

    async def note(self, turn: Turn, said: Said) -> str:
        """What a customer's words to the staff are about, as the first says that knows."""
        for one in self.all:
            for note in one.notes:
                if told := await note(turn, said):
                    return told
        return ""

    async def aside(self, turn: Turn, said: Said) -> None:
        """What is said beside it when a customer's words went to a person."""
        for one in self.all:
            for go_on in one.asides:
                await go_on(turn, said)


def _in_order(conversations: Iterable[Conversation]) -> list[Command]:
    """Their commands as they are listed."""
    return sorted((command for one in conversations for command in one.commands), key=lambda one: not one.first)
