"""The consent ledger: what people and shops said of consents, line by line. Nothing in it is ever changed, but that an
erasure takes names out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from flows.events import AGREES, ConsentAction, Means, Teller
from flows.policy.departure_facts import Programme, Purpose
from storage.consent import disclosures
from storage.consent.consent_state import IN_DOUBT, ConsentEnd, ConsentStanding, Said, standing
from storage.consent.disclosures import Disclosure
from storage.schema import addresses, consent_proofs, consents
from storage.sending.message import Message
from storage.sending.message_rows import MICROSECOND
from storage.sql.repository import Repository, picked
from storage.sql.transaction import Transaction

Place = tuple[UUID, Programme]
"""An address, and the programme of messages that is agreed to there."""


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line for the ledger. ``at`` is when the person acted, ``source`` where, ``text`` the shop's account of it,
    the message they answered, or their keyword.

    ``shown`` is what they read before they agreed, ``means`` how they did, ``words`` what they wrote for it. A
    revocation that they wrote shows them nothing: ``text`` then names the rule by which it was understood, and their
    words stand in the ``event`` alone, where an erasure reaches them. ``told_at`` is a shop's own date for a consent,
    as it said it: it tells the same tick when it is told again, also where it lies in the future. ``teller`` decides
    who may lift what it ends. ``heard_at`` is the real time at which their own word came: the same for all processes.
    """

    contact: UUID
    address: UUID
    programme: Programme
    action: ConsentAction
    source: str
    text: str
    at: datetime
    event: UUID | None = None
    ip: str | None = None
    user_agent: str | None = None
    told_at: datetime | None = None
    teller: Teller = Teller.SHOP
    means: Means | None = None
    shown: Disclosure | None = None
    words: str | None = None
    heard_at: datetime | None = None

    @property
    def place(self) -> Place:
        """What it decides about."""
        return (self.address, self.programme)


