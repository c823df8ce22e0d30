"""The consent ledger: statements of people and shops about consents, line by line. Nothing is ever changed, except that
an erasure removes names.
"""

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
from storage.consent.consent_state import IN_DOUBT, ConsentEnd, ConsentStanding, Said, fold_lines
from storage.consent.disclosures import Disclosure
from storage.consent.partner_names import dump_names, read_names
from storage.schema import addresses, consent_proofs, consents
from storage.sending.message import Message
from storage.sending.message_rows import MICROSECOND
from storage.sql.repository import Repository, pick_fields
from storage.sql.transaction import Transaction

Place = tuple[UUID, Programme]
"""An address, and a programme of messages for a consent there."""


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line for the ledger. ``at`` is when the person acted, ``source`` where. ``text`` is the shop's account of it,
    the answered message, or the person's keyword.

    ``shown`` is what the person read before agreeing, ``means`` how they agreed, ``words`` what they wrote. A written
    revocation shows nothing: ``text`` names the rule that understood it. Its words are kept in the ``event`` alone,
    within reach of an erasure. ``told_at`` is a shop's own date for a consent, unchanged. A repeated date marks the
    same tick again, also in the future. ``teller`` decides who may lift an opt-out. ``heard_at`` is the real time of
    the person's own word, equal for all processes. ``partners`` are the partners, as written, that a consent to partner
    offers names; without them it names nobody.
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
    partners: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        """Return the place that the line decides about."""
        return (self.address, self.programme)


class Ledger(Repository):
    """All lines of one business."""

    async def append(self, lines: Sequence[LedgerLine], now: datetime) -> None:
        """Write lines, with the shown words and the proofs."""
        named = [(self._tx.ids.make(), line) for line in lines]
        await self._tx.add_all(consents, [_columns(identity, line, now) for identity, line in named])
        for shown in dict.fromkeys(line.shown for line in lines if line.shown is not None):
            await disclosures.keep(self._tx, shown, now)
        for identity, line in named:
            if line.ip or line.user_agent or line.words:
                proof = {"ip": line.ip, "user_agent": line.user_agent, "words": line.words}
                await self._tx.add(consent_proofs, id=identity, **proof)

    async def ledger(self, contact: UUID) -> Sequence[LedgerLine]:
        """Return all lines of a person, oldest first, including people merged into that person."""
        rows = await self._tx.rows(select(consents).where(match_lines(self._tx, contact)).order_by(consents.c.id))
        return [
            LedgerLine(row.contact, row.address, Programme(row.programme), ConsentAction(row.action), row.source,
            row.text,
                 row.at, row.event, teller=Teller(row.teller), heard_at=row.heard_at, partners=read_names(row.partners))
            for row in rows
        ]  # fmt: skip

    async def find_last_heard(self, contact: UUID) -> datetime | None:
        """Return the latest moment of any line about a person's consents."""
        query = select(func.max(consents.c.at)).where(match_lines(self._tx, contact))
        return await self._tx.value_of(datetime, query)

    async def is_known(self, address: UUID, programme: Programme, told_at: datetime) -> bool:
        """Return True if that address has an earlier consent with the same date."""
        here = and_(self._tx.owns(consents), consents.c.address == address, consents.c.told_at == told_at)
        query = select(consents.c.id).where(here, consents.c.programme == programme.value).limit(1)
        return await self._tx.row(query) is not None

    async def ends(self, address: UUID, programme: Programme | None = None) -> list[ConsentEnd]:
        """Return all lines that ended a consent at that address, regardless of the current state."""
        names = (consents.c.id, consents.c.teller, consents.c.at, consents.c.heard_at)
        here = (consents.c.address == address, consents.c.action == ConsentAction.REVOKED.value)
        query = select(*names).where(self._tx.owns(consents), *here)
        if programme is not None:
            query = query.where(consents.c.programme == programme.value)
        return [ConsentEnd(row.id, Teller(row.teller), row.at, row.heard_at) for row in await self._tx.rows(query)]

    async def find_agreed_after(self, of: Sequence[UUID], said: Message) -> dict[Place, datetime]:
        """Return the places agreed to after the person wrote the spooled message ``said``: the moment before they first
        did."""
        if not said.kept or said.heard_at is None:
            return {}
        place = (consents.c.address, consents.c.programme)
        own = (consents.c.action != ConsentAction.REVOKED.value, consents.c.teller == Teller.PERSON.value)
        later = (self._tx.owns(consents), consents.c.address.in_(of), consents.c.heard_at > said.heard_at + IN_DOUBT)
        query = select(*place, func.min(consents.c.at).label("at")).where(*own, *later)
        rows = await self._tx.rows(query.group_by(*place))
        return {(row.address, Programme(row.programme)): row.at - MICROSECOND for row in rows}

    async def find_agreed_before(self, of: Sequence[UUID], moment: datetime) -> set[Place]:
        """Return the places whose last agreement was stored before that moment."""
        place = (consents.c.address, consents.c.programme)
        agreed = (consents.c.action.in_([one.value for one in AGREES]), consents.c.address.in_(of))
        query = select(*place).where(self._tx.owns(consents), *agreed, match_current_owner()).group_by(*place)
        rows = await self._tx.rows(query.having(func.max(consents.c.recorded_at) < moment))
        return {(row.address, Programme(row.programme)) for row in rows}

    async def find_last_revocation(self, address: UUID) -> UUID | None:
        """Return the address's latest revocation line, regardless of the current state; ids grow with time."""
        return await self._find_last(address, consents.c.action == ConsentAction.REVOKED.value)

    async def find_last_agreement(self, address: UUID) -> UUID | None:
        """Return the address's latest agreement line, regardless of the current state."""
        return await self._find_last(address, consents.c.action.in_(AGREES) & match_current_owner())

    async def find_new_beginning(self, address: UUID) -> datetime | None:
        """Return since when consents at the address are another customer's; None if they always were."""
        here = and_(self._tx.owns(addresses), addresses.c.id == address)
        return await self._tx.value_of(datetime, select(addresses.c.consents_since).where(here))

    async def standings(self, of: Collection[UUID], programme: Programme | None = None) -> dict[Place, ConsentStanding]:
        """Return the consents at these addresses and how they ended, for each programme or for one."""
        names = ("address", "programme", "action", "at", "teller", "partners")
        query = select(*(consents.c[name] for name in names)).where(
            self._tx.owns(consents), consents.c.address.in_(set(of)), match_current_owner()
        )
        if programme is not None:
            query = query.where(consents.c.programme == programme.value)
        said: dict[Place, list[Said]] = defaultdict(list)
        for row in await self._tx.rows(query.order_by(consents.c.at, consents.c.id)):
            line = Said(ConsentAction(row.action), row.at, Teller(row.teller), read_names(row.partners))
            said[row.address, Programme(row.programme)].append(line)
        return {place: fold_lines(lines) for place, lines in said.items()}

    async def _find_last(self, address: UUID, action: ColumnElement[bool]) -> UUID | None:
        query = select(consents.c.id).where(self._tx.owns(consents), consents.c.address == address, action)
        return await self._tx.value_of(UUID, query.order_by(consents.c.id.desc()).limit(1))


