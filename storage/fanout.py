"""Fan-out: a mailing to an audience put into messages and outbox, a chunk of people at a time.

``plan`` reads the people of a chunk and gives each the id of their message, a variant, a draw and their own time;
``queue`` then writes them by three statements, whatever their number. It holds the writer of SQLite for a moment only,
so that pages, webhooks and other senders go on; ``next_size`` says how large the next chunk may be. Doing a chunk again
changes nothing, so whoever was interrupted goes on from the last one that was written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Boolean,
    ColumnElement,
    DateTime,
    Executable,
    Float,
    FromClause,
    Integer,
    LargeBinary,
    Row,
    Select,
    String,
    Text,
    and_,
    case,
    cast,
    column,
    exists,
    func,
    literal,
    select,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PostgresUUID

from flows.delivery import Status
from flows.policy.facts import AddressState, ConsentState, Kind, Programme, Purpose
from storage.codec import dump_values
from storage.outbox import Priority
from storage.schema import addresses, contacts, draws, messages, outbox, permissions
from storage.transaction import Transaction
from storage.types import Id, Moment

Drawing = Callable[[str, UUID], float]
"""A person's number in [0, 1) for an experiment, the same whenever it is asked for."""

SMALLEST, LARGEST = 100, 4_000  # people of one chunk
HELD = timedelta(milliseconds=25)  # how long a chunk is to hold the writer: half of the longest that is allowed
_AGREED = (ConsentState.GRANTED.value, ConsentState.CONFIRMED.value)
_ID, _NUMBER, _FRACTION, _MOMENT = 16, 3, 19, 18  # bytes of one value among the packed ones
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to say it; ``weight`` is its part of all, beside those of the others."""

    template: str
    weight: float = 1.0
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mailing:
    """What an audience is to get. ``due`` is by time zone when it leaves there, ``otherwise`` for all other zones.

    ``holdout`` is the part of the people that is left alone: they are queued like everybody, drawn here, and refused
    last at their departure, so that only those are compared who would have got it.
    """

    campaign: UUID
    sender: UUID
    channel: str
    programme: Programme
    variants: tuple[Variant, ...]
    otherwise: datetime
    due: Mapping[str, datetime] = field(default_factory=dict)
    holdout: float = 0.0
    expires_after: timedelta | None = None
    latest: datetime | None = None

    @property
    def experiment(self) -> str:
        """The name under which its draws are kept."""
        return f"campaign:{self.campaign}"

    def variant(self, draw: float) -> int:
        """Which variant a draw from [0, 1) means."""
        left = draw * sum(one.weight for one in self.variants)
        for place, one in enumerate(self.variants[:-1]):
            left -= one.weight
            if left < 0:
                return place
        return len(self.variants) - 1


@dataclass(frozen=True, slots=True)
class Lot:
    """What somebody is given: the id of their message, their variant, their draw, and when it is due for them."""

    contact: UUID
    message: UUID
    variant: int
    draw: float
    due: datetime


@dataclass(frozen=True, slots=True)
class Chunk:
    """The people of one chunk, and the last contact that was looked at: None after the last of all."""

    lots: tuple[Lot, ...]
    last: UUID | None


class Fanout:
    """One mailing to the people for whom ``audience``, a condition on contacts, holds."""

    def __init__(self, transaction: Transaction, mailing: Mailing, audience: ColumnElement[bool]) -> None:
        self._tx = transaction
        self._mailing = mailing
        self._audience = audience

    async def zones(self) -> set[str]:
        """The time zones in which these people live, as far as they are known."""
        query = select(contacts.c.timezone).where(self._chosen(), contacts.c.timezone.is_not(None)).distinct()
        return {row.timezone for row in await self._tx.rows(query)}

    async def plan(self, after: UUID | None, most: int, draw: Drawing) -> Chunk:
        """Who belongs to the audience among the next ``most`` contacts behind ``after``; nothing is written."""
        last = await self._last(after, most)
        found = await self._people(after, last)
        return Chunk(tuple(self._lot(row.id, row.timezone, draw) for row in found), last)

    async def queue(self, lots: Sequence[Lot], now: datetime) -> int:
        """Write the messages of these people, unless they have theirs or belong to it no more; how many are new."""
        if not lots:
            return 0
        given = _unnested(lots) if self._tx.postgres else _unpacked(lots)
        columns, query = self._messages(given, now)
        statement = self._tx.insert(messages).from_select(columns, query).on_conflict_do_nothing()
        queued = await self._count(statement)
        if queued:
            columns, query = self._entries(given)
            await self._tx.run(outbox.insert().from_select(columns, query))
            await self._keep_draws(given)
            self._tx.wake("sender")
        return queued

    async def _last(self, after: UUID | None, most: int) -> UUID | None:
        """The last contact of a chunk; None when there are not so many any more."""
        query = select(contacts.c.id).where(self._tx.mine(contacts), *_behind(after)).order_by(contacts.c.id)
        found: UUID | None = await self._tx.value(query.limit(1).offset(most - 1))
        return found

    async def _people(self, after: UUID | None, last: UUID | None) -> Sequence[Row[Any]]:
        """Those who belong to it and can be written to, in the order of their ids."""
        until = [contacts.c.id <= last] if last is not None else []
        reached = self._ways(exists().where(addresses.c.contact == contacts.c.id))
        query = select(contacts.c.id, contacts.c.timezone).where(self._chosen(), *_behind(after), *until, reached)
        return await self._tx.rows(query.order_by(contacts.c.id))

    def _lot(self, person: UUID, zone: str | None, draw: Drawing) -> Lot:
        mailing = self._mailing
        variant = mailing.variant(draw(f"{mailing.experiment}/variant", person)) if len(mailing.variants) > 1 else 0
        drawn = draw(mailing.experiment, person) if mailing.holdout > 0 else 0.0
        due = mailing.due.get(zone, mailing.otherwise) if zone else mailing.otherwise
        return Lot(person, self._tx.ids.new(), variant, drawn, due)

    async def _count(self, statement: Executable) -> int:
        """Execute it; how many rows are new. SQLite's driver does not count for a statement that begins with WITH."""
        counted = await self._tx.run(statement)
        return counted if self._tx.postgres else int(await self._tx.value(select(func.changes())))

    async def _keep_draws(self, given: FromClause) -> None:
        """The first draw of each person, with the chance it was made with."""
        mailing = self._mailing
        if mailing.holdout <= 0:
            return
        found: dict[str, ColumnElement[Any]] = {
            "business": messages.c.business,
            "experiment": literal(mailing.experiment),
            "contact": messages.c.contact,
            "chance": literal(mailing.holdout, Float),
            "draw": given.c.draw,
            "held_out": type_coerce(given.c.draw < mailing.holdout, Boolean),
        }
        query = select(*found.values()).select_from(given.join(messages, self._made(given)))
        await self._tx.run(self._tx.insert(draws).from_select(list(found), query).on_conflict_do_nothing())

    def _chosen(self) -> ColumnElement[bool]:
        alive = and_(contacts.c.merged_into.is_(None), contacts.c.erased_at.is_(None))
        return and_(self._tx.mine(contacts), alive, self._audience)

    def _ways(self, found: Any) -> Any:
        """Narrowed to usable addresses on the channel whose person agreed to the programme there."""
        agreed = exists().where(
            permissions.c.business == addresses.c.business,
            permissions.c.address == addresses.c.id,
            permissions.c.purpose == Purpose.MARKETING.value,
            permissions.c.programme == self._mailing.programme.value,
            permissions.c.state.in_(_AGREED),
        )
        usable = addresses.c.state == AddressState.USABLE.value
        return found.where(self._tx.mine(addresses), addresses.c.channel == self._mailing.channel, usable, agreed)

    def _messages(self, given: FromClause, now: datetime) -> tuple[list[str], Select[Any]]:
        """The rows of messages: what is the same for all, and each person's own."""
        mailing = self._mailing
        expiry = None if mailing.expires_after is None else mailing.expires_after // _MICROSECOND
        variants = {place: one.template for place, one in enumerate(mailing.variants)}
        data = {place: dump_values(one.values) for place, one in enumerate(mailing.variants)}
        person = cast(given.c.contact, Text) if self._tx.postgres else func.hex(given.c.contact)
        found: dict[str, ColumnElement[Any]] = {
            "business": literal(self._tx.business),
            "id": given.c.message,
            "direction": literal("out"),
            "key": literal(f"{mailing.experiment}:", String) + person,
            "channel": literal(mailing.channel),
            "address": addresses.c.id,
            "contact": contacts.c.id,
            "sender": literal(mailing.sender, Id()),
            "purpose": literal(Purpose.MARKETING.value),
            "programme": literal(mailing.programme.value),
            "kind": literal(Kind.MESSAGE.value),
            "template": case(variants, value=given.c.variant),
            "data": case(data, value=given.c.variant),
            "step": given.c.variant,
            "status": literal(Status.QUEUED.value),
            "status_at": literal(now, Moment()),
            "created_at": literal(now, Moment()),
            "due_at": given.c.due,
            "expires_after": literal(expiry, messages.c.expires_after.type),
            "latest": literal(mailing.latest, Moment()),
        }
        theirs = and_(addresses.c.business == contacts.c.business, addresses.c.contact == contacts.c.id)
        joined = given.join(contacts, contacts.c.id == given.c.contact).join(addresses, theirs)
        query = self._ways(select(*found.values()).select_from(joined).where(self._chosen()))
        # The address they wrote from last comes first; their other ones then have the key of one that is there.
        order = (given.c.message, addresses.c.last_inbound_at.desc().nulls_last(), addresses.c.id)
        return list(found), query.order_by(*order)

    def _entries(self, given: FromClause) -> tuple[list[str], Select[Any]]:
        """The rows of the outbox, for those messages of the chunk that are new."""
        found: dict[str, ColumnElement[Any]] = {
            **{name: messages.c[name] for name in ("business", "id", "sender", "due_at", "address", "contact")},
            "kind": literal("message"),
            "priority": literal(int(Priority.BULK)),
            "marketing": literal(True),
        }
        return list(found), select(*found.values()).select_from(given.join(messages, self._made(given)))

    def _made(self, given: FromClause) -> ColumnElement[bool]:
        return and_(self._tx.mine(messages), messages.c.id == given.c.message)


