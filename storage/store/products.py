"""The products in the business's file; a product no longer sold stays for the orders that name it."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, false, or_, select

from flows.availability import Availability
from flows.money import Money
from storage.schema import products
from storage.sql import bulk_statements
from storage.sql.repository import Repository

_LISTED = ("title", "category", "sizes", "price", "currency", "availability", "image", "url", "removed_at")
_COLUMNS = ("id", "sku", *_LISTED)
_NAMED = (products.c.title, products.c.sku)
_SOLD = products.c.removed_at.is_(None)


@dataclass(frozen=True, slots=True)
class Listing:
    """An offered product, by the business's own number for it. Without ``sizes`` its only size is ""."""

    sku: str
    title: str
    price: Money
    availability: Availability
    sizes: tuple[str, ...] = ()
    category: str = ""
    image: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    """A stored listing; ``removed_at`` is when its sale ended."""

    id: UUID
    listing: Listing
    removed_at: datetime | None = None

    @property
    def sku(self) -> str:
        return self.listing.sku

    @property
    def title(self) -> str:
        return self.listing.title

    @property
    def price(self) -> Money:
        return self.listing.price

    @property
    def category(self) -> str:
        return self.listing.category

    @property
    def image(self) -> str:
        return self.listing.image

    @property
    def url(self) -> str:
        """Return the product's page in the shop; "" if there is none."""
        return self.listing.url

    @property
    def availability(self) -> Availability:
        """Return the business's statement; flows.availability works out each size's."""
        return self.listing.availability

    @property
    def sizes(self) -> tuple[str, ...]:
        """Return the sizes of the product, in order; one of "" for a product without."""
        return self.listing.sizes or ("",)


class Products(Repository):
    """The products of one business."""

    async def get(self, product: UUID) -> Product | None:
        """Return the product with that id, including products no longer sold."""
        return (await self.by_ids([product])).get(product)

    async def by_ids(self, which: Collection[UUID]) -> dict[UUID, Product]:
        """Return the products with these ids, including products no longer sold."""
        found = await self._find("id", which)
        return {one.id: one for one in found}

    async def find_by_sku(self, sku: str) -> Product | None:
        """Return the product sold under that number."""
        return (await self.find_by_skus([sku])).get(sku)

    async def find_by_skus(self, skus: Collection[str]) -> dict[str, Product]:
        """Return the products sold under these numbers, by number; unknown ones are left out."""
        found = await self._find("sku", skus)
        return {one.sku: one for one in found if one.removed_at is None}

    async def all(self) -> list[Product]:
        """Return all products on sale, by number."""
        return [one for one in await self.list_every() if one.removed_at is None]

    async def search(self, parts: Collection[str], most: int = 500) -> list[Product]:
        """Return products on sale with one of these word parts in the title or number, ignoring ASCII case."""
        held = [column.icontains(part, autoescape=True) for part in parts for column in _NAMED]
        return await self._select(_SOLD, or_(false(), *held), most=most)

    async def list_some(self, most: int) -> list[Product]:
        """Return the first products on sale, in the order of their numbers."""
        return await self._select(_SOLD, most=most)

    async def list_every(self) -> list[Product]:
        """Return all products ever sold, in the order of the numbers."""
        return await self._select()

    async def list_by_categories(self, categories: Collection[str], most: int) -> list[Product]:
        """Return at most ``most`` products on sale in these categories."""
        return await self._select(_SOLD, products.c.category.in_(categories), most=most) if categories else []

    async def add(self, listings: Sequence[Listing], now: datetime) -> list[Product]:
        """Add products; the numbers must be new."""
        added = [Product(self._tx.ids.make(), listing) for listing in listings]
        names = ("business", *_COLUMNS, "created_at")
        rows = [(self._tx.business, one.id, one.sku, *_values(one), now) for one in added]
        await bulk_statements.insert(self._tx, products, names, rows)
        return added

    async def change(self, changed: Sequence[Product]) -> None:
        """Set products to their current listings, including whether each is sold."""
        rows = [(*_values(one), self._tx.business, one.id) for one in changed]
        await bulk_statements.change(self._tx, products, ("business", "id"), _LISTED, rows)

    async def _select(self, *which: ColumnElement[bool], most: int | None = None) -> list[Product]:
        query = select(*(products.c[name] for name in _COLUMNS)).where(self._tx.owns(products), *which)
        return [_product(row) for row in await self._tx.rows(query.order_by(products.c.sku).limit(most))]

    async def _find(self, key: str, wanted: Collection[Any]) -> list[Product]:
        keys = [(self._tx.business, one) for one in dict.fromkeys(wanted)]
        rows = await bulk_statements.find(self._tx, products, ("business", key), keys, _COLUMNS)
        return [_product(row) for row in rows]


def _values(product: Product) -> tuple[Any, ...]:
    """Return the columns that a listing may change, in the order of ``_LISTED``."""
    listing = product.listing
    return (
        listing.title,
        listing.category or None,
        json.dumps(listing.sizes, ensure_ascii=False),
        listing.price.micros,
        listing.price.currency,
        listing.availability.value,
        listing.image or None,
        listing.url or None,
        product.removed_at,
    )


def _product(row: Any) -> Product:
    id_, sku, title, category, sizes, price, currency, availability, image, url, removed_at = row
    money, stated = Money(price, currency), Availability(availability)
    sizes = tuple(json.loads(sizes))
    listing = Listing(sku, title, money, stated, sizes, category or "", image or "", url or "")
    return Product(id_, listing, removed_at)
