"""Whether a webhook is Stripe's, and of now: https://docs.stripe.com/webhooks#verify-manually"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta

from bot.channels.channel import Request, Unproven
from bot.channels.inbound import header

NAME = "Stripe-Signature"
# What Stripe's own libraries allow, on both sides: clocks differ. A delivery that is repeated later is signed anew.
TOLERANCE = timedelta(minutes=5)
_SCHEME = "v1"
_MOST_SIGNATURES, _LONGEST_TIME = 10, 12


def prove(request: Request, secret: bytes) -> None:
    """Check the HMAC-SHA256 of time and exact body, and the time against real time. Raises Unproven.

    While a secret is being replaced Stripe signs with both, so any one of its signatures will do.
    """
    told, given = _taken_apart(header(request, NAME))
    signed = told.encode(errors="replace") + b"." + request.body
    # A signature by an empty secret proves nothing: anyone can make it.
    proof = hmac.digest(secret, signed, "sha256").hex() if secret else ""
    fits = [hmac.compare_digest(one.encode(errors="replace"), proof.encode()) for one in given[:_MOST_SIGNATURES]]
    if not proof or not any(fits):
        raise Unproven(f"{NAME} is {'wrong' if given else 'missing'}")
    _of_now(told, request.arrived)


def _taken_apart(value: str) -> tuple[str, list[str]]:
    """The time and the signatures of our scheme; others, as that of test events, prove nothing."""
    parts = [part.strip().partition("=")[::2] for part in value.split(",")]
    told = next((given for name, given in parts if name == "t"), "")
    return told, [given for name, given in parts if name == _SCHEME]


def _of_now(told: str, arrived: datetime | None) -> None:
    if not (told.isascii() and told.isdigit() and len(told) <= _LONGEST_TIME) or arrived is None:
        raise Unproven(f"{NAME} has no time")
    if abs(arrived.timestamp() - int(told)) > TOLERANCE.total_seconds():
        raise Unproven(f"{NAME} is of another time; see that this machine's clock is right")
