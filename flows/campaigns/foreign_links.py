"""Links in a campaign's texts to sites that are not the shop's own.

Carriers filter texts with such links, above all those of public shorteners: CTIA, Messaging Principles and Best
Practices (May 2023), 5.1.2; https://www.twilio.com/docs/api/errors/30007
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

_LINK = re.compile(
    r"(?:https?://|(?<![\w.@-])www\.)(?P<told>[^\s/:?#“”\"]+)|(?<![\w.@/-])(?P<bare>(?:[a-z0-9-]+\.)+[a-z]{2,})(?=/\S)",
    re.IGNORECASE,
)


def find_foreign_hosts(texts: Iterable[str], own: Iterable[str]) -> list[str]:
    """Return the hosts of links in these texts, except the ``own`` hosts and their subdomains; each once, in display
    form."""
    ours = {_strip_host(urlsplit(one).hostname or "") for one in own} - {""}
    found = (_strip_host(one["told"] or one["bare"]) for text in texts for one in _LINK.finditer(text))
    return list(dict.fromkeys(host for host in found if not any(f".{host}".endswith(f".{mine}") for mine in ours)))


def _strip_host(host: str) -> str:
    return host.casefold().rstrip(".,;!)").removeprefix("www.")
