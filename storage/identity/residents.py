"""How many customers may be in a state: by a number's area code, or by a recorded place, as the rules read them.

Each place counts by itself; a place without a country is in one of the shop's countries. Only distinct words are read,
not people: a million people have some thousand regions and postal codes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from flows.channels import PHONES
from flows.policy.atlas import load_places
from flows.policy.departure_facts import PlaceKind, ToldPlace
from flows.policy.person_places import Whereabouts, find_places_at
from storage.identity.personal_tables import find_answering
from storage.schema import addresses, places
from storage.sql.bulk_statements import split_portions
from storage.sql.transaction import Transaction

_COUNTRY = "US"
_CODE = 5  # characters of a +1 number up to its area code
_POSTED = case((places.c.region.is_(None), places.c.postal_code)).label("posted")  # else the rules ignore postal codes


async def count_residents(tx: Transaction, region: str, home: str) -> int:
    """Count the customers with a known place in a state of the United States, given by its letters.

    ``home`` is the country of a place without one. The staff and shopkeepers do not count.
    """
    found = await _find_numbered(tx, region)
    for there in _match_places(await _list_places(tx, region, home)):
        query = select(places.c.contact).where(tx.owns(places), there).distinct()
        found |= {row.contact for row in await tx.rows(query)}
    return len(found - await find_answering(tx))


async def _find_numbered(tx: Transaction, region: str) -> set[UUID]:
    codes = load_places().codes.items()
    there = [f"+1{code}" for code, found in codes if any((p.country, p.region) == (_COUNTRY, region) for p in found)]
    number = func.substr(addresses.c.value, 1, _CODE).in_(there)
    query = select(addresses.c.contact).where(tx.owns(addresses), addresses.c.channel.in_(PHONES), number)
    return {row.contact for row in await tx.rows(query.distinct())}


async def _list_places(tx: Transaction, region: str, home: str) -> list[ToldPlace]:
    """Return the distinct recorded places that the rules may put there."""
    others = load_places().countries.keys() - {_COUNTRY}
    perhaps = or_(places.c.country.is_(None), places.c.country.not_in(others))
    query = select(places.c.country, places.c.region, _POSTED).where(tx.owns(places), perhaps).distinct()
    told = (ToldPlace(PlaceKind.STATED, row.country, row.region, row.posted) for row in await tx.rows(query))
    return [one for one in told if _may_be_in(one, region, home)]


def _may_be_in(told: ToldPlace, region: str, home: str) -> bool:
    where = Whereabouts((), (told,), home, "UTC")
    return any((place.country, place.region) == (_COUNTRY, region) for place in find_places_at(where))


def _match_places(words: list[ToldPlace]) -> Iterator[ColumnElement[bool]]:
    """Yield conditions that together find the people with one of these recorded places."""
    found: dict[tuple[str | None, bool], list[str | None]] = defaultdict(list)
    for one in words:
        found[one.country, one.region is None].append(one.region or one.postal_code)
    for (country, posted), named in found.items():
        column = _POSTED if posted else places.c.region
        yield from (and_(places.c.country == country, column.in_(some)) for some in split_portions(named))
