"""All conversations of the service. Generic code asks here and names no conversation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from handlers.admins.staff_command import Command, Commands
from handlers.replies.customer_acts import ActKind
from handlers.staff.staff_greeting import Today, together
from storage.identity.personal_tables import Holdings
from storage.sql.json_codec import EventTypes

if TYPE_CHECKING:
    from flows.phrase import Phrase, Text
    from flows.policy.verdict import Verdict
    from handlers.admins.person_argument import Addressing, Noting
    from handlers.admins.staff_command import Reply
    from handlers.api.endpoint import Endpoint
    from handlers.api.event_declaration import Data
    from handlers.api.routes import ApiRoute
    from handlers.calls.call_kind import CallKind
    from handlers.conversation.conversation import Applying, Conversation, Job
    from handlers.conversation.conversation_flow import Flow, Hear
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
    from storage.businesses.access import Invite, Member
    from storage.people.people import Address
    from storage.sending.message import Message

T = TypeVar("T")


@dataclass(frozen=True)
class Conversations:
    """All conversations, with values derived once from the tuple."""

    all: tuple[Conversation, ...] = ()

    @cached_property
    def flows(self) -> Mapping[str, Flow]:
        """Return each flow by its name."""
        return {flow.name: flow for one in self.all for flow in one.flows}

    def flow(self, name: str) -> Flow:
        """Return the flow of that name. Raises LookupError."""
        if name not in self.flows:
            raise LookupError(f"no flow is called {name!r}")
        return self.flows[name]

    @cached_property
    def subjects(self) -> Mapping[str, SubjectKind]:
        """Return the kinds of subjects of messages, by name."""
        return {kind.kind: kind for one in self.all for kind in one.subjects}

    @cached_property
    def holdings(self) -> Holdings:
        """Return the conversations' part of the store: kinds of events, tables that name people, and conditions."""
        kinds = EventTypes(tuple(kind for one in self.all for kind in one.events))
        tables = tuple(table for one in self.all for table in one.tables)
        return Holdings(kinds, tables, tuple(one.stays_if for one in self.all if one.stays_if))

    @cached_property
    def hears(self) -> Mapping[type[Any], tuple[Hear, ...]]:
        """Return the functions that hear each event, in the order of the conversations."""
        kinds = dict.fromkeys(kind for one in self.all for kind in one.hears)
        return {kind: tuple(one.hears[kind] for one in self.all if kind in one.hears) for kind in kinds}

    @cached_property
    def undoing(self) -> Mapping[str, Undoing]:
        """Return the deeds that the staff may take back in all conversations, by name."""
        return {one.name: one for conversation in self.all for one in conversation.undoes}

    @cached_property
    def calls(self) -> Mapping[str, CallKind]:
        """Return how calls of each kind are made."""
        return {name: kind for one in self.all for name, kind in one.calls.items()}

    @cached_property
    def routes(self) -> tuple[ApiRoute, ...]:
        """Return the routes of the REST API."""
        return tuple(route for one in self.all for route in one.routes)

    @cached_property
    def endpoints(self) -> tuple[Endpoint[Any], ...]:
        """Return the endpoint of each route. Loads the shapes of the API."""
        return tuple(endpoint for one in self.all for endpoint in one.endpoints(self))

    @cached_property
    def told(self) -> Mapping[str, type[Data]]:
        """Return the data shape of each event that any system may post. Loads the shapes."""
        return {kind: data for one in self.all for kind, data in one.told().items()}

    @cached_property
    def doors(self) -> tuple[Reader[Written], ...]:
        """Return the readers of any writer's messages: by door, then in the order of the tuple."""
        return _ranked(reader for one in self.all for reader in one.doors)

    @cached_property
    def readers(self) -> tuple[Reader[UnderstoodMessage], ...]:
        """Return the readers of customers' messages: by rank, then in the order of the tuple."""
        return _ranked(reader for one in self.all for reader in one.readers)

    @cached_property
    def readers_of(self) -> Mapping[ActKind, tuple[Reader[UnderstoodMessage], ...]]:
        """Return the readers of each act of customers, in the same order."""
        return {act: tuple(one for one in self.readers if not one.acts or act in one.acts) for act in ActKind}

    @cached_property
    def expected(self) -> frozenset[str]:
        """Return all kinds of answers that questions may expect; a reader takes each."""
        doors, readers = (each.expects for each in self.doors), (each.expects for each in self.readers)
        return frozenset((*doors, *readers)) - {""}

    @cached_property
    def commands(self) -> Commands:
        """Return the commands of the staff."""
        return Commands(tuple(_in_order(self.all)))

    async def offered(self, turn: Turn) -> list[Command]:
        """Return the commands of the conversations that this business uses."""
        return _in_order(await self.served(turn))

    async def served(self, turn: Turn) -> list[Conversation]:
        """Return the conversations that this business uses."""
        return [one for one in self.all if one.serves is None or await one.serves(turn)]

    async def languages(self, turn: Turn) -> set[str]:
        """Return the languages that partners read."""
        return {language for one in self.all if one.languages for language in await one.languages(turn)}

    async def examples(self, turn: Turn) -> dict[str, str]:
        """Return the values in examples of commands, as this business would write them."""
        values: dict[str, str] = {}
        for one in self.all:
            values |= await one.examples(turn) if one.examples else {}
        return values

    @cached_property
    def invites(self) -> Mapping[str, Callable[[Turn, Written, Invite], Awaitable[None]]]:
        """Return the functions that open invites, by the kind of invite."""
        return {kind: opened for one in self.all for kind, opened in one.invites.items()}

    @cached_property
    def hellos(self) -> tuple[Callable[[Turn, Written, str], Awaitable[bool]], ...]:
        """Return the functions that read a start token that is no invite."""
        return tuple(read for one in self.all for read in one.hellos)

    @cached_property
    def stopping(self) -> tuple[Stopping, ...]:
        """Return the part of each conversation in a stop."""
        return tuple(one.stopping for one in self.all if one.stopping is not None)

    async def keeps(self, turn: Turn, contact: UUID) -> bool:
        """Return True for a person who is more than a customer to a conversation, such as a shopkeeper."""
        return any([await one.keeps(turn, contact) for one in self.stopping])

    @cached_property
    def applying(self) -> tuple[Applying, ...]:
        """Return the part of each conversation in applying a business file."""
        return tuple(one.applying for one in self.all if one.applying is not None)

    @cached_property
    def jobs(self) -> tuple[Job, ...]:
        """Return the recurring jobs."""
        return tuple(job for one in self.all for job in one.jobs)

    @cached_property
    def long_jobs(self) -> Mapping[str, JobKind]:
        """Return how jobs of each kind are worked at."""
        return {name: kind for one in self.all for name, kind in one.long_jobs.items()}

    @cached_property
    def welcome(self) -> Welcome:
        """Return the greeting of people who are nothing else to the business. Raises ValueError unless there is exactly
        one.
        """
        (found,) = [one.welcome for one in self.all if one.welcome is not None]
        return found

    @cached_property
    def second_step(self) -> SecondStep:
        """Return the step that confirms a consent. Raises ValueError unless there is exactly one."""
        (found,) = [one.second_step for one in self.all if one.second_step is not None]
        return found

    @cached_property
    def keeper(self) -> QuestionKeeper | None:
        """Return the keeper of the questions that go to the staff, or None."""
        return next((one.keeper for one in self.all if one.keeper is not None), None)

    async def figures(
        self, turn: Turn, start: datetime | None, end: datetime | None, but: str | None = None
    ) -> list[Text]:
        """Return each conversation's lines about a period, in the order of the tuple, except those of ``but``."""
        told = [one.figures for one in self.all if one.figures is not None and one.name != but]
        return [line for figures in told for line in await figures(turn, start, end)]

    async def named(self, turn: Turn, member: Member, name: str) -> Reply | None:
        """Return the figures of the thing with that name for a member of the staff; None if no conversation has one."""
        for one in self.all:
            if one.named is not None and (found := await one.named(turn, member, name)) is not None:
                return found
        return None

    async def under_way(self, turn: Turn, contact: UUID) -> list[UnderWay]:
        """Return what goes on with a customer, in the order of the tuple."""
        told = [one.under_way for one in self.all if one.under_way is not None]
        return [one for under_way in told for one in await under_way(turn, contact)]

    async def waiting(self, turn: Turn) -> list[Text]:
        """Return the first things that a new member of the staff has to look at."""
        told = [await one.waiting(turn) for one in self.all if one.waiting is not None]
        return [text for text in told if text is not None]

    async def today(self, turn: Turn) -> Today:
        """Return the staff's waiting work and today's news in all conversations that this business uses: people before
        things.
        """
        told = sorted(await self.served(turn), key=lambda one: one.keeper is None)
        return together([await one.today(turn) for one in told if one.today is not None])

    async def greet(self, turn: Turn, address: Address, member: Member, key: str) -> None:
        """Ask a new member of the staff the question of the first conversation that has one."""
        for one in self.all:
            if one.newcomers is not None and await one.newcomers(turn, address, member, key):
                return

    @cached_property
    def teaches(self) -> Mapping[str, Teach]:
        """Return the functions that label lines that were asked about, by the question."""
        return {expects: teach for one in self.all for expects, teach in one.teaches.items()}

    async def hold_back(self, turn: Turn, message: Message) -> Text | None:
        """Stop messages similar to one that a carrier filtered. Return the stopped part, or None."""
        for one in self.all:
            if one.holds_back is not None and (told := await one.holds_back(turn, message)) is not None:
                return told
        return None

    async def standing(self, turn: Turn, messages: Sequence[Message]) -> Mapping[UUID, Verdict]:
        """Return verdicts against messages that are about to leave, by message id."""
        judging = [one.standing for one in self.all if one.standing is not None]
        return {message: verdict for judge in judging for message, verdict in (await judge(turn, messages)).items()}

    async def given(self, turn: Turn, messages: Sequence[Message], prices: Mapping[UUID, int]) -> Mapping[UUID, Given]:
        """Return the values for departing messages, or verdicts against leaving now, by message id."""
        giving = [one.gives for one in self.all if one.gives is not None] if messages else []
        return {message: gift for give in giving for message, gift in (await give(turn, messages, prices)).items()}

    async def fall_back(self, turn: Turn, message: Message, rule: str) -> None:
        """Let a message without a run that ended by a rule or failure go the other way of its conversation, if there is
        one.
        """
        for one in self.all:
            if one.falls_back is not None:
                await one.falls_back(turn, message, rule)

    async def begin(self, turn: Turn, text: str) -> bool:
        """Return True if a staff sentence begins something of a conversation without a command's name."""
        for one in self.all:
            if one.begins is not None and await one.begins(turn, text):
                return True
        return False

    @cached_property
    def addressing(self) -> tuple[Addressing, ...]:
        """Return the functions that find the addressee of a /send."""
        return tuple(one for each in self.all for one in each.addressing)

    @cached_property
    def noting(self) -> Mapping[str, Noting]:
        """Return the values kept with the staff's notes, by the name of the conversation."""
        return {one.name: one.noting for one in self.all if one.noting is not None}

    def reads_token(self, token: str) -> bool:
        """Return True if a conversation reads this start token itself."""
        return any(reads(token) for one in self.all for reads in one.tokens)

    def asks_for_place(self, expects: str) -> bool:
        """Return True for a question that asks for a place: the answer shows no language of its writer."""
        return any(expects in one.places for one in self.all)

    async def note(self, turn: Turn, said: UnderstoodMessage) -> Phrase | None:
        """Return the subject of a customer's words to the staff, from the first conversation that knows it."""
        for one in self.all:
            for note in one.notes:
                if told := await note(turn, said):
                    return told
        return None


def _ranked(readers: Iterable[Reader[T]]) -> tuple[Reader[T], ...]:
    return tuple(sorted(readers, key=lambda one: one.rank))


def _in_order(conversations: Iterable[Conversation]) -> list[Command]:
    """Return the commands in the order of their list."""
    return sorted((command for one in conversations for command in one.commands), key=lambda one: not one.first)
