"""Random people with all that criteria may ask, as rows of a shop: small enough that they meet random criteria."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from flows.channels import CHANNELS
from flows.events import Item
from flows.name_folding import fold_name
from flows.policy.departure_facts import Programme
from flows.policy.person_places import find_number_place
from storage.schema import (
    addresses,
    carts,
    clicks,
    contacts,
    customer_tags,
    discounts,
    links,
    loyalty,
    messages,
    orders,
    permissions,
    places,
    refunds,
    returned_lines,
    returns,
    shops,
    staff,
    visits,
)
from storage.store.customer_totals import ALL, Totals
from storage.store.order_lines import OrderLines
from storage.unit import Unit
from tests.storage.world import NOW

Made = dict[str, Any]

DAYS = st.sampled_from([0, 1, 10, 29, 30, 31, 60, 61, 95, 200, -1])
UNITS = st.integers(0, 5).map(lambda units: units * 10**6)
WORDS = st.sampled_from(["Nike", "NIKE ", "nike", "Adidas", "shoes", "Shoes", "9", "Delhi", ""])
CURRENCIES = st.sampled_from(["USD", "USD", "EUR"])


def moments(days: st.SearchStrategy[int] = DAYS) -> st.SearchStrategy[datetime]:
    """So many days before NOW; a negative one is behind it."""
    return days.map(lambda one: NOW - timedelta(days=one))


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A value, or None."""
    return st.none() | values


_LINES = st.fixed_dictionaries({name: WORDS for name in ("sku", "title", "size", "brand", "category")})
_RETURNED = st.fixed_dictionaries({name: WORDS for name in ("sku", "title", "size", "brand", "category", "reason")})
_ORDERS = st.fixed_dictionaries(
    {
        "placed_at": maybe(moments()),
        "total": maybe(UNITS),
        "currency": maybe(CURRENCIES),
        "cancelled_at": st.none() | st.none() | moments(),
        **{name: maybe(moments()) for name in ("paid_at", "shipped_at", "delivered_at")},
        "lines": st.lists(_LINES, max_size=2),
        "refunds": st.lists(st.tuples(UNITS, maybe(CURRENCIES), moments()), max_size=1),
    }
)
_PLACES = st.fixed_dictionaries(
    {
        "country": maybe(st.sampled_from(["US", "IN"])),
        "region": maybe(st.sampled_from(["TX", "Somewhere"])),
        "timezone": maybe(st.sampled_from(["America/Chicago", "Asia/Kolkata"])),
    }
)
_ADDRESSES = st.fixed_dictionaries(
    {
        "channel": st.sampled_from([*CHANNELS, "email"]),
        "state": st.sampled_from(["usable", "usable", "blocked", "suppressed"]),
        "permissions": st.dictionaries(
            st.sampled_from([one.value for one in Programme]), st.sampled_from(["granted", "confirmed", "revoked"])
        ),
        "replies": st.lists(moments(), max_size=2),
        "number": st.sampled_from(["", "+15125550142", "+919820000142", "+18005550142"]),
    }
)


