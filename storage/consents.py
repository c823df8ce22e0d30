"""The consent ledger: append-only lines, and the current state derived from them and kept beside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from flows.business import CHANNELS
from flows.events import ConsentAction, Means, Teller
from flows.policy.facts import AGREED, ConsentState, Programme, Purpose
from storage import bulk, disclosures
from storage.disclosures import Disclosure
from storage.messages import Message
from storage.schema import addresses, consent_proofs, consents, permissions
from storage.standing import IN_DOUBT, End, Said, Standing, is_behind, standing
from storage.transaction import Transaction

OWN_PROGRAMMES = (Programme.REMINDERS, Programme.OFFERS)  # "the shop's own two, never partners'"
ALL_PROGRAMMES = tuple(Programme)
_PLACE = ("address", "purpose", "programme")
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One line for the ledger. ``at`` is when the person did it, ``source`` where, ``text`` what the shop told of it,
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


class Consents:
    """What the people of one business agreed to, and how that came about."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    async def record(self, line: Line, now: datetime, said: Message | None = None) -> bool:
        """Append a line; says whether the current state changed.

        What holds follows from all lines in the order in which the person said them, not in that of their arrival
        (storage/standing.py). ``said`` is the message by which they agreed: it is read after it came, perhaps out of a
        spool, and a STOP that was written behind it stands, also where a clock cannot tell the two apart.
        """
        if said is not None and line.action is not ConsentAction.REVOKED:
            line = replace(line, at=await self._place_of(line, said), heard_at=said.heard_at)
        identity = self._tx.ids.new()
        await self._tx.add(consents, **_columns(identity, line, now))
        if line.shown is not None:
            await disclosures.keep(self._tx, line.shown, now)
        if line.ip or line.user_agent or line.words:
            proof = {"ip": line.ip, "user_agent": line.user_agent, "words": line.words}
            await self._tx.add(consent_proofs, id=identity, **proof)
        return await self._derive(line)

    async def _place_of(self, line: Line, said: Message) -> datetime:
        """Where among the ends of what was agreed to their word stands: before those behind it, after the others."""
        ends = await self.ends(line.address, line.programme)
        behind = [one.at for one in ends if is_behind(one, said)]
        if behind:
            return min(line.at, min(behind) - _TICK)
        return max([line.at, *(one.at for one in ends if one.teller is not Teller.SHOP)])

    async def ends(self, address: UUID, programme: Programme | None = None) -> list[End]:
        """All lines by which what was agreed to at that address ended, whatever holds now."""
        names = (consents.c.id, consents.c.teller, consents.c.at, consents.c.heard_at)
        here = (consents.c.address == address, consents.c.action == ConsentAction.REVOKED.value)
        query = select(*names).where(self._tx.mine(consents), *here)
        if programme is not None:
            query = query.where(consents.c.programme == programme.value)
        return [End(row.id, Teller(row.teller), row.at, row.heard_at) for row in await self._tx.rows(query)]

    async def is_known(self, address: UUID, programme: Programme, told_at: datetime) -> bool:
        """Whether a consent of that very date was told for that address before."""
        here = and_(self._tx.mine(consents), consents.c.address == address, consents.c.told_at == told_at)
        query = select(consents.c.id).where(here, consents.c.programme == programme.value).limit(1)
        return await self._tx.row(query) is not None

    async def revoke(
        self,
        contact: UUID,
        source: str,
        rule: str,
        at: datetime,
        event: UUID | None = None,
        teller: Teller = Teller.PERSON,
        said: Message | None = None,
    ) -> None:
        """A person took everything back: every address they have, every programme (47 CFR 64.1200(a)(10)).

        It stands after all that was heard before, also where a clock was set back in between. ``said`` is the message
        by which they did: where a spool kept it, what they agreed to after they wrote it stays.
        """
        theirs = await self._hold(
            self._tx.mine(addresses), addresses.c.contact == contact, addresses.c.channel.in_(CHANNELS)
        )
        heard = select(func.max(consents.c.at)).where(lines_of(self._tx, contact))
        said_at = at if said is None else said.created_at
        last = max(said_at, await self._tx.value(heard) or said_at)
        since, heard_at = await self._agreed_since(theirs, said), None if said is None else said.heard_at
        known = await self.states(theirs)
        lines = [
            Line(contact, one, programme, ConsentAction.REVOKED, source, rule, since.get((one, programme), last), event,
                 teller=teller, heard_at=heard_at)
            for one in theirs
            for programme in ALL_PROGRAMMES
        ]  # fmt: skip
        await self._tx.add_all(consents, [_columns(self._tx.ids.new(), line, at) for line in lines])
        # Where nothing is later this is what holds; who had taken it back already did so when they first did.
        anew = [one for one in lines if known.get((one.address, one.programme)) is not ConsentState.REVOKED]
        standing = {"state": ConsentState.REVOKED.value, "since": last}
        ended = [one for one in anew if (one.address, one.programme) not in since]
        await self._tx.put_all(permissions, _PLACE, [{**_place(line), **standing} for line in ended])

    async def _agreed_since(self, of: Sequence[UUID], said: Message | None) -> dict[tuple[UUID, Programme], datetime]:
        """The moment before the first word by which they agreed to something there after they wrote ``said``."""
        if said is None or not said.kept or said.heard_at is None:
            return {}
        own = (consents.c.action != ConsentAction.REVOKED.value, consents.c.teller == Teller.PERSON.value)
        later = (self._tx.mine(consents), consents.c.address.in_(of), consents.c.heard_at > said.heard_at + IN_DOUBT)
        query = select(consents.c.address, consents.c.programme, func.min(consents.c.at).label("at")).where(
            *own, *later
        )
        rows = await self._tx.rows(query.group_by(consents.c.address, consents.c.programme))
        return {(row.address, Programme(row.programme)): row.at - _TICK for row in rows}

    async def state(self, address: UUID, programme: Programme) -> ConsentState:
        """What holds for that address and programme now."""
        found = await self.states([address])
        return found.get((address, programme), ConsentState.NONE)

    async def states(self, of: Iterable[UUID]) -> dict[tuple[UUID, Programme], ConsentState]:
        """What holds for these addresses, by programme; what is not there was never agreed to."""
        wanted = [(self._tx.business, address, Purpose.MARKETING.value) for address in set(of)]
        names = ("address", "programme", "state")
        found = await bulk.find(self._tx, permissions, ("business", "address", "purpose"), wanted, names)
        return {(address, Programme(programme)): ConsentState(state) for address, programme, state in found}

    async def any_agreed(self, of: Iterable[UUID]) -> bool:
        """Whether anything is agreed to at one of these addresses, and can be taken back."""
        return not AGREED.isdisjoint((await self.states(of)).values())

    async def stopped(
        self, of: Iterable[UUID], states: Mapping[tuple[UUID, Programme], ConsentState] | None = None
    ) -> set[UUID]:
        """Those of these addresses at which nothing may follow a STOP: they wrote it, and did not come back since.

        Neither their silence nor what a shop tells of them is one: those end the marketing alone.
        ``states`` is what holds there, where it was read already.
        """
        wanted = set(of)
        known = await self.states(wanted) if states is None else states
        ended = [one for one in wanted if _all_revoked(known, one)]
        if not ended:
            return set()
        stands = await self.standings(ended)
        return {one for (one, _), stand in stands.items() if stand.ended_by is Teller.PERSON}

    async def standings(self, of: Iterable[UUID]) -> dict[tuple[UUID, Programme], Standing]:
        """How the consents to each programme at these addresses stand, and how they came to an end."""
        said: dict[tuple[UUID, Programme], list[Said]] = defaultdict(list)
        here = and_(self._tx.mine(consents), consents.c.address.in_(set(of)), still())
        for row in await self._tx.rows(select(consents).where(here).order_by(consents.c.at, consents.c.id)):
            said[row.address, Programme(row.programme)].append(_said(row))
        return {place: standing(lines) for place, lines in said.items()}

    async def revoked_at(self, address: UUID, programme: Programme) -> datetime | None:
        """When they took it back, if that is what holds."""
        row = await self._tx.row(
            select(permissions.c.since).where(
                self._tx.mine(permissions),
                permissions.c.address == address,
                permissions.c.programme == programme.value,
                permissions.c.state == ConsentState.REVOKED.value,
            )
        )
        return None if row is None else row.since

    async def last_revocation(self, address: UUID) -> UUID | None:
        """The line by which anything was last taken back at that address, whatever holds now; ids grow with time."""
        return await self._last(address, consents.c.action == ConsentAction.REVOKED.value)

    async def last_agreement(self, address: UUID, *, confirmed: bool) -> UUID | None:
        """The line by which anything was last agreed to at that address, whatever holds now; ``confirmed``: twice."""
        yes = consents.c.action == ConsentAction.CONFIRMED.value
        agreed = yes if confirmed else consents.c.action != ConsentAction.REVOKED.value
        return await self._last(address, agreed & still())

    async def begun_anew(self, address: UUID) -> datetime | None:
        """Since when what is agreed to there is that of another customer than before; None where it always was."""
        here = and_(self._tx.mine(addresses), addresses.c.id == address)
        since: datetime | None = await self._tx.value(select(addresses.c.consents_since).where(here))
        return since

    async def _last(self, address: UUID, action: ColumnElement[bool]) -> UUID | None:
        query = select(consents.c.id).where(self._tx.mine(consents), consents.c.address == address, action)
        row = await self._tx.row(query.order_by(consents.c.id.desc()).limit(1))
        return None if row is None else row.id

    async def ledger(self, contact: UUID) -> Sequence[Line]:
        """All lines of a person, oldest first, with those of whoever turned out to be them."""
        query = select(consents).where(lines_of(self._tx, contact))
        return [
            Line(
                r.contact,
                r.address,
                Programme(r.programme),
                ConsentAction(r.action),
                r.source,
                r.text,
                r.at,
                r.event,
                teller=Teller(r.teller),
            )
            for r in await self._tx.rows(query.order_by(consents.c.id))
        ]

    async def _derive(self, line: Line) -> bool:
        """Read the lines of that address and programme again, in the order in which the person said them."""
        await self._hold(self._tx.mine(addresses), addresses.c.id == line.address)
        query = select(consents.c.action, consents.c.at, consents.c.teller).where(
            self._tx.mine(consents),
            consents.c.address == line.address,
            consents.c.programme == line.programme.value,
            still(),
        )
        said = await self._tx.rows(query.order_by(consents.c.at, consents.c.id))
        stands = standing(map(_said, said))
        before = await self.state(line.address, line.programme)
        await self._tx.put(permissions, _PLACE, **_place(line), state=stands.state.value, since=stands.since or line.at)
        return stands.state is not before

    async def _hold(self, *which: ColumnElement[bool]) -> list[UUID]:
        """Two processes may hear of one address at once; the second waits and reads what the first wrote."""
        query = select(addresses.c.id).where(*which).order_by(addresses.c.id)
        found = await self._tx.rows(query.with_for_update(key_share=True) if self._tx.postgres else query)
        return [row.id for row in found]


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


def _columns(identity: UUID, line: Line, now: datetime) -> dict[str, Any]:
    return {
        "id": identity,
        "contact": line.contact,
        "address": line.address,
        "purpose": Purpose.MARKETING.value,
        "programme": line.programme.value,
        "action": line.action.value,
        "source": line.source,
        "text": line.text,
        "at": line.at,
        "recorded_at": now,
        "event": line.event,
        "told_at": line.told_at,
        "heard_at": line.heard_at,
        "teller": line.teller.value,
        "means": line.means.value if line.means else None,
        "shown": line.shown.id if line.shown else None,
    }


def _place(line: Line) -> dict[str, Any]:
    return {"address": line.address, "purpose": Purpose.MARKETING.value, "programme": line.programme.value}


def _said(row: Any) -> Said:
    return Said(ConsentAction(row.action), row.at, Teller(row.teller))


def _all_revoked(states: Mapping[tuple[UUID, Programme], ConsentState], address: UUID) -> bool:
    return all(states.get((address, programme)) is ConsentState.REVOKED for programme in ALL_PROGRAMMES)
