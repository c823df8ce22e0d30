"""The sponsors of a business, and the brands that they claim."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, select, update

from flows.name_folding import fold_name
from flows.promotions.sponsor import Fees, Sponsor, SponsorStatus
from storage.schema import invites, sponsor_brands, sponsors
from storage.sql.repository import Repository, read_record
from storage.sql.statements import owns
from storage.sql.transaction import RetryTransaction

# Asked by every decision on a return, so built once.
_GET = select(sponsors).where(owns(sponsors), sponsors.c.id == bindparam("sponsor"))
_OF_BRANDS = sponsors.join(
    sponsor_brands, (sponsor_brands.c.business == sponsors.c.business) & (sponsor_brands.c.sponsor == sponsors.c.id)
)
_FIND_BY_BRAND = (
    select(sponsors).select_from(_OF_BRANDS).where(owns(sponsors), sponsor_brands.c.brand == bindparam("brand"))
)


class SponsorNameTaken(RetryTransaction):
    """Another sponsor of the business has the name by now; who asks first, as all do, finds it in the next try."""


class BrandTaken(RetryTransaction):
    """The brand belongs to another sponsor by now; who asks first, as all do, finds it in the next try."""


class Sponsors(Repository):
    """The sponsors of one business."""

    async def add(self, sponsor: Sponsor) -> None:
        """Store a new sponsor. Raises SponsorNameTaken."""
        if not await self._tx.add_new(sponsors, id=sponsor.id, made_at=sponsor.made_at, **_columns(sponsor)):
            raise SponsorNameTaken(f'another partner is called "{sponsor.name}"')

    async def save(self, sponsor: Sponsor) -> None:
        """Update a sponsor; its person and its secret stay. Raises SponsorNameTaken."""
        named = await self.find_by_name(sponsor.name)
        if named is not None and named.id != sponsor.id:
            raise SponsorNameTaken(f'another partner is called "{sponsor.name}"')
        await self._tx.change(sponsors, sponsor.id, **_columns(sponsor), removed_at=sponsor.removed_at)

    async def get(self, which: UUID) -> Sponsor | None:
        """Return the sponsor of that id."""
        return await self._tx.fetch(_GET, _sponsor, sponsor=which)

    async def by_ids(self, which: Collection[UUID]) -> Mapping[UUID, Sponsor]:
        """Return these sponsors by their ids."""
        rows = await self._tx.rows(select(sponsors).where(self._tx.owns(sponsors), sponsors.c.id.in_(which)))
        return {row.id: _sponsor(row) for row in rows}

    async def all(self, *, removed: bool = False) -> Sequence[Sponsor]:
        """Return the sponsors by name; also removed ones if asked."""
        here = [self._tx.owns(sponsors)]
        here += [] if removed else [sponsors.c.status != SponsorStatus.REMOVED.value]
        return [_sponsor(row) for row in await self._tx.rows(select(sponsors).where(*here).order_by(sponsors.c.folded))]

    async def hold(self, which: UUID) -> None:
        """Let no other transaction past this line for the same sponsor before this one ends."""
        await self._tx.row(
            select(sponsors.c.id).where(self._tx.owns(sponsors), sponsors.c.id == which).with_for_update(key_share=True)
        )

    async def find_by_name(self, name: str) -> Sponsor | None:
        """Return the sponsor of that name, ignoring case and accents."""
        query = select(sponsors).where(self._tx.owns(sponsors), sponsors.c.folded == fold_name(name))
        return await self._tx.fetch(query, _sponsor)

    async def find_by_brand(self, brand: str) -> Sponsor | None:
        """Return the sponsor that claims a brand, ignoring case and accents; also a paused or removed one."""
        return await self._tx.fetch(_FIND_BY_BRAND, _sponsor, brand=fold_name(brand))

    async def of(self, contact: UUID) -> Sponsor | None:
        """Return the sponsor that has that person as its writer; None for a removed one."""
        here = (sponsors.c.contact == contact, sponsors.c.status != SponsorStatus.REMOVED.value)
        query = select(sponsors).where(self._tx.owns(sponsors), *here).order_by(sponsors.c.id).limit(1)
        return await self._tx.fetch(query, _sponsor)

    async def set_status(self, which: UUID, status: SponsorStatus, *among: SponsorStatus) -> bool:
        """Set the status, if it is one of ``among`` now (any, if none is given); return True if it changed."""
        held = [sponsors.c.status.in_([one.value for one in among])] if among else []
        other = sponsors.c.status != status.value
        return await self._tx.change(sponsors, which, other, *held, status=status.value) == 1

    async def link(self, which: UUID, contact: UUID | None) -> None:
        """Let that person write for the sponsor; None for nobody."""
        await self._tx.change(sponsors, which, contact=contact)

    async def renew_secret(self, which: UUID) -> None:
        """Replace the secret of the sponsor's postbacks by the next one."""
        await self._tx.change(sponsors, which, secret_number=sponsors.c.secret_number + 1)

    async def remove(self, which: UUID, now: datetime) -> bool:
        """Remove the sponsor with its brands and unopened invites. Return False if the sponsor was removed before."""
        values: dict[str, Any] = {"status": SponsorStatus.REMOVED.value, "removed_at": now, "contact": None}
        if await self._tx.change(sponsors, which, sponsors.c.removed_at.is_(None), **values) != 1:
            return False
        theirs = (self._tx.owns(sponsor_brands), sponsor_brands.c.sponsor == which)
        await self._tx.run(delete(sponsor_brands).where(*theirs))
        unused = (self._tx.owns(invites), invites.c.sponsor == which, invites.c.used_at.is_(None))
        await self._tx.run(update(invites).where(*unused).values(used_at=now))
        return True

    async def claim_brand(self, which: UUID, brand: str) -> None:
        """Give a brand to the sponsor. Raises BrandTaken; a brand that is its own already stays."""
        await self._tx.add_new(sponsor_brands, brand=fold_name(brand), written=brand.strip(), sponsor=which)
        holder = await self.find_by_brand(brand)
        if holder is None or holder.id != which:
            raise BrandTaken(f'"{brand}" is a brand of the partner {holder.name if holder else ""}')

    async def give_up_brands(self, which: UUID, brands: Collection[str]) -> None:
        """Take brands (in the compared form) from the sponsor."""
        theirs = (sponsor_brands.c.sponsor == which, sponsor_brands.c.brand.in_(brands))
        await self._tx.remove(sponsor_brands, *theirs)

    async def list_other_brands(self, which: UUID) -> set[str]:
        """Return the brands of all other sponsors, in the compared form."""
        here = (self._tx.owns(sponsor_brands), sponsor_brands.c.sponsor != which)
        return {row.brand for row in await self._tx.rows(select(sponsor_brands.c.brand).where(*here))}

    async def brands(self, which: UUID) -> Mapping[str, str]:
        """Return the sponsor's brands as they were written, by their compared form."""
        theirs = (self._tx.owns(sponsor_brands), sponsor_brands.c.sponsor == which)
        rows = await self._tx.rows(select(sponsor_brands).where(*theirs).order_by(sponsor_brands.c.brand))
        return {row.brand: row.written for row in rows}


def _columns(sponsor: Sponsor) -> dict[str, Any]:
    fees = sponsor.fees
    return {
        "name": sponsor.name, "folded": fold_name(sponsor.name), "status": sponsor.status.value,
        "language": sponsor.language, "email": sponsor.email, "window_days": sponsor.window_days,
        "currency": fees.currency, "click_price": fees.click, "month_fee": fees.month, "data_fee": fees.data,
        "pilot": fees.pilot,
    }  # fmt: skip


def _sponsor(row: Any) -> Sponsor:
    fees = Fees(row.currency, row.click_price, row.month_fee, row.data_fee, row.pilot)
    return read_record(Sponsor, row, status=SponsorStatus(row.status), fees=fees)
