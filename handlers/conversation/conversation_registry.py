"""All conversations of the service, for generic code that names none."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from handlers.conversation.conversation_facets import Manifest
from storage.identity.personal_tables import Holdings
from storage.sql.json_codec import EventTypes

if TYPE_CHECKING:
    from decimal import Decimal

    from flows.business import Business
    from flows.phrase import Phrase, Text
    from flows.plan import Plan
    from flows.policy.verdict import Verdict
    from handlers.api.routes import ApiRoute
    from handlers.calls.call_kind import CallKind
    from handlers.conversation.conversation_facets import Applying, Conversation, DailyJob, Endpoints, EventShapes
    from handlers.conversation.conversation_flow import Flow, Hear
    from handlers.conversation.deed_undo import Undoing
    from handlers.conversation.entry_event import EntryEvent
    from handlers.conversation.labelled_lines import Teach
    from handlers.conversation.message_extras import Given
    from handlers.conversation.message_reader import Reader, Written
    from handlers.conversation.person_hooks import CustomerEntrance, LeavingHooks, UnderWay
    from handlers.customer_talk.understood_message import UnderstoodMessage
    from handlers.engine.subjects import SubjectKind
    from handlers.engine.turn import Turn
    from handlers.jobs.job_kind import JobKind
    from handlers.replies.customer_acts import ActKind
    from handlers.staff_chat.named_things import Addressing, Noting
    from handlers.staff_chat.staff_command import Command, Commands, Reply
    from handlers.staff_notices.question_keeper import QuestionKeeper
    from handlers.staff_notices.staff_greeting import Today
    from storage.businesses.access import Invite, Member
    from storage.people.people import Address
    from storage.sending.message import Message

T = TypeVar("T")
_CAMPAIGN = "campaign"  # the subject of a campaign's messages; one of them may name its campaign alone


@dataclass(frozen=True)
class Conversations:
    """All conversations, with values derived once from the tuple."""

    given: tuple[Conversation | Manifest, ...] = ()

    @cached_property
    def manifests(self) -> tuple[Manifest, ...]:
        """Return each conversation's manifest."""
        return tuple(one if isinstance(one, Manifest) else Manifest.of(one) for one in self.given)

    @cached_property
    def all(self) -> tuple[Conversation, ...]:
        """Return the conversations; this loads them."""
        return tuple(one.conversation for one in self.manifests)

    @cached_property
    def flows(self) -> Mapping[str, Flow]:
        """Return each flow by its name."""
        return {flow.name: flow for one in self.all for flow in one.flows}

    def flow(self, name: str) -> Flow:
        """Return the flow by name. Raises LookupError."""
        if name not in self.flows:
            raise LookupError(f"no flow is called {name!r}")
        return self.flows[name]

    @cached_property
    def plans(self) -> Mapping[str, Callable[[Business], Plan]]:
        """Return the makers of a business's plans, by the name of the flow."""
        return {name: make for one in self.manifests for name, make in one.plans.items()}

    @cached_property
    def mute_flows(self) -> Set[str]:
        """Return the names of the flows that send their person nothing."""
        return {flow.name for flow in self.flows.values() if flow.mute}

    @cached_property
    def subjects(self) -> Mapping[str, SubjectKind]:
        """Return the kinds of subjects of messages, by name."""
        return {kind.kind: kind for one in self.manifests if one.subjects for kind in one.conversation.sending.subjects}

    def find_subject_kind(self, name: str | None) -> SubjectKind | None:
        """Return the kind of subjects by name, or None; this loads its conversation alone."""
        theirs = (one.conversation.sending.subjects for one in self.manifests if name in one.subjects)
        return next((kind for kinds in theirs for kind in kinds if kind.kind == name), None)

    @cached_property
    def holdings(self) -> Holdings:
        """Return the conversations' part of the store: kinds of events, tables with personal data, and conditions."""
        kinds = EventTypes(tuple(kind for one in self.manifests for kind in one.events))
        tables = tuple(table for one in self.manifests for table in one.tables)
        return Holdings(kinds, tables, tuple(filter(None, (one.stays_if for one in self.manifests))))

    @cached_property
    def hears(self) -> Mapping[type[Any], tuple[Hear, ...]]:
        """Return the functions that handle each event, in the order of the conversations."""
        heard: dict[type[Any], list[Hear]] = {}
        for one in self.all:
            admitted = [(kind, one.admits) for kind in self.entry_events if one.admits is not None]
            for kind, hear in (*one.hears.items(), *admitted):
                heard.setdefault(kind, []).append(hear)
        return {kind: tuple(each) for kind, each in heard.items()}

    @cached_property
    def entry_events(self) -> Mapping[type[Any], tuple[EntryEvent, ...]]:
        """Return the events that let people enter plans, by class."""
        every = [entry for one in self.all for entry in one.data.enters]
        return {kind: tuple(one for one in every if one.kind is kind) for kind in dict.fromkeys(e.kind for e in every)}

    @cached_property
    def entry_fields(self) -> Mapping[str, Mapping[str, type[str] | type[Decimal]]]:
        """Return the fields that a plan's conditions may compare, by the event that the plan names."""
        return {one.name: one.fields for entries in self.entry_events.values() for one in entries}

    @cached_property
    def undoing(self) -> Mapping[str, Undoing]:
        """Return the kinds of deeds that the staff can undo in all conversations, by name."""
        return {one.name: one for conversation in self.all for one in conversation.staff.undoes}

    @cached_property
    def calls(self) -> Mapping[str, CallKind]:
        """Return the kinds of calls by name."""
        return {name: kind for one in self.all for name, kind in one.work.calls.items()}

    @cached_property
    def routes(self) -> tuple[ApiRoute, ...]:
        """Return the routes of the REST API."""
        return tuple(route for one in self.manifests for route in one.routes)

    @cached_property
    def endpoints(self) -> Endpoints:
        """Return the endpoint of each route; this loads the shapes of the API."""
        return tuple(endpoint for one in self.all for endpoint in one.api.endpoints(self.told))

    @cached_property
    def told(self) -> EventShapes:
        """Return the data shape of each event that any system may post; this loads the shapes."""
        return {kind: data for one in self.all for kind, data in one.api.told().items()}

    @cached_property
    def doors(self) -> tuple[Reader[Written], ...]:
        """Return the readers for messages of any writer: by door, then in the order of the tuple."""
        return _rank_readers(reader for one in self.all for reader in one.talk.doors)

    @cached_property
    def readers(self) -> tuple[Reader[UnderstoodMessage], ...]:
        """Return the readers for customers' messages: by rank, then in the order of the tuple."""
        return _rank_readers(reader for one in self.all for reader in one.talk.readers)

    @cached_property
    def readers_of(self) -> Mapping[ActKind, tuple[Reader[UnderstoodMessage], ...]]:
        """Return the readers for each act of customers, in the same order."""
        from handlers.replies.customer_acts import ActKind

        return {act: tuple(one for one in self.readers if not one.acts or act in one.acts) for act in ActKind}

    @cached_property
    def expected(self) -> Set[str]:
        """Return all kinds of answers that questions may expect; each is read by some reader."""
        doors, readers = (each.expects for each in self.doors), (each.expects for each in self.readers)
        return frozenset((*doors, *readers)) - {""}

    @cached_property
    def commands(self) -> Commands:
        """Return the commands of the staff."""
        from handlers.staff_chat.staff_command import Commands

        return Commands(tuple(_sort_commands(self.all)))

    async def list_offered(self, turn: Turn) -> list[Command]:
        """Return the commands of the conversations that this business uses."""
        return _sort_commands(await self.list_served(turn))

    async def list_served(self, turn: Turn) -> list[Conversation]:
        """Return the conversations that this business uses."""
        return [one for one in self.all if one.serves is None or await one.serves(turn)]

    async def languages(self, turn: Turn) -> set[str]:
        """Return the languages that the business's partners read."""
        asked = _list_set(one.talk.languages for one in self.all)
        return {language for languages in asked for language in await languages(turn)}

    async def examples(self, turn: Turn) -> dict[str, str]:
        """Return the values for examples of commands, as this business would write them."""
        values: dict[str, str] = {}
        for examples in _list_set(one.staff.examples for one in self.all):
            values |= await examples(turn)
        return values

    @cached_property
    def invites(self) -> Mapping[str, Callable[[Turn, Written, Invite], Awaitable[None]]]:
        """Return the functions that open start links, by the kind of invite."""
        return {kind: opened for one in self.all for kind, opened in one.talk.invites.items()}

    @cached_property
    def hellos(self) -> tuple[Callable[[Turn, Written, str], Awaitable[bool]], ...]:
        """Return the functions that handle a start token that is no invite."""
        return _list_set(one.talk.hello for one in self.all)

    @cached_property
    def leaving_hooks(self) -> tuple[LeavingHooks, ...]:
        """Return the part of each conversation in a stop."""
        return _list_set(one.talk.leaving for one in self.all)

    async def keeps(self, turn: Turn, contact: UUID) -> bool:
        """Return True for a person who is more than a customer to a conversation, such as a shopkeeper."""
        return any([await one.keeps(turn, contact) for one in self.leaving_hooks])

    @cached_property
    def applying(self) -> tuple[Applying, ...]:
        """Return each conversation's part in applying a business file."""
        return _list_set(one.data.applying for one in self.all)

    @cached_property
    def daily_jobs(self) -> tuple[DailyJob, ...]:
        """Return the jobs that run once a day; each loads its function when it runs."""
        return tuple(one.make_job(name) for one in self.manifests for name in one.jobs)

    @cached_property
    def long_jobs(self) -> Mapping[str, JobKind]:
        """Return the kinds of long jobs by name."""
        return {name: kind for one in self.all for name, kind in one.work.long_jobs.items()}

    @cached_property
    def entrance(self) -> CustomerEntrance:
        """Return the hooks for new customers. Raises ValueError unless exactly one conversation has them."""
        (found,) = _list_set(one.talk.entrance for one in self.all)
        return found

    @cached_property
    def keeper(self) -> QuestionKeeper:
        """Return the keeper of the questions for the staff. Raises ValueError unless just one conversation has it."""
        (found,) = _list_set(one.staff.keeper for one in self.all)
        return found

    async def figures(
        self, turn: Turn, start: datetime | None, end: datetime | None, but: str | None = None
    ) -> list[Sequence[Text]]:
        """Return each conversation's lines about a period, the main one first, then in the order of the tuple. The
        conversation ``but`` is left out."""
        asked = _list_set(one.staff.figures for one in self.all if one.name != but)
        return [lines for figures in asked if (lines := await figures(turn, start, end))]

    async def show_named(self, turn: Turn, member: Member, name: str) -> Reply | None:
        """Return the figures of the thing with this name for a staff member; None if no conversation has it."""
        for named in _list_set(one.staff.named for one in self.all):
            if (found := await named(turn, member, name)) is not None:
                return found
        return None

    async def list_underway(self, turn: Turn, contact: UUID) -> list[UnderWay]:
        """Return the customer's open matters, in the order of the tuple."""
        asked = _list_set(one.talk.under_way for one in self.all)
        return [one for under_way in asked for one in await under_way(turn, contact)]

    async def list_waiting(self, turn: Turn) -> list[Text]:
        """Return the things that a new staff member has to look at first."""
        return list(_list_set([await waiting(turn) for waiting in _list_set(one.staff.waiting for one in self.all)]))

    async def today(self, turn: Turn) -> Today:
        """Return the staff's waiting work and today's figures of all conversations that this business uses, people
        first.
        """
        from handlers.staff_notices.staff_greeting import merge_parts

        asked = sorted(await self.list_served(turn), key=lambda one: one.staff.keeper is None)
        return merge_parts([await today(turn) for today in _list_set(one.staff.today for one in asked)])

    async def greet(self, turn: Turn, address: Address, member: Member, key: str) -> None:
        """Ask a new staff member the question of the first conversation that has one."""
        for ask in _list_set(one.staff.newcomers for one in self.all):
            if await ask(turn, address, member, key):
                return

    @cached_property
    def teaches(self) -> Mapping[str, Teach]:
        """Return the functions that label lines after a question, by the question."""
        return {one.expects: one.teaches for one in self.readers if one.teaches is not None}

    async def hold_back(self, turn: Turn, message: Message) -> Text | None:
        """Stop messages similar to one that a carrier filtered. Return a text that names what was stopped, or None."""
        for hold_back in _list_set(one.sending.holds_back for one in self._list_concerned([message])):
            if (told := await hold_back(turn, message)) is not None:
                return told
        return None

    async def judge_departures(self, turn: Turn, messages: Sequence[Message]) -> Mapping[UUID, Verdict]:
        """Return the verdicts on messages that must not be sent now, by message id."""
        judging = _list_set(one.sending.standing for one in self._list_concerned(messages))
        return {message: verdict for judge in judging for message, verdict in (await judge(turn, messages)).items()}

    async def load_values(
        self, turn: Turn, messages: Sequence[Message], prices: Mapping[UUID, int]
    ) -> Mapping[UUID, Given]:
        """Return the values for departing messages, or the verdicts on those that must wait or end, by message id."""
        giving = _list_set(one.sending.gives for one in self._list_concerned(messages))
        return {message: gift for give in giving for message, gift in (await give(turn, messages, prices)).items()}

    def _list_concerned(self, messages: Sequence[Message]) -> list[Conversation]:
        """Return the conversations that some of the messages are about; the others do not load."""
        about = {one.subject_kind for one in messages} | {_CAMPAIGN for one in messages if one.campaign is not None}
        return [one.conversation for one in self.manifests if not about.isdisjoint(one.subjects)]

    async def explain(self, turn: Turn, message: Message) -> list[Text]:
        """Return the lines of all conversations on how the content of a message was chosen."""
        explaining = _list_set(one.sending.explains for one in self.all)
        return [line for explain in explaining for line in await explain(turn, message)]

    async def fall_back(self, turn: Turn, message: Message, rule: str) -> None:
        """Post a failed or refused message on the fallback of its conversation, if it has one; only
        messages of no run.
        """
        for fall_back in _list_set(one.sending.falls_back for one in self._list_concerned([message])):
            await fall_back(turn, message, rule)

    async def begin(self, turn: Turn, text: str) -> bool:
        """Return True if a staff sentence, with no command's name, starts something in a conversation."""
        for begins in _list_set(one.staff.begins for one in self.all):
            if await begins(turn, text):
                return True
        return False

    @cached_property
    def addressing(self) -> tuple[Addressing, ...]:
        """Return the functions that find the addressee of a /send."""
        return _list_set(one.staff.addressing for one in self.all)

    @cached_property
    def noting(self) -> Mapping[str, Noting]:
        """Return what each conversation offers for the staff's notes, by the conversation's name."""
        return {one.name: one.staff.noting for one in self.all if one.staff.noting is not None}

    def reads_token(self, token: str) -> bool:
        """Return True if a conversation handles this start token itself."""
        return any(reads(token) for reads in _list_set(one.talk.reads_token for one in self.all))

    def asks_for_place(self, expects: str) -> bool:
        """Return True if a question asks for a place, so that the answer does not show its writer's language."""
        return any(one.of_place and one.expects == expects for one in self.readers)

    async def find_subject(self, turn: Turn, said: UnderstoodMessage) -> Phrase | None:
        """Return the subject of a customer's text for the staff, from the first conversation with one, else None."""
        for subject_of in _list_set(one.talk.subject_of for one in self.all):
            if subject := await subject_of(turn, said):
                return subject
        return None


def _list_set(hooks: Iterable[T | None]) -> tuple[T, ...]:
    """Return the hooks that are set."""
    return tuple(hook for hook in hooks if hook is not None)


def _rank_readers(readers: Iterable[Reader[T]]) -> tuple[Reader[T], ...]:
    return tuple(sorted(readers, key=lambda one: one.rank))


def _sort_commands(conversations: Iterable[Conversation]) -> list[Command]:
    """Sort the commands as the staff's help lists them."""
    return sorted((command for one in conversations for command in one.staff.commands), key=lambda one: not one.first)
