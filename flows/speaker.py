"""Who says something of an order, as its history names them: "staff:Asha", "shop:Karol Bagh Gifts".

A customer, a provider or a shop's system is named by one word; none of them is called ``staff`` or ``shop``.
"""

from __future__ import annotations

_STAFF, _SHOP = "staff:", "shop:"


def staff(name: str) -> str:
    """A member of the staff."""
    return f"{_STAFF}{name}"


def shop(name: str) -> str:
    """A shop."""
    return f"{_SHOP}{name}"


def is_staff(by: str) -> bool:
    """Whether a member of the staff says so."""
    return by.startswith(_STAFF)


def named(by: str) -> str:
    """Their name alone."""
    return by.partition(":")[2] or by
