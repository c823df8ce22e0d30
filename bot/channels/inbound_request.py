"""Tools of every channel to prove and read a request: headers, constant-time comparison, text that can be stored."""

from __future__ import annotations

import hmac
import re
import unicodedata

from bot.channels.channel import ChannelRequest, Unproven

LARGEST_FORM = 64 * 1024
"""Bytes of a form that is to be proven: Twilio's are some two thousand, and thirty thousand with all that fits in."""

_BREAKS = re.compile("[\x0b\x0c\x1c-\x1f\x85]")  # lines and pages of other days
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters by name that are empty, and an empty pattern of Braille


def get_header(request: ChannelRequest, name: str) -> str:
    """Return the value of a header, case-insensitively; "" when it is missing."""
    if name in request.headers:
        return request.headers[name]
    wanted = name.lower()
    return next((value for key, value in request.headers.items() if key.lower() == wanted), "")


def require_header(name: str, given: str, *expected: str) -> None:
    """Raise Unproven unless the header's value ``given`` is one of ``expected``; a near miss takes as long as any.

    An empty expectation is never met. Headers may hold anything, so both sides are compared as bytes.
    """
    mine = given.encode("utf-8", "replace")
    met = [bool(one) and hmac.compare_digest(one.encode("utf-8", "replace"), mine) for one in expected]
    if not any(met):
        raise Unproven(f"{name} is {'wrong' if given else 'missing'}")


def clean(text: str) -> str:
    """``text`` as it may be kept and shown: "" where nothing of it can be seen.

    Both databases can store it: NUL (PostgreSQL) and halves of characters are gone. So are other controls and what
    turns the reading direction of the words around it (Unicode Standard Annex 9); joiners stay, for emoji and Hindi
    are written with them.
    """
    if text.isascii() and text.isprintable():
        return text
    kept = _UNSEEN.sub("", _BREAKS.sub(" ", text)).encode("utf-8", "replace").decode("utf-8")
    return "" if is_blank(kept) else kept


def is_blank(text: str) -> bool:
    """Return True for a text without visible characters."""
    return all(one.isspace() or one in _BLANKS or unicodedata.category(one) in {"Cc", "Cf", "Mn"} for one in text)
