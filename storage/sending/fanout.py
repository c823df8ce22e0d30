"""Fan-out: a mailing to an audience put into messages and outbox, a chunk of people at a time.

``find`` reads the people of a chunk. ``draw_lots`` gives each person a message id, a variant, a draw and a due time, a
few people at a time. ``queue`` then writes the chunk by three statements, for any number of people. It holds the writer
of SQLite for a moment only, so that pages, webhooks and other senders go on. ``choose_size`` returns the size of the
next chunk. Repeating a chunk changes nothing, so an interrupted fan-out continues after the last written one.

Campaigns use it (handlers/campaigns/sending/wave_fanout.py), and ``parley bench fanout`` measures it alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import accumulate
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Executable,
    Float,
    FromClause,
    Integer,
    Select,
    String,
    Table,
    Text,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    select,
    type_coerce,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.expression import UnaryExpression
from sqlalchemy.sql.operators import custom_op

from flows.delivery import MessageStatus
from flows.engine import Subject
from flows.policy.departure_facts import AddressState, ConsentState, Kind, Programme, Purpose
from storage.schema import addresses, contacts, draws, messages, outbox, permissions
from storage.sending.mailing_lots import MOST_VARIANTS, Allotment, make_lot_parameters, make_lot_table
from storage.sending.outbox import Priority
from storage.sql.column_types import Id, Moment
from storage.sql.json_codec import dump_values
from storage.sql.transaction import IdMaker, Transaction

Drawing = Callable[[str], Callable[[str], float]]
"""For an experiment: the function from a person's id to a number in [0, 1), always the same."""

_WHOLE = (0.0, 1.0)
SMALLEST, LARGEST = 100, 4_000  # people of one chunk
HELD = timedelta(milliseconds=25)  # how long a chunk may hold the writer of SQLite: half of the longest allowed
LASTS = timedelta(milliseconds=200)  # and on PostgreSQL, where nobody waits for it, with the end of its transaction
_AGREED = (ConsentState.GRANTED.value, ConsentState.CONFIRMED.value)
_BEFORE_ALL, _BEHIND_ALL = UUID(int=0), UUID(int=(1 << 128) - 1)
_MICROSECOND = timedelta(microseconds=1)
_CHANGES = select(func.changes())


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording; ``weight`` is its share relative to the others."""

    template: str
    weight: float = 1.0
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mailing:
    """One step of a campaign, for people with one ``due`` moment. If ``channel`` cannot reach a person, the first
    channel of ``then`` that can is used, with its sender.

    ``holdout`` is the share of the control group. Its people are queued like everybody, drawn here, and refused last at
    their departure (storage/sending/holdout_draws.py). So the comparison covers only people who would have got the
    message. ``part`` is the share of people who get it now, drawn by chance; the others stay as they are. A ``share``
    selects people by their other draw, and sets the delay ``over`` until theirs is due. ``only`` are the variants that
    it goes to, none for all: people who draw another one stay as they are. Raises ValueError without a variant, and
    with more than MOST_VARIANTS.
    """

    campaign: UUID
    sender: UUID
    channel: str
    programme: Programme
    variants: tuple[Variant, ...]
    due: datetime
    step: int = 1
    holdout: float = 0.0
    expires_after: timedelta | None = None
    latest: datetime | None = None
    subject: Subject | None = None
    part: float = 1.0
    share: tuple[float, float] = _WHOLE
    over: timedelta = timedelta(0)
    only: frozenset[int] = frozenset()
    then: tuple[tuple[str, UUID], ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= len(self.variants) <= MOST_VARIANTS:
            raise ValueError(f"a mailing has from 1 to {MOST_VARIANTS} variants, and this one has {len(self.variants)}")

    @property
    def senders(self) -> Mapping[str, UUID]:
        """Return the sender of each channel, in order of use."""
        return {self.channel: self.sender, **dict(self.then)}

    @property
    def experiment(self) -> str:
        """Return the name of its draws' experiment."""
        return f"campaign:{self.campaign}"

    def make_chooser(self) -> Callable[[float], int]:
        """Return the function from a draw in [0, 1) to a variant; the bounds are computed once."""
        weights = [one.weight for one in self.variants]
        whole = sum(weights)
        bounds = [reached / whole for reached in accumulate(weights[:-1])]
        return partial(bisect_right, bounds)


