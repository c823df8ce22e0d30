"""The consent ledger with its proofs, to show the basis of a message: read only.

An erased person is found by their number: it is stored as a keyed hash (storage/erasure/erasure.py), which nobody can
reverse.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, or_, select

from flows.events import AGREES, ConsentAction, Means, Teller
from flows.policy.departure_facts import Programme
from storage.consent.consent_ledger import match_current_owner, match_lines
from storage.consent.consent_state import Said, find_basis
from storage.consent.disclosures import Disclosure
from storage.consent.partner_names import read_names
from storage.identity.identity import Identity
from storage.schema import addresses, consent_proofs, consents, disclosures
from storage.sql.repository import Repository, read_record


@dataclass(frozen=True, slots=True)
class Proof:
    """One line of the ledger with all its data. ``address`` is in the form sms:+1…, or a hash after an erasure."""

    id: UUID
    contact: UUID
    address: str
    channel: str
    purpose: str
    programme: Programme
    action: ConsentAction
    source: str
    text: str
    at: datetime
    recorded_at: datetime
    teller: Teller
    means: Means | None
    shown: Disclosure | None
    ip: str | None
    user_agent: str | None
    words: str | None
    partners: tuple[str, ...]


class ConsentEvidence(Repository):
    """The ledger of one business's consents, with its proofs."""

    async def page(
        self, most: int, *, at: Collection[UUID] | None = None, contact: UUID | None = None, before: UUID | None = None
    ) -> Sequence[Proof]:
        """Return lines newest first, older than ``before``: those at some addresses, of a person, or all."""
        query = self._lines().order_by(consents.c.id.desc()).limit(most)
        if at is not None:
            query = query.where(consents.c.address.in_(list(at)))
        if contact is not None:
            query = query.where(match_lines(self._tx, contact))
        if before is not None:
            query = query.where(consents.c.id < before)
        return [_proof(row) for row in await self._tx.rows(query)]

    async def find_basis(self, address: UUID, programme: Programme, at: datetime, partner: str = "") -> Proof | None:
        """Return the line that allowed a message to that address at that moment; None if no line did.

        ``partner`` is the folded name of the message's partner: only lines that name it allow the message.
        Agreements from before the address changed hands are shown only for messages from before that.
        """
        here = and_(consents.c.address == address, consents.c.programme == programme.value, match_current_owner(at))
        known = and_(here, consents.c.at <= at, consents.c.recorded_at <= at)
        query = self._lines().where(known).order_by(consents.c.at, consents.c.id)
        lines = [_proof(row) for row in await self._tx.rows(query)]
        found = find_basis([Said(line.action, line.at, line.teller, line.partners) for line in lines], partner)
        return None if found is None else lines[found]

    async def find_last_shown(self, address: UUID, programme: Programme) -> Disclosure | None:
        """Return the disclosure that the address's current owner read at the last stored agreement to that
        programme.
        """
        here = and_(consents.c.address == address, consents.c.programme == programme.value, match_current_owner())
        agreed = consents.c.action.in_(AGREES)
        told = and_(consents.c.teller == Teller.SHOP.value, consents.c.text != "")
        kept = or_(disclosures.c.text.is_not(None), told)
        newest = self._lines().where(here, agreed, kept).order_by(consents.c.at.desc(), consents.c.id.desc()).limit(1)
        return await self._tx.fetch(newest, _read_shown)

    async def addresses_of(self, name: Identity, erased: Collection[Identity]) -> list[UUID]:
        """Return the rows of that name, including its erased forms, which ``erased`` lists."""
        named = [addresses.c.value == name.value]
        for form in erased:
            named += [addresses.c.value == form.value, addresses.c.value.startswith(f"{form.value}:", autoescape=True)]
        query = select(addresses.c.id).where(self._tx.owns(addresses), addresses.c.channel == name.channel, or_(*named))
        return [row.id for row in await self._tx.rows(query)]

    def _lines(self) -> Select[Any]:
        """Select lines with their related rows."""
        address = and_(addresses.c.business == consents.c.business, addresses.c.id == consents.c.address)
        proof = and_(consent_proofs.c.business == consents.c.business, consent_proofs.c.id == consents.c.id)
        shown = and_(disclosures.c.business == consents.c.business, disclosures.c.id == consents.c.shown)
        beside = [addresses.c.channel, addresses.c.value, *(consent_proofs.c[name] for name in _PROOF)]
        read = [disclosures.c[name].label(f"shown_{name}") for name in _SHOWN]
        joined = consents.join(addresses, address).outerjoin(consent_proofs, proof).outerjoin(disclosures, shown)
        return select(consents, *beside, *read).select_from(joined).where(self._tx.owns(consents))


_PROOF = ("ip", "user_agent", "words")
_SHOWN = ("text", "template", "locale")


def _proof(row: Any) -> Proof:
    return read_record(
        Proof,
        row,
        address=f"{row.channel}:{row.value}",
        programme=Programme(row.programme),
        action=ConsentAction(row.action),
        teller=Teller(row.teller),
        means=Means(row.means) if row.means else None,
        shown=_read_shown(row),
        partners=read_names(row.partners),
    )


def _read_shown(row: Any) -> Disclosure | None:
    """Return the text that the person had read. Release 0.1.0 stored a shop's words as the line's text."""
    if row.shown is not None and row.shown_text is not None:
        return Disclosure(row.shown_text, row.shown_template, row.shown_locale)
    told = row.teller == Teller.SHOP.value and ConsentAction(row.action).agrees
    return Disclosure(row.text) if told and row.text else None