class Ledger(Repository):
    """All lines of one business."""

    async def append(self, lines: Sequence[LedgerLine], now: datetime) -> None:
        """Write lines down, with the words that were shown and the proofs."""
        named = [(self._tx.ids.new(), line) for line in lines]
        await self._tx.add_all(consents, [_columns(identity, line, now) for identity, line in named])
        for shown in dict.fromkeys(line.shown for line in lines if line.shown is not None):
            await disclosures.keep(self._tx, shown, now)
        for identity, line in named:
            if line.ip or line.user_agent or line.words:
                proof = {"ip": line.ip, "user_agent": line.user_agent, "words": line.words}
                await self._tx.add(consent_proofs, id=identity, **proof)

    async def ledger(self, contact: UUID) -> Sequence[LedgerLine]:
        """All lines of a person, oldest first, with those of whoever turned out to be them."""
        rows = await self._tx.rows(select(consents).where(lines_of(self._tx, contact)).order_by(consents.c.id))
        return [
            LedgerLine(row.contact, row.address, Programme(row.programme), ConsentAction(row.action), row.source,
            row.text,
                 row.at, row.event, teller=Teller(row.teller), heard_at=row.heard_at)
            for row in rows
        ]  # fmt: skip

    async def last_heard(self, contact: UUID) -> datetime | None:
        """The latest moment at which anything was said of a person's consents."""
        query = select(func.max(consents.c.at)).where(lines_of(self._tx, contact))
        return await self._tx.value_of(datetime, query)

    async def is_known(self, address: UUID, programme: Programme, told_at: datetime) -> bool:
        """Whether a consent of that very date was told for that address before."""
        here = and_(self._tx.mine(consents), consents.c.address == address, consents.c.told_at == told_at)
        query = select(consents.c.id).where(here, consents.c.programme == programme.value).limit(1)
        return await self._tx.row(query) is not None

    async def ends(self, address: UUID, programme: Programme | None = None) -> list[ConsentEnd]:
        """All lines by which what was agreed to at that address ended, whatever holds now."""
        names = (consents.c.id, consents.c.teller, consents.c.at, consents.c.heard_at)
        here = (consents.c.address == address, consents.c.action == ConsentAction.REVOKED.value)
        query = select(*names).where(self._tx.mine(consents), *here)
        if programme is not None:
            query = query.where(consents.c.programme == programme.value)
        return [ConsentEnd(row.id, Teller(row.teller), row.at, row.heard_at) for row in await self._tx.rows(query)]

    async def agreed_after(self, of: Sequence[UUID], said: Message) -> dict[Place, datetime]:
        """Where they agreed after they wrote ``said``, which a spool kept: the moment before they first did."""
        if not said.kept or said.heard_at is None:
            return {}
        place = (consents.c.address, consents.c.programme)
        own = (consents.c.action != ConsentAction.REVOKED.value, consents.c.teller == Teller.PERSON.value)
        later = (self._tx.mine(consents), consents.c.address.in_(of), consents.c.heard_at > said.heard_at + IN_DOUBT)
        query = select(*place, func.min(consents.c.at).label("at")).where(*own, *later)
        rows = await self._tx.rows(query.group_by(*place))
        return {(row.address, Programme(row.programme)): row.at - MICROSECOND for row in rows}

    async def agreed_before(self, of: Sequence[UUID], moment: datetime) -> set[Place]:
        """Where the last agreement was stored before that moment."""
        place = (consents.c.address, consents.c.programme)
        agreed = (consents.c.action.in_([one.value for one in AGREES]), consents.c.address.in_(of))
        query = select(*place).where(self._tx.mine(consents), *agreed, still()).group_by(*place)
        rows = await self._tx.rows(query.having(func.max(consents.c.recorded_at) < moment))
        return {(row.address, Programme(row.programme)) for row in rows}

    async def last_revocation(self, address: UUID) -> UUID | None:
        """The line by which anything was last taken back at that address, whatever holds now; ids grow with time."""
        return await self._last(address, consents.c.action == ConsentAction.REVOKED.value)

    async def last_agreement(self, address: UUID) -> UUID | None:
        """The line by which anything was last agreed to at that address, whatever holds now."""
        return await self._last(address, consents.c.action.in_(AGREES) & still())

    async def begun_anew(self, address: UUID) -> datetime | None:
        """Since when what is agreed to there is that of another customer than before; None where it always was."""
        here = and_(self._tx.mine(addresses), addresses.c.id == address)
        return await self._tx.value_of(datetime, select(addresses.c.consents_since).where(here))

    async def standings(self, of: Collection[UUID], programme: Programme | None = None) -> dict[Place, ConsentStanding]:
        """How the consents at these addresses stand, to each programme or to one, and how they came to an end."""
        names = (consents.c.address, consents.c.programme, consents.c.action, consents.c.at, consents.c.teller)
        query = select(*names).where(self._tx.mine(consents), consents.c.address.in_(set(of)), still())
        if programme is not None:
            query = query.where(consents.c.programme == programme.value)
        said: dict[Place, list[Said]] = defaultdict(list)
        for row in await self._tx.rows(query.order_by(consents.c.at, consents.c.id)):
            line = Said(ConsentAction(row.action), row.at, Teller(row.teller))
            said[row.address, Programme(row.programme)].append(line)
        return {place: standing(lines) for place, lines in said.items()}

    async def _last(self, address: UUID, action: ColumnElement[bool]) -> UUID | None:
        query = select(consents.c.id).where(self._tx.mine(consents), consents.c.address == address, action)
        return await self._tx.value_of(UUID, query.order_by(consents.c.id.desc()).limit(1))


def lines_of(tx: Transaction, contact: UUID) -> ColumnElement[bool]:
    """The lines of a person: a merge brings addresses along, and leaves each line the id it was written by."""
    theirs = select(addresses.c.id).where(tx.mine(addresses), addresses.c.contact == contact)
    return and_(tx.mine(consents), or_(consents.c.contact == contact, consents.c.address.in_(theirs)))


def still(at: datetime | None = None) -> ColumnElement[bool]:
    """The lines that hold for whoever has the address now: what was agreed to before was another customer's.

    With ``at`` those that held for whoever had it then: it had not begun anew yet.
    """
    here = and_(addresses.c.business == consents.c.business, addresses.c.id == consents.c.address)
    begun = [addresses.c.consents_since > consents.c.recorded_at]
    begun += [] if at is None else [addresses.c.consents_since <= at]
    revoked = consents.c.action == ConsentAction.REVOKED.value
    return or_(revoked, ~exists().where(here, *begun).correlate(consents))


def _columns(identity: UUID, line: LedgerLine, now: datetime) -> dict[str, Any]:
    return {
        **picked(line, "contact", "address", "source", "text", "at", "event", "told_at", "heard_at"),
        "id": identity,
        "purpose": Purpose.MARKETING.value,
        "programme": line.programme.value,
        "action": line.action.value,
        "recorded_at": now,
        "teller": line.teller.value,
        "means": line.means.value if line.means else None,
        "shown": line.shown.id if line.shown else None,
    }
