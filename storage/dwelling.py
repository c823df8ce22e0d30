"""How many people may be in a state: by the area code of a number, by an address, or by a postal code alone."""

from __future__ import annotations

from sqlalchemy import and_, func, or_, select, union

from flows.business import PHONES
from flows.policy.atlas import load_places
from flows.policy.regions import region_of_postal_code
from storage.schema import addresses, places
from storage.transaction import Transaction

_CODE = 5  # characters of a number of the +1 plan that tell its area code
_ZIP = 3  # digits of a ZIP code that tell its state


async def people_in(tx: Transaction, region: str) -> int:
    """The people of whom a state of the United States, by its letters, is one of the places that are known."""
    numbers = select(addresses.c.contact).where(
        tx.mine(addresses),
        addresses.c.channel.in_(PHONES),
        func.substr(addresses.c.value, 1, _CODE).in_(_beginnings(region)),
    )
    posted = and_(places.c.region.is_(None), func.substr(places.c.postal_code, 1, _ZIP).in_(_posted(region)))
    home = or_(places.c.country == "US", places.c.country.is_(None))
    told = select(places.c.contact).where(tx.mine(places), home, or_(places.c.region == region, posted))
    everybody = union(numbers, told).subquery()
    return int(await tx.value(select(func.count()).select_from(everybody)))


def _beginnings(region: str) -> list[str]:
    codes = load_places().codes.items()
    return [f"+1{code}" for code, found in codes if any((one.country, one.region) == ("US", region) for one in found)]


def _posted(region: str) -> list[str]:
    every = (f"{number:0{_ZIP}}" for number in range(10**_ZIP))
    return [first for first in every if region_of_postal_code("US", f"{first}00") == region]
