"""Consents: the ledger, and the current state that follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from flows.channels import CHANNELS
from flows.events import ConsentAction, Means, Teller
from flows.policy.departure_facts import AGREED, LASTING, ConsentState, Programme, Purpose
from storage.consent.consent_ledger import Ledger, Place
from storage.consent.consent_ledger import LedgerLine as LedgerLine
from storage.consent.consent_state import ConsentStanding, Said, fold_lines, is_behind
from storage.consent.partner_names import dump_names, fold_names, read_names
from storage.schema import addresses, permissions
from storage.sending.message import Message
from storage.sending.message_rows import MICROSECOND
from storage.sql import bulk_statements

OWN_PROGRAMMES = (Programme.REMINDERS, Programme.OFFERS)  # "the shop's own two, never partners'"
ALL_PROGRAMMES = LASTING
COMPLAINT = "opt-out.complaint"
"""The rule of an end of marketing at one address, where a mail was marked as spam."""
_PLACE = ("address", "purpose", "programme")


class Consents(Ledger):
    """The consents of one business's people, and their history."""

    async def record(self, line: LedgerLine, now: datetime, said: Message | None = None) -> bool:
        """Append a line. Return True if the current state changed.

        The state follows from all lines in the order that the person said them, not in arrival order
        (storage/consent/consent_state.py). ``said`` is the agreeing message: it is read after its arrival, perhaps from
        a spool. A STOP written after it holds, even if the clocks cannot order the two.
        """
        if said is not None and line.action is not ConsentAction.REVOKED:
            line = replace(line, at=await self._find_place(line, said), heard_at=said.heard_at)
        await self.append([line], now)
        return await self._derive(line)

    async def begin(self, lines: Sequence[LedgerLine], now: datetime) -> None:
        """Write the first lines of addresses that are new in this transaction; one line for each place."""
        await self.append(lines, now)
        stands = [(line, fold_lines([Said(line.action, line.at, line.teller, line.partners)])) for line in lines]
        await self._tx.put_all(permissions, _PLACE, [_permission(line, one) for line, one in stands])

    async def revoke(
        self,
        contact: UUID,
        source: str,
        rule: str,
        at: datetime,
        event: UUID | None = None,
        teller: Teller = Teller.PERSON,
        said: Message | None = None,
        programmes: Sequence[Programme] = ALL_PROGRAMMES,
        until: datetime | None = None,
        only: UUID | None = None,
    ) -> None:
        """Revoke every consent of a person: every address or ``only`` one, every programme (47 CFR 64.1200(a)(10)).

        The revocation comes after all earlier lines, even if a clock was set back. ``said`` is the revoking message. If
        it was spooled, later agreements stay. ``until`` limits the revocation to agreements stored before that moment.
        """
        here = [addresses.c.id == only] if only else []
        theirs = await self._hold(
            self._tx.owns(addresses), addresses.c.contact == contact, addresses.c.channel.in_(CHANNELS), *here
        )
        said_at, heard_at = (at, None) if said is None else (said.created_at, said.heard_at)
        last = max(said_at, await self.find_last_heard(contact) or said_at)
        stays = {} if said is None else await self.find_agreed_after(theirs, said)
        known = await self.states(theirs)
        places = [(one, programme) for one in theirs for programme in list_ended_programmes(known, one, programmes)]
        if until is not None:
            old = await self.find_agreed_before(theirs, until)
            places = [place for place in places if place in old]
        lines = [
            LedgerLine(contact, one, programme, ConsentAction.REVOKED, source, rule, stays.get((one, programme),
            last), event,
                 teller=teller, heard_at=heard_at, means=_find_means(rule, teller))
            for one, programme in places
        ]  # fmt: skip
        await self.append(lines, at)
        # Where nothing is later, these decide.
        await self._end([one for one in lines if one.place not in stays], last)

    async def state(self, address: UUID, programme: Programme) -> ConsentState:
        """Return the current state for that address and programme."""
        found = await self.states([address])
        return found.get((address, programme), ConsentState.NONE)

    async def states(self, of: Iterable[UUID]) -> dict[Place, ConsentState]:
        """Return the current states at these addresses, by programme; missing ones were never agreed to."""
        wanted = [(self._tx.business, address, Purpose.MARKETING.value) for address in set(of)]
        names = ("address", "programme", "state")
        found = await bulk_statements.find(self._tx, permissions, ("business", "address", "purpose"), wanted, names)
        return {(address, Programme(programme)): ConsentState(state) for address, programme, state in found}

    async def find_partners(self, of: Iterable[UUID]) -> dict[UUID, frozenset[str]]:
        """Return the partners, as folded names, that the consents to partner offers at these addresses name.

        An address without an entry names no partner. A revocation of partner offers ends all partners.
        """
        here = [(self._tx.business, one, Purpose.MARKETING.value, Programme.PARTNER_OFFERS.value) for one in set(of)]
        names = ("address", "state", "partners")
        found = await bulk_statements.find(self._tx, permissions, ("business", *_PLACE), here, names)
        agreed = ((address, read_names(named)) for address, state, named in found if ConsentState(state) in AGREED)
        return {address: fold_names(partners) for address, partners in agreed if partners}

    async def has_agreed(self, of: Iterable[UUID]) -> bool:
        """Return True if any of these addresses has a revocable consent."""
        return not AGREED.isdisjoint((await self.states(of)).values())

    async def find_stopped(self, of: Iterable[UUID], states: Mapping[Place, ConsentState] | None = None) -> set[UUID]:
        """Return the addresses that a STOP closes to all messages: the person wrote it, and did not come back since.

        Silence and a shop's report are no STOP; they end only marketing. ``states`` is the current state, if already
        loaded.
        """
        wanted = set(of)
        known = await self.states(wanted) if states is None else states
        ended = [one for one in wanted if is_all_revoked(known, one)]
        if not ended:
            return set()
        stands = await self.standings(ended)
        return {one for (one, _), stand in stands.items() if stand.stops}

    async def find_revoked_at(self, address: UUID, programme: Programme) -> datetime | None:
        """Return when the consent was revoked, if a revocation holds."""
        place = (permissions.c.address == address, permissions.c.programme == programme.value)
        revoked = (self._tx.owns(permissions), *place, permissions.c.state == ConsentState.REVOKED.value)
        return await self._tx.value_of(datetime, select(permissions.c.since).where(*revoked))

    async def _find_place(self, line: LedgerLine, said: Message) -> datetime:
        """Return the position of a person's message among the ends of consents: before later ones, after the others."""
        ends = await self.ends(line.address, line.programme)
        behind = [one.at for one in ends if is_behind(one, said)]
        if behind:
            return min(line.at, min(behind) - MICROSECOND)
        return max([line.at, *(one.at for one in ends if one.teller is not Teller.SHOP)])

    async def _end(self, lines: Sequence[LedgerLine], since: datetime) -> None:
        """End the consents at the places of these lines; an earlier revocation keeps its moment."""
        known = await self.states({one.address for one in lines})
        ended = [
            _permission(one, ConsentStanding(ConsentState.REVOKED, since))
            for one in lines
            if known.get(one.place) is not ConsentState.REVOKED
        ]
        await self._tx.put_all(permissions, _PLACE, ended)

    async def _derive(self, line: LedgerLine) -> bool:
        """Read the lines of that address and programme again, in the order that the person said them."""
        await self._hold(self._tx.owns(addresses), addresses.c.id == line.address)
        stands = (await self.standings([line.address], line.programme)).get(line.place, ConsentStanding())
        before = await self.state(*line.place)
        await self._tx.put(permissions, _PLACE, **_permission(line, stands))
        return stands.state is not before

    async def _hold(self, *which: ColumnElement[bool]) -> list[UUID]:
        """Lock these addresses: of two processes with the same one, the second waits and reads the first's writes."""
        query = select(addresses.c.id).where(*which).order_by(addresses.c.id)
        found = await self._tx.rows(query.with_for_update(key_share=True) if self._tx.postgres else query)
        return [row.id for row in found]


