"""Tools for every channel to verify and parse a request: headers, constant-time comparison, text that can be stored."""

from __future__ import annotations

import hmac
import re
import unicodedata

from bot.channels.channel import ChannelRequest, Unproven

LARGEST_FORM = 64 * 1024
"""Most bytes of a form that is verified. Twilio's have about two thousand, at most thirty thousand."""

LARGEST_POST = 30 * 2**20
"""Most bytes of a posted mail: https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/inbound-email"""

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
    """Raise Unproven unless the header's value ``given`` is one of ``expected``, compared in constant time.

    An empty expectation is never met. Headers may hold any bytes, so both sides are compared as bytes.
    """
    mine = given.encode("utf-8", "replace")
    met = [bool(one) and hmac.compare_digest(one.encode("utf-8", "replace"), mine) for one in expected]
    if not any(met):
        raise Unproven(f"{name} is {'wrong' if given else 'missing'}")


def clean(text: str) -> str:
    """Return ``text`` without characters that cannot be stored or should not be shown; "" if nothing visible remains.

    NUL (which PostgreSQL refuses) and half surrogates are removed. So are other control characters and those that
    change the reading direction of the text around them (Unicode Standard Annex 9). Joiners stay, as emoji and Hindi
    need them.
    """
    if text.isascii() and text.isprintable():
        return text
    kept = _UNSEEN.sub("", _BREAKS.sub(" ", text)).encode("utf-8", "replace").decode("utf-8")
    return "" if is_blank(kept) else kept


def is_blank(text: str) -> bool:
    """Return True for a text without visible characters."""
    return all(one.isspace() or one in _BLANKS or unicodedata.category(one) in {"Cc", "Cf", "Mn"} for one in text)
