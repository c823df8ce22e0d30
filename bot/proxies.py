"""The caller of a request: the client's own address behind trusted proxies, and whether it is this machine."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from aiohttp import web

Address = IPv4Address | IPv6Address

_HOUSEHOLD = 64  # bits of an IPv6 address: what one subscriber has, RFC 6177

# Proxies name the original client in one of these.
_FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")


@dataclass(frozen=True, slots=True)
class Proxies:
    """The networks of PARLEY_TRUSTED_PROXIES: only their forwarding headers are trusted."""

    trusted: tuple[IPv4Network | IPv6Network, ...] = ()

    def client(self, request: web.Request) -> Address | None:
        """Return the sender of the request; None if unknown.

        ``X-Forwarded-For`` is read from its end, where the nearest proxy wrote, back to the first untrusted address:
        the caller may have invented anything before that.
        """
        nearest = _address(request.remote or "")
        if nearest is None or not self.trusts(nearest):
            return nearest
        told = ",".join(request.headers.getall("X-Forwarded-For", ()))
        for text in reversed([part for part in told.split(",") if part.strip()]):
            nearest = _address(text)
            if nearest is None or not self.trusts(nearest):
                return nearest
        return nearest

    def visitor(self, request: web.Request) -> Address | None:
        """Return ``client``; None behind an untrusted proxy, as all visitors would seem to be one."""
        nearest = _address(request.remote or "")
        behind = any(name in request.headers for name in _FORWARDED)
        return None if behind and (nearest is None or not self.trusts(nearest)) else self.client(request)

    def base(self, request: web.Request) -> str:
        """Return the origin that was called, as a trusted nearest proxy reports it. Twilio signs this origin."""
        nearest = _address(request.remote or "")
        told = request.headers if nearest is not None and self.trusts(nearest) else {}
        scheme = "https" if told.get("X-Forwarded-Proto", request.scheme) == "https" else "http"
        return f"{scheme}://{told.get('X-Forwarded-Host', request.host)}"

    def trusts(self, address: Address) -> bool:
        """Return True if a proxy has this address."""
        return any(address in network for network in self.trusted)


def is_local(request: web.Request) -> bool:
    """Return True if a program on this machine sent the request itself: over loopback, not forwarded for
    somebody else."""
    nearest = _address(request.remote or "")
    passed_on = any(name in request.headers for name in _FORWARDED)
    return nearest is not None and nearest.is_loopback and not passed_on


def mask_household(address: Address) -> str:
    """Return the network that counts as one visitor: an IPv4 address, or a household's or phone's IPv6 network."""
    return str(ip_network((address, _HOUSEHOLD), strict=False) if isinstance(address, IPv6Address) else address)


def _address(text: str) -> Address | None:
    """Parse an address, with or without port, brackets and zone. An IPv4 address inside IPv6 becomes IPv4. None if
    invalid."""
    bare = text.strip().strip('"')
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        found = ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found
