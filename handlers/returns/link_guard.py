"""The guard of the links of offers: https only, no private address, and no other brand's domain.

A domain is another brand's if it, a part of it or a domain above it is

- the domain of an approved offer of another sponsor, or of the business's own site,
- or has the name of another sponsor's brand in it: ``shop.nike.example`` if Nike is one.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

LONGEST_URL = 1000
# Forms of IPv4 addresses, which may be private: NAT64 (RFC 6052), 6to4 (RFC 3056), site-local (RFC 3879).
_TRANSLATED = tuple(ip_network(one) for one in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "fec0::/10"))
_LOCAL = frozenset({"localhost", "local", "internal", "home", "lan", "localdomain", "arpa", "onion"})
_HOST = re.compile(r"(?=.{4,253}\Z)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_UNFIT = re.compile(r"[\x00-\x20\x7f-\x9f\\<>\"`{}|^]")
_LETTERS = re.compile(r"[^a-z0-9]")
_SHORTEST_BRAND = 3  # letters: "go" is in too many names


class LinkFault(StrEnum):
    """Why a link is refused, as the name of its phrase."""

    MALFORMED = "offer_link_malformed"
    PRIVATE = "offer_link_private"
    TAKEN = "offer_link_taken"
    UNREACHABLE = "offer_link_unreachable"  # found by opening it, as the last one is
    REDIRECTS = "offer_link_redirects"


@dataclass(frozen=True, slots=True)
class TakenNames:
    """What a sponsor's links may not lead to: the pages (``urls``) and the folded ``brands`` of others."""

    urls: Collection[str] = ()
    brands: Collection[str] = ()


def find_link_fault(url: str, taken: TakenNames) -> LinkFault | None:
    """Return why a link is refused by what it says itself; None for a good one. No name is looked up."""
    host = read_host(url)
    if host is None:
        return LinkFault.MALFORMED
    if is_private(host):
        return LinkFault.PRIVATE
    if _HOST.fullmatch(host) is None:
        return LinkFault.MALFORMED
    site = host.removeprefix("www.")
    others = {(read_host(one) or "").removeprefix("www.") for one in taken.urls} - {""}
    if any(_is_within(site, other) or _is_within(other, site) for other in others):
        return LinkFault.TAKEN
    names = {_LETTERS.sub("", brand) for brand in taken.brands}
    parts = {_LETTERS.sub("", part) for part in host.split(".")[:-1]}
    return LinkFault.TAKEN if any(len(one) >= _SHORTEST_BRAND for one in names & parts) else None


def read_host(url: str) -> str | None:
    """Return the host of an https link, in small ASCII letters; None for any other text, and one with a user's name."""
    if len(url) > LONGEST_URL or _UNFIT.search(url):
        return None
    try:
        parts = urlsplit(url)
        if parts.scheme != "https" or parts.port not in {None, 443} or "@" in parts.netloc:
            return None
        return (parts.hostname or "").rstrip(".").encode("idna").decode().lower() or None
    except ValueError:  # also of a name that no host can have
        return None


def is_private(host: str) -> bool:
    """Return True for an address that is not of the public internet, and for a name that is only known locally.

    An address written as a number is private as well: browsers read ``2130706433`` and ``0x7f.1`` as 127.0.0.1.
    """
    try:
        address = ip_address(host)
        return not address.is_global or address.is_multicast or any(address in one for one in _TRANSLATED)
    except ValueError:
        last = host.rpartition(".")[2]
        return last in _LOCAL or re.fullmatch(r"[0-9]+|0x[0-9a-f]*", last) is not None


def _is_within(site: str, other: str) -> bool:
    return site == other or site.endswith(f".{other}")