@dataclass(frozen=True, slots=True)
class Chunk:
    """The contacts of one chunk, and the last one examined: None after all."""

    people: Sequence[UUID]
    last: UUID | None


class Fanout:
    """One mailing to the people who match ``audience``, a condition on contacts; used for all of its chunks.

    ``postgres``: True for PostgreSQL; the statements are written once, for that database.
    """

    def __init__(self, mailing: Mailing, audience: ColumnElement[bool], *, postgres: bool) -> None:
        self._mailing = mailing
        self._postgres = postgres
        self._statements = _Statements(mailing, audience, postgres=postgres)

    def choose_size(self, size: int, took: timedelta) -> int:
        """Return the size of the next chunk, when one of ``size`` took so long."""
        return choose_next_size(size, took, LASTS if self._postgres else HELD)

    async def find(self, tx: Transaction, after: UUID | None, most: int) -> Chunk:
        """Return the audience's members among the next ``most`` contacts after ``after``; nothing is written."""
        behind = {"whose": tx.business, "after": after or _BEFORE_ALL}
        last = (await tx.connection.execute(self._statements.last, {**behind, "skipped": most - 1})).scalar()
        found = await tx.connection.execute(self._statements.people, {**behind, "until": last or _BEHIND_ALL})
        return Chunk(list(found.scalars()), last)

    def draw_lots(self, people: Iterable[UUID], ids: IdMaker, drawing: Drawing) -> list[Allotment]:
        """Return the allotment of each person. A hundred take a millisecond: yield to the event loop between
        hundreds."""
        mailing, choose, new = self._mailing, self._mailing.make_chooser(), ids.make
        variant = drawing(f"{mailing.experiment}/variant") if len(mailing.variants) > 1 else _draw_nothing
        draw = drawing(mailing.experiment) if mailing.holdout > 0 else _draw_nothing
        part = drawing(f"{mailing.experiment}/part") if mailing.part < 1 else _draw_nothing
        low, high = mailing.share
        spread = drawing(f"{mailing.experiment}/spread") if mailing.over or mailing.share != _WHOLE else None
        lots = []
        for person in people:
            named = str(person)
            if part(named) >= mailing.part:
                continue
            place = choose(variant(named))
            if mailing.only and place not in mailing.only:
                continue
            due = mailing.due
            if spread is not None:
                if not low <= (drawn := spread(named)) < high:
                    continue
                due += mailing.over * ((drawn - low) / (high - low))
            lots.append(Allotment(person, new(), place, draw(named), due))
        return lots

    async def queue(self, tx: Transaction, lots: Sequence[Allotment], now: datetime) -> int:
        """Write the messages of these people, except those who already have one or no longer belong; return the number
        of new ones."""
        if not lots:
            return 0
        statements = self._statements
        given = {"whose": tx.business, **make_lot_parameters(lots, postgres=self._postgres)}
        queued = await _count(tx, statements.messages, {**given, "now": now})
        if queued:
            await tx.connection.execute(statements.entries, given)
            if statements.draws is not None:
                await tx.connection.execute(statements.draws, given)
            tx.wake("sender")
        return queued