def next_size(size: int, took: timedelta) -> int:
    """How many people the next chunk may have, when one of ``size`` held the writer for so long."""
    wanted = size * (HELD / max(took, _MICROSECOND))
    return int(min(max(wanted, size / 2, SMALLEST), size * 2, LARGEST))


def due_by_zone(local: datetime, zones: Iterable[str]) -> dict[str, datetime]:
    """When it is that time of day (naive) in each zone, in UTC; of a time that comes twice, the first."""
    return {zone: local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for zone in zones}


def _behind(after: UUID | None) -> list[ColumnElement[bool]]:
    return [contacts.c.id > after] if after is not None else []


def _unnested(lots: Sequence[Lot]) -> FromClause:
    """The lots as a table, on PostgreSQL."""
    uuids = ARRAY(PostgresUUID(as_uuid=True))
    lists = (
        literal([lot.contact for lot in lots], uuids),
        literal([lot.message for lot in lots], uuids),
        literal([lot.variant for lot in lots], ARRAY(Integer)),
        literal([lot.draw for lot in lots], ARRAY(Float)),
        literal([lot.due for lot in lots], ARRAY(DateTime(timezone=True))),
    )
    ids = (column("contact", Id()), column("message", Id()))
    others = (column("variant", Integer), column("draw", Float), column("due", Moment()))
    return func.unnest(*lists).table_valued(*ids, *others, name="given").render_derived()


