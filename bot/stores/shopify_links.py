"""Addresses of a Shopify shop that carry something to its checkout."""

from __future__ import annotations

_HOST = "myshopify.com"


def with_code(url: str, code: str) -> str:
    """A cart's address with a discount code filled in, as Shopify reads it; another store's as it is.

    help.shopify.com/manual/discounts/managing-discount-codes: shareable discount links.
    """
    if _HOST not in url:
        return url
    return f"{url}{'&' if '?' in url else '?'}discount={code}"
