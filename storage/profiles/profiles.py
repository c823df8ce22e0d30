"""A business's data about its customers, many at once: details, and addresses with their consents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Select, and_, bindparam, select

from flows.birthdays import Birthday
from flows.policy.departure_facts import AGREED, Purpose
from storage.identity.people_search import PeopleSearch
from storage.identity.personal_tables import Holdings, living, match_customers
from storage.people.people_merge import split_corrected
from storage.schema import addresses, contacts, permissions
from storage.sql.repository import Repository, read_record
from storage.sql.statements import MINE, owns


@dataclass(frozen=True, slots=True)
class Profile:
    """A customer as the shop's systems report them; ``writes`` is the language of their last clear message."""

    id: UUID
    name: str | None
    locale: str | None
    writes: str | None
    timezone: str | None
    country: str | None
    region: str | None
    city: str | None
    postal_code: str | None
    birth_day: str | None
    birth_year: int | None
    acquired_from: str | None
    created_at: datetime

    @property
    def birthday(self) -> Birthday | None:
        """Return the day, and the year if known."""
        return None if self.birth_day is None else Birthday(self.birth_day, self.birth_year)


@dataclass(frozen=True, slots=True)
class AddressKept:
    """An address of a customer, with the consents there; some are only known to a system and not for writing."""

    channel: str
    value: str
    state: str
    agreed: tuple[str, ...]


# Built once: a list of customers is read with each search, and building a statement takes longer than looking ten
# people up. https://docs.sqlalchemy.org/en/20/core/sqlelement.html#sqlalchemy.sql.expression.bindparam.params.expanding
_PEOPLE: BindParameter[Any] = bindparam("people", expanding=True)
_AGREED = and_(
    permissions.c.business == addresses.c.business,
    permissions.c.address == addresses.c.id,
    permissions.c.purpose == Purpose.MARKETING.value,
    permissions.c.state.in_(sorted(AGREED)),
)
_ADDRESSES = (
    select(*(addresses.c[name] for name in ("contact", "id", "channel", "value", "state")), permissions.c.programme)
    .select_from(addresses.outerjoin(permissions, _AGREED))
    .where(owns(addresses), addresses.c.contact.in_(_PEOPLE))
    .order_by(addresses.c.contact, addresses.c.id)
)


class Profiles(Repository):
    """The customers of one business."""

    async def find_profiles(self, people: Sequence[UUID]) -> dict[UUID, Profile]:
        """Return the customers with these ids, without merged people, erased people and non-customers."""
        rows = await self._tx.rows(_select_customers(self._tx.holdings), people=people)
        self._tx.met.update(row.id for row in rows)
        return {row.id: read_record(Profile, row) for row in rows}

    async def addresses(self, people: Sequence[UUID]) -> Mapping[UUID, Sequence[AddressKept]]:
        """Return the addresses of these people, each person's oldest first."""
        found: dict[UUID, dict[UUID, tuple[Any, list[str]]]] = defaultdict(dict)
        for row in await self._tx.rows(_ADDRESSES, people=people):
            _, programmes = found[row.contact].setdefault(row.id, (row, []))
            programmes += [row.programme] if row.programme is not None else []
        return {contact: [_read(row, agreed) for row, agreed in rows.values()] for contact, rows in found.items()}

    async def find_corrected(self, contact: UUID) -> Mapping[str, Any]:
        """Return the details that were corrected on the person's request, by column."""
        row = await self._tx.row(select(contacts).where(self._tx.owns(contacts), contacts.c.id == contact))
        return {} if row is None else {name: row._mapping[name] for name in split_corrected(row.corrected)}

    async def change(self, contact: UUID, now: datetime, **values: Any) -> None:
        """Set a customer's details to these values, which are newer than the stored ones."""
        await self._tx.change(contacts, contact, *living(), **values, as_of=now)
        if "name" in values:
            await PeopleSearch(self._tx).keep(contact, values["name"])


@lru_cache(maxsize=4)
def _select_customers(holdings: Holdings) -> Select[Any]:
    """Select the customers among people; a service has one ``holdings``."""
    told = select(*(contacts.c[name] for name in Profile.__slots__))
    return told.where(owns(contacts), contacts.c.id.in_(_PEOPLE), *match_customers(holdings, MINE))


def _read(row: Any, agreed: Sequence[str]) -> AddressKept:
    return AddressKept(row.channel, row.value, row.state, tuple(sorted(agreed)))
