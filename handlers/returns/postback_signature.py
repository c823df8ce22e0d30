"""The signature of a partner's postback, by Standard Webhooks: https://www.standardwebhooks.com, version 1, symmetric.

The partner signs ``{webhook-id}.{webhook-timestamp}.{body}`` with HMAC-SHA256 and sends the three headers. Its secret
derives from the root key of the installation, so it is stored nowhere; a renewed secret has the next number.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from flows.promotions.sponsor import Sponsor
from handlers.engine.turn import Turn

TOLERANCE = timedelta(minutes=5)
"""How far the time of the request may be from ours, on both sides; what the post tells of may be of any age."""
_PREFIX, _VERSION = "whsec_", "v1"
_MOST_SIGNATURES = 10
_HEADERS = ("id", "timestamp", "signature")
# The id is part of what is signed, so a dot would let one id and time pass for others.
_ID, _TIME = re.compile(r"[!-\-/-~]{1,255}"), re.compile(r"[0-9]{1,12}")


class SignatureFault(StrEnum):
    """Why a signature is refused; the value tells the partner."""

    MISSING = "the headers webhook-id, webhook-timestamp and webhook-signature are needed"
    MALFORMED = "a webhook header is not as Standard Webhooks says"
    WRONG = "the signature does not fit the body and this partner's secret"
    EXPIRED = "webhook-timestamp is more than five minutes ago"  # perhaps a replay
    EARLY = "webhook-timestamp is more than five minutes ahead"


def derive_secret(turn: Turn, sponsor: Sponsor) -> str:
    """Return the present secret of a sponsor: ``whsec_`` and 32 bytes in base64."""
    parts = ("postback", turn.business.id, sponsor.id, str(sponsor.secret_number))
    halves = (turn.tools.seeds.seal(*parts, half) for half in ("first", "second"))
    return f"{_PREFIX}{base64.b64encode(b''.join(halves)).decode()}"


def find_signature_fault(headers: Mapping[str, str], body: bytes, secret: str, now: datetime) -> SignatureFault | None:
    """Check the headers ``webhook-id``, ``webhook-timestamp`` and ``webhook-signature``; return None for a valid
    signature.

    ``body`` is exact, and ``now`` real time. While a secret is replaced, the partner signs with both: any matching
    signature is enough.
    """
    webhook_id, timestamp, signatures = (headers.get(f"webhook-{name}", "") for name in _HEADERS)
    if not (webhook_id and timestamp and signatures):
        return SignatureFault.MISSING
    given = _read_signatures(signatures)
    if not (_ID.fullmatch(webhook_id) and _TIME.fullmatch(timestamp) and given):
        return SignatureFault.MALFORMED
    key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    proof = hmac.digest(key, f"{webhook_id}.{timestamp}.".encode() + body, "sha256")
    # All are compared, so that the time does not tell which one fits.
    if not any([hmac.compare_digest(proof, one) for one in given]):
        return SignatureFault.WRONG
    apart = now.timestamp() - int(timestamp)
    if abs(apart) > TOLERANCE.total_seconds():
        return SignatureFault.EXPIRED if apart > 0 else SignatureFault.EARLY
    return None


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
