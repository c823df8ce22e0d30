"""Host names of providers, resolved in threads of their own."""

from __future__ import annotations

import socket

from aiohttp.abc import AbstractResolver, ResolveResult

from bot.threads import NAMES

_NUMBERS = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV


class Names(AbstractResolver):
    """The system's resolver. The pool of connections asks once for those who want one name at a time."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a host. Raises OSError."""
        found = await NAMES.run(socket.getaddrinfo, host, port, family, socket.SOCK_STREAM, 0, socket.AI_ADDRCONFIG)
        return [
            ResolveResult(hostname=host, host=_numeric(address), port=port, family=kind, proto=proto, flags=_NUMBERS)
            for kind, _, proto, _, address in found
        ]

    async def close(self) -> None:
        """Nothing is held: the threads are everybody's."""


def _numeric(address: tuple[object, ...]) -> str:
    """With its zone, where an address of IPv6 holds only on one link."""
    zone = address[3] if len(address) > 3 else 0
    return f"{address[0]}%{zone}" if zone else str(address[0])
