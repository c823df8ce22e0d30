"""The settings of a file that can be changed in chat one by one: of its staff, shops, products and the business."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from flows.business import Business
from flows.money import Money
from handlers.business_file import catalogue_sections
from handlers.business_file.business_file_reader import BusinessFile
from handlers.business_file.business_sections import StaffEntry
from handlers.business_file.catalogue_sections import ProductEntry, ShopEntry
from handlers.business_file.chat_settings import replace_value, spell_value

_STAFF = re.compile(r"staff\.(.+)")
_SHOP = re.compile(r"shops\.([^.]+)\.(commission|hours|handover)")
_ASKED = re.compile(r"shops\.([^.]+)")
_PRODUCT = re.compile(r"products\.(.+)\.(low_water|price|own_stock\.(.*))")
"""The paths: the role of a member by name, a shop's setting by its ref and whether it is asked at all, a product's
setting by its sku, and its own stock of a size."""
ASKED = "asked"
"""The value of an active shop."""


@dataclass(frozen=True, slots=True)
class Entries:
    """The business, staff, shops and products of a file, by the names used in their settings' paths."""

    business: Business
    staff: Mapping[str, StaffEntry]
    shops: Mapping[str, ShopEntry]
    products: Mapping[str, ProductEntry]

    @classmethod
    def read_file(cls, file: BusinessFile) -> Entries:
        """Index the entries of a file, so that long lists are read only once."""
        staff, shops = {one.name: one for one in file.staff}, {one.ref: one for one in file.shops}
        return cls(file.business, staff, shops, {one.listing.sku: one for one in file.products})

    def spell_setting(self, path: str) -> str | None:
        """Format a setting as the file has it; None if the file has none. Raises LookupError for an unknown setting."""
        if found := _STAFF.fullmatch(path):
            member = self.staff.get(found[1])
            return None if member is None else member.role
        if found := _SHOP.fullmatch(path):
            shop = self.shops.get(found[1])
            return None if shop is None else _spell_shop(shop, found[2])
        if found := _ASKED.fullmatch(path):
            return ASKED if found[1] in self.shops else None
        if found := _PRODUCT.fullmatch(path):
            product = self.products.get(found[1])
            return None if product is None else _spell_product(product, found)
        return spell_value(self.business, path)

    def lacks(self, path: str) -> str:
        """Return the product of a setting if the file does not have it; "" otherwise."""
        found = _PRODUCT.fullmatch(path)
        return found[1] if found is not None and found[1] not in self.products else ""


def set_entry(file: BusinessFile, path: str, value: str | None) -> BusinessFile:
    """Return the file with a setting changed; shops and products only if the file has them. A count of own stock is not
    changed: pieces have moved since, and an unchanged figure in the file has no effect. Raises the errors of
    ``replace_value``."""
    if staff := _STAFF.fullmatch(path):
        return replace(file, staff=_set_staff(file.staff, staff[1], value))
    if shop := _SHOP.fullmatch(path):
        shops = tuple(_set(one, shop[2], value) if one.ref == shop[1] else one for one in file.shops)
        return replace(file, shops=shops)
    if asked := _ASKED.fullmatch(path):
        return file if value else replace(file, shops=tuple(one for one in file.shops if one.ref != asked[1]))
    if product := _PRODUCT.fullmatch(path):
        entries = (_put(one, product[2], value) if one.listing.sku == product[1] else one for one in file.products)
        return replace(file, products=tuple(entries))
    return replace(file, business=replace_value(file.business, path, value))


def spell_commission(amount: Decimal | None, percent: float | None) -> str | None:
    """Format a commission for each piece as ``200``, a share of the price as ``12%``; None if there is neither."""
    if amount is not None:
        return f"{amount.normalize():f}"
    return None if percent is None else f"{percent:g}%"


def _spell_shop(shop: ShopEntry, what: str) -> str | None:
    if what == "commission":
        return spell_commission(shop.commission, shop.commission_percent)
    if what == "handover":
        return shop.handover
    return "-".join(f"{minutes // 60:02}:{minutes % 60:02}" for minutes in shop.hours)


def spell_price(price: Money) -> str:
    """Format a price as ``899`` or ``12.5``, in the currency of the business."""
    return f"{price.decimal.normalize():f}"


def _spell_product(product: ProductEntry, found: re.Match[str]) -> str | None:
    if found[2] == "price":
        return spell_price(product.listing.price)
    number = product.low_water if found[2] == "low_water" else product.own_stock.get(found[3])
    return None if number is None else str(number)


def _set(shop: ShopEntry, what: str, value: str | None) -> ShopEntry:
    if what == "handover":
        return replace(shop, handover=value)
    if what == "hours":
        return shop if value is None else replace(shop, hours=catalogue_sections.parse_hours(value))
    if value is None:
        return replace(shop, commission=None, commission_percent=None)
    if value.endswith("%"):
        return replace(shop, commission=None, commission_percent=float(value.removesuffix("%")))
    return replace(shop, commission=Decimal(value), commission_percent=None)


def _put(product: ProductEntry, what: str, value: str | None) -> ProductEntry:
    if what == "low_water":
        return replace(product, low_water=None if value is None else int(value))
    if what == "price" and value is not None:
        price = Money.parse(value, product.listing.price.currency)
        return replace(product, listing=replace(product.listing, price=price))
    return product


def _set_staff(staff: tuple[StaffEntry, ...], name: str, role: str | None) -> tuple[StaffEntry, ...]:
    before = next((one for one in staff if one.name == name), None)
    others = tuple(one for one in staff if one.name != name)
    if role is None:
        return others
    return (*others, replace(before, role=role) if before else StaffEntry(name, role))