def match_lines(tx: Transaction, contact: UUID) -> ColumnElement[bool]:
    """Return the condition on a person's lines: a merge moves addresses, but each line keeps its person's old id."""
    theirs = select(addresses.c.id).where(tx.owns(addresses), addresses.c.contact == contact)
    return and_(tx.owns(consents), or_(consents.c.contact == contact, consents.c.address.in_(theirs)))


def match_current_owner(at: datetime | None = None) -> ColumnElement[bool]:
    """Return the lines that hold for the address's current owner: earlier agreements were another customer's.

    With ``at``, return the lines that held for the owner at that moment, before the address changed hands.
    """
    here = and_(addresses.c.business == consents.c.business, addresses.c.id == consents.c.address)
    begun = [addresses.c.consents_since > consents.c.recorded_at]
    begun += [] if at is None else [addresses.c.consents_since <= at]
    revoked = consents.c.action == ConsentAction.REVOKED.value
    return or_(revoked, ~exists().where(here, *begun).correlate(consents))


def _columns(identity: UUID, line: LedgerLine, now: datetime) -> dict[str, Any]:
    return {
        **pick_fields(line, "contact", "address", "source", "text", "at", "event", "told_at", "heard_at"),
        "id": identity,
        "purpose": Purpose.MARKETING.value,
        "programme": line.programme.value,
        "action": line.action.value,
        "recorded_at": now,
        "teller": line.teller.value,
        "means": line.means.value if line.means else None,
        "shown": line.shown.id if line.shown else None,
        "partners": dump_names(line.partners),
    }