def _some(values: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[list[Any]]:
    return st.lists(values, max_size=most)


PEOPLE = st.fixed_dictionaries(
    {
        "gone": st.sampled_from(["", "", "", "merged", "erased"]),
        "answers": st.sampled_from(["", "", "", "staff", "left the staff", "shop"]),
        "contact": st.fixed_dictionaries(
            {
                "created_at": moments(),
                "birth_day": maybe(st.sampled_from(["03-02", "03-20", "12-31", "02-29"])),
                "writes": maybe(st.sampled_from(["en", "hi-Latn"])),
                "locale": maybe(st.sampled_from(["en-US", "hi_IN", "en"])),
                "acquired_from": maybe(WORDS),
                "city": maybe(WORDS),
            }
        ),
        "orders": _some(_ORDERS, 4),
        "returns": _some(st.tuples(moments(), WORDS, _some(_RETURNED))),
        "visits": _some(st.tuples(moments(), WORDS, WORDS), 3),
        "clicks": _some(st.tuples(moments(), st.booleans()), 3),
        "carts": _some(st.tuples(moments(), UNITS, CURRENCIES, st.sampled_from(["open", "bought"]))),
        "tags": st.sets(st.sampled_from(["nike", "9", "vip"]), max_size=2),
        "places": _some(_PLACES),
        "loyalty": st.dictionaries(st.sampled_from(["cups", "stamps"]), UNITS, max_size=2),
        "addresses": _some(_ADDRESSES),
        "discounts": _some(st.sampled_from(["created", "used", "failed"])),
    }
)
CROWDS = st.lists(PEOPLE, min_size=1, max_size=5)


@dataclass(slots=True)
class Crowd:
    """The rows of people, of one shop, as a transaction writes them."""

    unit: Unit
    people: list[UUID] = field(default_factory=list)

    async def add(self, crowd: list[Made]) -> list[UUID]:
        """Everybody, with their totals. The clicks of whoever was merged are the first one's."""
        for one in crowd:
            await self._person(one)
        root = self.people[0]
        for contact, one in zip(self.people, crowd, strict=True):
            if contact != root and one["gone"]:
                gone: Made = {"merged_into": root} if one["gone"] == "merged" else {"erased_at": NOW}
                await self.unit.change(contacts, contact, **gone)
        await Totals(self.unit).recount(self.people, *ALL)
        return self.people

    async def _person(self, one: Made) -> None:
        contact = self._id()
        self.people.append(contact)
        await self.unit.add(contacts, id=contact, **one["contact"])
        await self._answer(contact, one["answers"])
        for order in one["orders"]:
            await self._order(contact, order)
        for at, city, lines in one["returns"]:
            await self._return(contact, at, city, lines)
        for at, place, page in one["visits"]:
            await self.unit.add(visits, id=self._id(), contact=contact, at=at, place=place, page=page)
        for at, robot in one["clicks"]:
            await self._click(contact, at, robot)
        await self._profile(contact, one)
        for address in one["addresses"]:
            await self._address(contact, address)

    async def _answer(self, contact: UUID, what: str) -> None:
        """They are on the staff, were once, or keep a shop."""
        if "staff" in what:
            removed = NOW if "left" in what else None
            await self.unit.add(staff, id=self._id(), name="Ann", role="agent", contact=contact, removed_at=removed)
        elif what:
            shop = self._id()
            told: Made = {
                "name": "Shop",
                "location": "",
                "opens": 0,
                "closes": 1440,
                "language": "en",
                "created_at": NOW,
            }
            told["follows"] = False
            await self.unit.add(shops, id=shop, ref=shop.hex, contact=contact, **told)

    async def _order(self, contact: UUID, told: Made) -> None:
        order, plain = self._id(), {name: value for name, value in told.items() if name not in {"lines", "refunds"}}
        refunded = sum(amount for amount, currency, _ in told["refunds"] if currency in {None, told["currency"]})
        named = {"source": "shop", "ref": str(order), "number": "1", "contact": contact, "created_at": NOW}
        await self.unit.add(orders, id=order, refunded=refunded, **named, **plain)
        for amount, currency, at in told["refunds"]:
            row = {"order": order, "refund": "1", "amount": amount, "currency": currency, "at": at}
            await self.unit.add(refunds, **row)
        if told["placed_at"] is not None and told["cancelled_at"] is None:
            items = [Item(variant="", quantity=1, price=None, **line) for line in told["lines"]]
            await OrderLines(self.unit).put(order, contact, told["placed_at"], items)

    async def _return(self, contact: UUID, at: datetime, city: str, lines: list[Made]) -> None:
        returned = self._id()
        named = {"source": "shop", "ref": str(returned), "contact": contact, "at": at, "city": city}
        await self.unit.add(returns, id=returned, **named)
        for number, told in enumerate(lines):
            compared = {name: fold_name(told[name]) or None for name in ("brand", "category")}
            row = {"returned": returned, "line": number, "quantity": 1, **told, **compared}
            await self.unit.add(returned_lines, **row)

    async def _click(self, contact: UUID, at: datetime, robot: bool) -> None:
        code, message = self._id().hex, self._id()
        await self.unit.add(links, code=code, url="https://kiln.example", message=message, created_at=NOW)
        row = {"code": code, "contact": contact, "message": message, "at": at, "robot": robot}
        await self.unit.add(clicks, id=self._id(), **row)

    async def _profile(self, contact: UUID, one: Made) -> None:
        add, whose = self.unit.add, {"contact": contact}
        for at, total, currency, state in one["carts"]:
            told = {"source": "shop", "cart": str(self._id()), "total": total, "currency": currency, "items": "[]"}
            await add(carts, id=self._id(), checkout_url="", as_of=at, created_at=at, status=state, **told, **whose)
        for tag in one["tags"]:
            await add(customer_tags, tag=tag, written=tag, source="staff", at=NOW, **whose)
        for place in one["places"]:
            told = {"kind": "stated", "source": "shop", "first_told_at": NOW, "told_at": NOW}
            await add(places, id=self._id(), **told, **whose, **place)
        for programme, progress in one["loyalty"].items():
            told = {"programme": programme, "written": programme, "progress": progress, "goal": 10, "reward": ""}
            await add(loyalty, at=NOW, **told, **whose)
        for status in one["discounts"]:
            code = {"id": self._id(), "code": str(self._id()), "percent": 10, "status": status}
            await add(discounts, created_at=NOW, expires_at=NOW, **code, **whose)

    async def _address(self, contact: UUID, told: Made) -> None:
        address = self._id()
        known = {"channel": told["channel"], "value": address.hex, "state": told["state"], "state_at": NOW}
        known |= find_number_place(told["number"])._asdict()
        await self.unit.add(addresses, id=address, contact=contact, created_at=NOW, **known)
        for programme, state in told["permissions"].items():
            what = {"purpose": "marketing", "programme": programme, "state": state, "since": NOW}
            await self.unit.add(permissions, address=address, **what)
        for at in told["replies"]:
            message = self._id()
            said = {"direction": "in", "key": message.hex, "channel": told["channel"], "status": "received"}
            said |= {"purpose": "transactional", "kind": "message", "status_at": at, "created_at": at}
            await self.unit.add(messages, id=message, contact=contact, address=address, **said)

    def _id(self) -> UUID:
        return self.unit.ids.make()
