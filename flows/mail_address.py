"""The canonical form of an e-mail address, for comparing, storing and searching."""

from __future__ import annotations

import unicodedata

MAIL = "email"
"""The channel that an e-mail address is stored under as an identity; nobody is written to there."""


def normalise_mail(text: str) -> str:
    """Return an address in lower case, without outer spaces, composed (Unicode NFC).

    RFC 5321, section 2.4, lets a server distinguish case before the "@". No large provider does, and people write their
    own address in several ways.
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text.strip()).casefold())