def _find_means(rule: str, teller: Teller) -> Means | None:
    if rule == COMPLAINT:
        return Means.COMPLAINT
    return Means.LINK if teller is Teller.PAGE else None


def _place(line: LedgerLine) -> dict[str, Any]:
    return {"address": line.address, "purpose": Purpose.MARKETING.value, "programme": line.programme.value}


def _permission(line: LedgerLine, stands: ConsentStanding) -> dict[str, Any]:
    partners = dump_names(stands.partners)
    return {**_place(line), "state": stands.state.value, "since": stands.since or line.at, "partners": partners}


def list_ended_programmes(
    states: Mapping[Place, ConsentState], address: UUID, programmes: Sequence[Programme] = ALL_PROGRAMMES
) -> tuple[Programme, ...]:
    """Return the programmes that a stop ends at an address.

    A stop of all lasting ``programmes`` also ends permissions for one message, if there are any.
    """
    wished = (address, Programme.WAITLIST) in states and set(programmes) >= set(ALL_PROGRAMMES)
    return (*programmes, Programme.WAITLIST) if wished else tuple(programmes)


def has_nothing_left(states: Mapping[Place, ConsentState], address: UUID) -> bool:
    """Return True if everything is revoked at an address, including permissions for one message."""
    return is_all_revoked(states, address) and states.get((address, Programme.WAITLIST)) not in AGREED


def is_all_revoked(states: Mapping[Place, ConsentState], address: UUID) -> bool:
    """Return True if everything is revoked at an address, by these states."""
    return all(states.get((address, programme)) is ConsentState.REVOKED for programme in ALL_PROGRAMMES)