class _Statements:
    """The statements of each chunk, built once: building takes as long as a hundred people."""

    def __init__(self, mailing: Mailing, audience: ColumnElement[bool], *, postgres: bool) -> None:
        self._mailing, self._postgres = mailing, postgres
        alive = and_(contacts.c.merged_into.is_(None), contacts.c.erased_at.is_(None))
        self._chosen = and_(_match_own(contacts), alive, audience)
        self.last = self._select_last()
        self.people = self._people()
        given, insert = make_lot_table(postgres=postgres), postgresql.insert if postgres else sqlite.insert
        columns, query = self._messages(given)
        self.messages = insert(messages).from_select(columns, query).on_conflict_do_nothing()
        columns, query = self._entries(given)
        self.entries = outbox.insert().from_select(columns, query)
        columns, query = self._draws(given)
        self.draws = insert(draws).from_select(columns, query).on_conflict_do_nothing() if mailing.holdout else None

    def _select_last(self) -> Select[Any]:
        """Select the last contact of a chunk; no row if there are fewer."""
        behind = contacts.c.id > bindparam("after")
        query = select(contacts.c.id).where(_match_own(contacts), behind).order_by(contacts.c.id)
        return query.limit(1).offset(bindparam("skipped", type_=Integer))

    def _people(self) -> Select[Any]:
        """Select the reachable people of the audience, in the order of ids."""
        within = and_(contacts.c.id > bindparam("after"), contacts.c.id <= bindparam("until"))
        reached = is_reached(self._mailing.senders, self._mailing.programme, postgres=self._postgres)
        query = select(contacts.c.id).where(self._chosen, within, reached)
        return query.order_by(contacts.c.id)

    def _messages(self, given: FromClause) -> tuple[list[str], Select[Any]]:
        """Return the rows of messages: to those of the chunk who are still reachable."""
        found = self._message(given)
        theirs = and_(addresses.c.business == contacts.c.business, addresses.c.contact == contacts.c.id)
        joined = given.join(contacts, contacts.c.id == given.c.contact).join(addresses, theirs)
        way = _way(self._mailing.senders, self._mailing.programme, postgres=self._postgres)
        query = select(*found.values()).select_from(joined).where(self._chosen, *way)
        # The first channel comes first, with its last written address; the others then have an existing key.
        order = (given.c.message, *self._rank(), addresses.c.last_inbound_at.desc().nulls_last(), addresses.c.id)
        return list(found), query.order_by(*order)

    def _rank(self) -> list[ColumnElement[int]]:
        """Return the rank of an address's channel; empty for a single channel."""
        channels = list(self._mailing.senders)
        ranks = {channel: place for place, channel in enumerate(channels)}
        return [case(ranks, value=addresses.c.channel)] if len(channels) > 1 else []

    def _message(self, given: FromClause) -> dict[str, ColumnElement[Any]]:
        """Return a message's columns: those common to all, and each person's own."""
        mailing, now = self._mailing, bindparam("now", type_=Moment())
        expiry = None if mailing.expires_after is None else mailing.expires_after // _MICROSECOND
        variants = {place: one.template for place, one in enumerate(mailing.variants)}
        data = {place: dump_values(one.values) for place, one in enumerate(mailing.variants)}
        person = func.replace(cast(given.c.contact, Text), "-", "") if self._postgres else func.hex(given.c.contact)
        senders = {channel: literal(sender, Id()) for channel, sender in mailing.senders.items()}
        several = len(senders) > 1
        return {
            "business": _spell_person(),
            "id": given.c.message,
            "direction": literal("out"),
            "key": literal(f"{mailing.experiment}:{mailing.step}:", String) + func.lower(person),
            "channel": addresses.c.channel if several else literal(mailing.channel),
            "address": addresses.c.id,
            "contact": contacts.c.id,
            "sender": case(senders, value=addresses.c.channel) if several else senders[mailing.channel],
            "purpose": literal(Purpose.MARKETING.value),
            "programme": literal(mailing.programme.value),
            "kind": literal(Kind.MESSAGE.value),
            "template": case(variants, value=given.c.variant),
            "data": case(data, value=given.c.variant),
            "experiment": literal(mailing.experiment),
            "campaign": literal(mailing.campaign, Id()),
            "step": literal(mailing.step),
            "variant": given.c.variant,
            "subject_kind": literal(mailing.subject.kind if mailing.subject else None, String),
            "subject": literal(mailing.subject.id if mailing.subject else None, Id()),
            "status": literal(MessageStatus.QUEUED.value),
            "status_at": now,
            "created_at": now,
            "due_at": given.c.due,
            "expires_after": literal(expiry, messages.c.expires_after.type),
            "latest": literal(mailing.latest, Moment()),
        }

    def _entries(self, given: FromClause) -> tuple[list[str], Select[Any]]:
        """Return the outbox rows of the chunk's new messages."""
        found: dict[str, ColumnElement[Any]] = {
            **{name: messages.c[name] for name in ("business", "id", "sender", "due_at", "address", "contact")},
            "kind": literal("message"),
            "priority": literal(int(Priority.BULK)),
            "marketing": literal(True),
        }
        return list(found), select(*found.values()).select_from(given.join(messages, _match_made(given)))

    def _draws(self, given: FromClause) -> tuple[list[str], Select[Any]]:
        """Return the first draw of each person, with its chance."""
        mailing = self._mailing
        found: dict[str, ColumnElement[Any]] = {
            "business": messages.c.business,
            "experiment": literal(mailing.experiment),
            "contact": messages.c.contact,
            "chance": literal(mailing.holdout, Float),
            "draw": given.c.draw,
            "held_out": type_coerce(given.c.draw < mailing.holdout, Boolean),
        }
        return list(found), select(*found.values()).select_from(given.join(messages, _match_made(given)))