def _unpacked(lots: Sequence[Lot]) -> FromClause:
    """The same on SQLite, which has no arrays: values of one width, one behind the other, cut apart by their place."""
    start = select(literal(0).label("n")).cte("places", recursive=True)
    places = start.union_all(select(start.c.n + 1).where(start.c.n < len(lots) - 1))

    def nth(packed: bytes, width: int) -> ColumnElement[Any]:
        return func.substr(literal(packed, LargeBinary), places.c.n * width + 1, width)

    def number(values: Iterable[int], width: int) -> ColumnElement[Any]:
        return cast(cast(nth("".join(f"{one:0{width}d}" for one in values).encode(), width), Text), Integer)

    fractions = "".join(f"{lot.draw:.{_FRACTION - 2}f}" for lot in lots).encode()
    moments = ((lot.due - _EPOCH) // _MICROSECOND for lot in lots)
    return select(
        type_coerce(nth(b"".join(lot.contact.bytes for lot in lots), _ID), Id()).label("contact"),
        type_coerce(nth(b"".join(lot.message.bytes for lot in lots), _ID), Id()).label("message"),
        number((lot.variant for lot in lots), _NUMBER).label("variant"),
        cast(cast(nth(fractions, _FRACTION), Text), Float).label("draw"),
        type_coerce(number(moments, _MOMENT), Moment()).label("due"),
    ).cte("given")
