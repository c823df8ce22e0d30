"""The names of a person in events of a shop's software: titles, codes, wordings, and ids of carts and orders.

The goods, the amounts and the agreement stay. A title becomes a keyed hash, so that later events about the same product
match it (storage/identity/identity.py).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select, update

from flows.events import ConsentAction, Item, Teller
from flows.events.event import CART, ORDER, SKU
from storage.consent import disclosures
from storage.consent.disclosures import Disclosure
from storage.erasure.traces import Traces
from storage.identity.identity import ERASED
from storage.schema import cart_tokens, carts, consents, events, orders
from storage.schema import disclosures as wordings
from storage.sql import bulk_statements, json_codec
from storage.unit import Unit

_ITEMS = tuple[Item, ...]
_SOMETHING = "item"  # the title of a thing named only after a person
_RULED = frozenset({Teller.PERSON.value, Teller.LINKED.value, Teller.PAGE.value})  # the text of these ends is a rule


class PersonScrub:
    """A scrubber of one person's traces in a shop's events; ``hashed`` is the keyed hash.

    ``called`` maps carts and orders (kind, name) to their current names.
    """

    def __init__(
        self, traces: Traces, hashed: Callable[[str], str], called: Mapping[tuple[str, str], str] | None = None
    ) -> None:
        self.traces = traces
        self._hashed = hashed
        self._called = called or {}

    def name(self, kind: str, name: str) -> str:
        """Return the new name of an order or a cart: a hash, if it was named after the person."""
        if (kind, name) in self._called:
            return self._called[kind, name]
        if name.startswith(ERASED) or not self.traces.name(name):
            return name
        return f"{ERASED}{self._hashed(f'{kind}:{name}')}"

    def names(self, kind: str, names: Iterable[str]) -> tuple[str, ...]:
        """Return the new names of several carts or orders."""
        return tuple(self.name(kind, name) for name in names)

    def items(self, items: Iterable[Item]) -> tuple[Item, ...]:
        """Return the same items, quantities and prices, without words that name the person."""
        return tuple(map(self._item, items))

    def text(self, told: str) -> str:
        """Return a text with a sign in place of each name."""
        return self.traces.hide_names(told)

    def codes(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Return discount codes without those made of the person's name."""
        return tuple(code for code in codes if not self.traces.make_up(code))

    def _item(self, item: Item) -> Item:
        sku = self.name(SKU, item.sku)
        if sku == item.sku and not any(
            map(self.traces.name, (item.title, item.variant, item.image, item.category, item.brand, item.size))
        ):
            return item
        return replace(item, sku=sku, title=sku or _SOMETHING, variant="", image="", category="", brand="", size="")


async def scrub_told(unit: Unit, people: Sequence[UUID], addresses: Sequence[UUID], scrub: PersonScrub) -> None:
    """Scrub the events of these people's carts, orders and consents, and the names of these events."""
    await _scrub_carts(unit, people, scrub)
    await _scrub_orders(unit, people, scrub)
    await _scrub_consents(unit, people, addresses, scrub.traces)
    theirs = (unit.owns(events), events.c.contact.in_(people))
    for row in await unit.rows(select(events.c.id, events.c.external_id).where(*theirs)):
        if not row.external_id.startswith(ERASED) and scrub.traces.name(row.external_id):  # recognised if told again
            await unit.change(events, row.id, external_id=f"{ERASED}{row.id}")


async def _scrub_carts(unit: Unit, people: Sequence[UUID], scrub: PersonScrub) -> None:
    for row in await unit.rows(select(carts).where(unit.owns(carts), carts.c.contact.in_(people))):
        await unit.change(carts, row.id, cart=scrub.name(CART, row.cart), items=_items(row.items, scrub))
        here = (unit.owns(cart_tokens), cart_tokens.c.cart == row.id)
        for token in [one.token for one in await unit.rows(select(cart_tokens.c.token).where(*here))]:
            source, _, name = token.partition(":")
            kept = f"{source}:{scrub.name(CART, name)}"
            if kept != token:
                await unit.add_new(cart_tokens, token=kept, cart=row.id)
                await unit.run(delete(cart_tokens).where(*here, cart_tokens.c.token == token))


async def _scrub_orders(unit: Unit, people: Sequence[UUID], scrub: PersonScrub) -> None:
    for row in await unit.rows(select(orders).where(unit.owns(orders), orders.c.contact.in_(people))):
        values: dict[str, Any] = {
            "ref": scrub.name(ORDER, row.ref),
            "number": scrub.name(ORDER, row.number),
            "items": _items(row.items, scrub),
            "codes": row.codes and json.dumps(scrub.codes(json.loads(row.codes))),
            "carts": row.carts and json.dumps(scrub.names(CART, json.loads(row.carts))),
            "expected": row.expected and scrub.traces.hide_names(row.expected),
        }
        await unit.change(orders, row.id, **values)


async def _scrub_consents(unit: Unit, people: Sequence[UUID], addresses: Sequence[UUID], traces: Traces) -> None:
    """Scrub names from the words that these people had read. A wording shared with other readers stays.

    The rule that understood a person's own word is ours, and names nobody.
    """
    here = or_(consents.c.contact.in_(people), consents.c.address.in_(addresses))
    lines = await unit.rows(select(consents).where(unit.owns(consents), here))
    for line in lines:
        ruled = line.action == ConsentAction.REVOKED.value and line.teller in _RULED
        said = {"source": line.source} if ruled else {"source": line.source, "text": line.text}
        nameless = {column: traces.hide_names(text) for column, text in said.items()}
        if nameless != said:
            await unit.change(consents, line.id, **nameless)
    for part in bulk_statements.split_portions(sorted({line.shown for line in lines if line.shown is not None})):
        for row in await unit.rows(select(wordings).where(unit.owns(wordings), wordings.c.id.in_(part))):
            text = traces.hide_names(row.text)
            if text != row.text:
                kept = await disclosures.keep(unit, Disclosure(text, row.template, row.locale), row.first_at)
                shown = (unit.owns(consents), consents.c.shown == row.id)
                await unit.run(update(consents).where(*shown, here).values(shown=kept))
                unread = ~select(consents.c.id).where(*shown).exists()
                await unit.remove(wordings, wordings.c.id == row.id, unread)


def _items(kept: str | None, scrub: PersonScrub) -> str | None:
    return kept and json_codec.dump_as(_ITEMS, scrub.items(json_codec.load(_ITEMS, kept)))
