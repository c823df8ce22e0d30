"""Carts of the shop's systems, from events in any order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, or_, select

from flows.events import CartUpdated, Item
from flows.events.event import CART
from flows.mail_address import normalise_mail
from flows.money import Money
from storage.identity.identity import list_spellings, mail_forms, select_holder
from storage.schema import cart_tokens, carts
from storage.sql import bulk_statements, json_codec
from storage.sql.repository import Repository, read_record
from storage.sql.statements import owns
from storage.sql.transaction import Transaction

OPEN, BOUGHT = "open", "bought"
_ITEMS = tuple[Item, ...]
_CART = select(carts).where(owns(carts), carts.c.id == bindparam("id"))
_CARTS = select(carts).where(owns(carts), carts.c.id.in_(bindparam("ids", expanding=True))).order_by(carts.c.id)
_CART_CALLED = select(carts).where(
    owns(carts), carts.c.source == bindparam("source"), carts.c.cart.in_(bindparam("called", expanding=True))
)
_OPEN_BY_MAIL = (
    select(carts)
    .where(owns(carts), carts.c.status == OPEN, carts.c.contact.is_not(None))
    .where(
        or_(carts.c.mail.in_(bindparam("forms", expanding=True)), carts.c.contact.in_(select_holder(bindparam("mail"))))
    )
    .order_by(carts.c.id)
)
_TOKENS = select(cart_tokens.c.token).where(
    owns(cart_tokens), cart_tokens.c.token.in_(bindparam("tokens", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Cart:
    """The latest state of a cart; ``as_of`` is its last activity, ``left`` its owner before the latest event."""

    id: UUID
    source: str
    cart: str
    contact: UUID | None
    total: Money
    items: tuple[Item, ...]
    checkout_url: str
    as_of: datetime
    created_at: datetime
    status: str
    reason: str | None
    left: UUID | None = None


class Carts(Repository):
    """The carts of one business."""

    _added: Cart | None = None  # in this transaction, unchanged since: the next handler of its event asks for it

    async def get(self, cart: UUID) -> Cart | None:
        """Return the cart with that id."""
        return await self._tx.fetch(_CART, _cart, id=cart)

    async def by_ids(self, which: Collection[UUID]) -> dict[UUID, Cart]:
        """Return the carts with these ids."""
        if not which:
            return {}
        return {row.id: _cart(row) for row in await self._tx.rows(_CARTS, ids=list(which))}

    async def list_named(self, names: Iterable[str]) -> list[Cart]:
        """Return the carts with any of these ids or tokens."""
        tokens = [token for name in names if name for token in _tokens(self._tx, name)]
        wanted = [(self._tx.business, token) for token in tokens]
        theirs = {
            row[0]
            for row in await bulk_statements.find(self._tx, cart_tokens, ("business", "token"), wanted, ("cart",))
        }
        return [_cart(row) for row in await self._tx.rows(_CARTS, ids=list(theirs))] if theirs else []

    async def find_by_store_id(self, source: str, cart: str) -> Cart | None:
        """Return the cart with a store's id."""
        if self._added is not None and (self._added.source, self._added.cart) == (source, cart):
            return self._added
        row = await self._fetch_row(source, cart)
        return None if row is None else _cart(row)

    async def are_told(self) -> bool:
        """Return True if any shop ever reported a cart."""
        return bool(await self._tx.rows(select(carts.c.id).where(self._tx.owns(carts)).limit(1)))

    async def put(
        self, source: str, event: CartUpdated, contact: UUID | None, reason: str | None, now: datetime
    ) -> Cart:
        """Store the cart's new state, unless a newer one is stored. Return the cart's current state."""
        self._added, row = None, await self._fetch_row(source, event.cart)
        forms = mail_forms(self._tx, event.customer.email)
        values = {
            **({"mail": forms[0]} if forms else {}),
            "contact": contact,
            "total": event.total.micros,
            "currency": event.total.currency,
            "items": dump_items(event.items),
            "checkout_url": event.checkout_url,
            "as_of": event.occurred_at,
            "reason": reason,
        }
        names = {name for name in (event.cart, *event.tokens) if name}
        if row is None:
            return await self._add(source, event, contact, names, now, values)
        if event.occurred_at >= row.as_of:
            await self._tx.change(carts, row.id, **values | {"contact": contact or row.contact})
        if event.completed:
            await self.buy([row.id])
        await self._call(row.id, source, await self._list_kept_names(source, names))
        cart = _cart(await self._tx.fetch_one(_CART, id=row.id))
        return replace(cart, left=row.contact) if row.contact not in {None, cart.contact} else cart

    async def _add(
        self, source: str, event: CartUpdated, contact: UUID | None, names: Iterable[str], now: datetime, values: Any
    ) -> Cart:
        identity, status = self._tx.ids.make(), BOUGHT if event.completed else OPEN
        own = {"id": identity, "source": source, "cart": event.cart, "created_at": now, "status": status}
        await self._tx.add(carts, **values, **own)
        await self._call(identity, source, names)
        as_of, reason = event.occurred_at.astimezone(UTC), values["reason"]
        self._added = Cart(
            identity, source, event.cart, contact, event.total, event.items, event.checkout_url, as_of, now,
            status, reason,
        )  # fmt: skip
        return self._added

    async def _fetch_row(self, source: str, cart: str) -> Any | None:
        return await self._tx.row(_CART_CALLED, source=source, called=list_spellings(self._tx, CART, cart))

    async def _call(self, cart: UUID, source: str, names: Iterable[str]) -> None:
        """Name the cart, except by names of other carts."""
        rows = [(self._tx.business, f"{source}:{name}", cart) for name in names]
        await bulk_statements.insert(self._tx, cart_tokens, ("business", "token", "cart"), rows, again=True)

    async def _list_kept_names(self, source: str, names: Collection[str]) -> list[str]:
        """Return the names of a cart that no erasure replaced."""
        forms = {form: name for name in names for form in _tokens(self._tx, f"{source}:{name}")[1:]}
        rows = await self._tx.rows(_TOKENS, tokens=list(forms)) if forms else []
        erased = {forms[row.token] for row in rows}
        return [name for name in names if name not in erased]

    async def buy(self, which: Sequence[UUID]) -> None:
        """Mark these carts as bought, which is final."""
        self._added = None
        await self._tx.change_all(carts, carts.c.id.in_(which), status=BOUGHT)

    async def names_mail(self, cart: UUID, mail: str) -> bool:
        """Return True if the shop told of a cart with this e-mail address."""
        row = await self._tx.row(select(carts.c.mail).where(self._tx.owns(carts), carts.c.id == cart))
        return row is not None and row.mail in mail_forms(self._tx, mail)

    async def list_open_by_mail(self, email: str | None) -> list[Cart]:
        """Return open carts that contain this e-mail address, and the open carts of its owner."""
        forms = mail_forms(self._tx, email)
        if email is None or not forms:
            return []
        return [_cart(row) for row in await self._tx.rows(_OPEN_BY_MAIL, forms=list(forms), mail=normalise_mail(email))]

    async def list_open(self, contact: UUID) -> list[Cart]:
        """Return a person's unbought carts, newest activity last."""
        query = select(carts).where(self._tx.owns(carts), carts.c.contact == contact, carts.c.status == OPEN)
        return [_cart(row) for row in await self._tx.rows(query.order_by(carts.c.as_of))]


def dump_items(items: tuple[Item, ...]) -> str:
    """Return goods in the form of a column."""
    return json_codec.dump_as(_ITEMS, items)


def load_items(text: str | None) -> tuple[Item, ...]:
    """Return the goods of a column; none if unreported."""
    return () if text is None else json_codec.load(_ITEMS, text)


def _tokens(tx: Transaction, token: str) -> list[str]:
    """Return the possible tokens of a cart with this token in its source."""
    source, _, name = token.partition(":")
    return [f"{source}:{one}" for one in list_spellings(tx, CART, name)]


def _cart(row: Any) -> Cart:
    return read_record(Cart, row, total=Money(row.total, row.currency), items=load_items(row.items), left=None)