def is_reached(channels: Collection[str], programme: Programme, *, postgres: bool) -> ColumnElement[bool]:
    """Return the condition on contacts reachable on one of these channels, with a consent to the programme there;
    ``whose`` is the parameter for the business.

    It runs for a few people at a time. PostgreSQL would look up every address of the business first, to have those of 2
    000 people at hand: with an offset it looks up each person's.
    """
    theirs = select(addresses.c.id).where(
        addresses.c.contact == contacts.c.id, *_way(channels, programme, postgres=postgres)
    )
    return exists(theirs.offset(0) if postgres else theirs)


def _way(channels: Collection[str], programme: Programme, *, postgres: bool) -> Sequence[ColumnElement[bool]]:
    """Return the conditions on a usable address on one of the channels, with a consent to the programme there."""
    agreed = exists().where(
        permissions.c.business == addresses.c.business,
        permissions.c.address == addresses.c.id,
        permissions.c.purpose == Purpose.MARKETING.value,
        permissions.c.programme == programme.value,
        permissions.c.state.in_(_AGREED),
    )
    usable = addresses.c.state == AddressState.USABLE.value
    return _match_own(addresses), _channel(postgres=postgres).in_(list(channels)), usable, agreed


def _channel(*, postgres: bool) -> ColumnElement[str]:
    """Return an address's channel, written so that SQLite does not look it up: a business has few channels.

    The unary plus does that (https://www.sqlite.org/optoverview.html#disqualifying_where_clause_terms_using_unary_). An
    address is then found by its person.
    """
    column = addresses.c.channel
    return column if postgres else UnaryExpression(column, operator=custom_op("+"), type_=column.type)


def choose_next_size(size: int, took: timedelta, lasts: timedelta) -> int:
    """Return the size of the next chunk so that it ``lasts`` that long, when one of ``size`` took so long."""
    wanted = size * (lasts / max(took, _MICROSECOND))
    wanted = min(wanted, (size + wanted) / 2)  # half of the way up: at times a commit empties the log, and takes long
    return int(min(max(wanted, size / 2, SMALLEST), size * 2, LARGEST))


async def _count(tx: Transaction, statement: Executable, parameters: Mapping[str, Any]) -> int:
    """Execute it; return the number of new rows. SQLite's driver does not count for a statement that begins
    with WITH.
    """
    done = await tx.connection.execute(statement, parameters)
    return done.rowcount if tx.postgres else int(await tx.value(_CHANGES))


def _draw_nothing(_person: str) -> float:
    return 0.0


def _spell_person() -> ColumnElement[str]:
    return bindparam("whose", type_=String)


def _match_own(table: Table) -> ColumnElement[bool]:
    return table.c.business == _spell_person()


def _match_made(given: FromClause) -> ColumnElement[bool]:
    return and_(_match_own(messages), messages.c.id == given.c.message)
