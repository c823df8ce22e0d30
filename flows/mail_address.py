"""The canonical form of a mail address, for comparing, storing and searching."""

from __future__ import annotations

import unicodedata

MAIL = "email"
"""The channel under which a mail address is kept as a name. Nobody is written to there."""


def normalise_mail(text: str) -> str:
    """Return an address without case and outer spaces, composed (Unicode NFC).

    RFC 5321, section 2.4, lets a server tell case apart before the "@". No large provider does, and people write their
    own address in several ways.
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text.strip()).casefold())
