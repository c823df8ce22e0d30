"""What every channel needs to prove and to read a request: headers, even comparison, text that can be stored."""

from __future__ import annotations

import hmac

from bot.channels.channel import Request, Unproven

LARGEST_FORM = 64 * 1024
"""Bytes of a form that is to be proven: Twilio's are some two thousand, and thirty thousand with all that fits in."""


def header(request: Request, name: str) -> str:
    """The value of a header, whatever the case of its name; "" when it is missing."""
    if name in request.headers:
        return request.headers[name]
    wanted = name.lower()
    return next((value for key, value in request.headers.items() if key.lower() == wanted), "")


def demand(name: str, given: str, *expected: str) -> None:
    """Raises Unproven unless the header's value ``given`` is one of ``expected``; a near miss takes as long as any.

    An empty expectation is never met. Headers may hold anything, so both sides are compared as bytes.
    """
    mine = given.encode("utf-8", "replace")
    met = [bool(one) and hmac.compare_digest(one.encode("utf-8", "replace"), mine) for one in expected]
    if not any(met):
        raise Unproven(f"{name} is {'wrong' if given else 'missing'}")


def clean(text: str) -> str:
    """``text`` as both databases can store it: without NUL (PostgreSQL) and without halves of characters."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
