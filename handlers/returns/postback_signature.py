"""The signature of a partner's postback, by Standard Webhooks: https://www.standardwebhooks.com, version 1, symmetric.

The partner signs ``{webhook-id}.{webhook-timestamp}.{body}`` with HMAC-SHA256 and sends the three headers.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from datetime import datetime, timedelta
from enum import StrEnum

TOLERANCE = timedelta(minutes=5)
"""How far the time of the request may be from ours, on both sides; what the post tells of may be of any age."""
_PREFIX, _VERSION = "whsec_", "v1"
_MOST_SIGNATURES = 10
# The id is part of what is signed, so a dot would let one id and time pass for others.
_ID, _TIME = re.compile(r"[!-\-/-~]{1,255}"), re.compile(r"[0-9]{1,12}")
_FEWEST_BYTES, _MOST_BYTES = 24, 64  # of a secret: "between 24 bytes (192 bits) and 64 bytes (512 bits)"


class SignatureResult(StrEnum):
    """What a check of a signature found."""

    VALID = "valid"
    MISSING = "missing"  # a header is absent
    MALFORMED = "malformed"  # a header is not as the standard says
    WRONG = "wrong"  # signed with another secret, or another body
    EXPIRED = "expired"  # the request's time is more than five minutes ago: perhaps a replay
    EARLY = "early"  # the request's time is more than five minutes ahead: a clock is wrong


def verify_signature(
    webhook_id: str, timestamp: str, signatures: str, body: bytes, secret: str, now: datetime
) -> SignatureResult:
    """Check the values of the headers ``webhook-id``, ``webhook-timestamp`` and ``webhook-signature``; "" is absent.

    ``body`` is exact, and ``now`` real time. While a secret is replaced, the partner signs with both: any matching
    signature is enough. Raises ValueError for a secret that is not as ``make_secret`` makes them.
    """
    key = _read_secret(secret)
    if not (webhook_id and timestamp and signatures):
        return SignatureResult.MISSING
    given = _read_signatures(signatures)
    if not (_ID.fullmatch(webhook_id) and _TIME.fullmatch(timestamp) and given):
        return SignatureResult.MALFORMED
    proof = hmac.digest(key, f"{webhook_id}.{timestamp}.".encode() + body, "sha256")
    # All are compared, so that the time does not tell which one fits.
    if not any([hmac.compare_digest(proof, one) for one in given]):
        return SignatureResult.WRONG
    apart = now.timestamp() - int(timestamp)
    if abs(apart) > TOLERANCE.total_seconds():
        return SignatureResult.EXPIRED if apart > 0 else SignatureResult.EARLY
    return SignatureResult.VALID


def make_secret(random: bytes) -> str:
    """Return a secret for a partner from 24 to 64 random bytes. Raises ValueError for others."""
    if not _FEWEST_BYTES <= len(random) <= _MOST_BYTES:
        raise ValueError(f"a secret has {_FEWEST_BYTES} to {_MOST_BYTES} bytes")
    return _PREFIX + base64.b64encode(random).decode()


def _read_secret(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("the partner's secret is not base64") from None
    if not _FEWEST_BYTES <= len(key) <= _MOST_BYTES:
        raise ValueError(f"a secret has {_FEWEST_BYTES} to {_MOST_BYTES} bytes")
    return key


def _read_signatures(told: str) -> list[bytes]:
    """Return the signatures of our version; others, such as asymmetric ones, are ignored."""
    found = []
    for part in told.split(" ")[:_MOST_SIGNATURES]:
        version, _, encoded = part.partition(",")
        if version == _VERSION:
            try:
                found.append(base64.b64decode(encoded, validate=True))
            except (binascii.Error, ValueError):
                continue
    return found
