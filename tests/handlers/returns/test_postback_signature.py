"""Signatures of Standard Webhooks: the vectors of its published libraries, and what is not proven."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from handlers.returns.postback import read_postback
from handlers.returns.postback_signature import SignatureFault, find_signature_fault
from tests.cases import each

# https://github.com/standard-webhooks/standard-webhooks, the test of signing in each of its libraries
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ID, TIME, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", b'{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
NOW = datetime.fromtimestamp(1614265330, UTC)
OTHER = "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc="
MINUTES, SECOND = timedelta(minutes=5), timedelta(seconds=1)


def verify(**changes: object) -> SignatureFault | None:
    """The published vector, with changes."""
    told: dict[str, object] = {
        "webhook_id": ID, "timestamp": TIME, "signatures": SIGNATURE, "body": BODY, "secret": SECRET, "now": NOW,
    }  # fmt: skip
    all_: dict[str, Any] = {**told, **changes}
    headers = {"webhook-id": "webhook_id", "webhook-timestamp": "timestamp", "webhook-signature": "signatures"}
    sent = {name: all_.pop(value) for name, value in headers.items()}
    return find_signature_fault(sent, **all_)


def sign(webhook_id: str, timestamp: str, body: bytes) -> str:
    """A signature with the secret, made by hand."""
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    proof = hmac.new(key, f"{webhook_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(proof).decode()}"


VALID = {
    "the published vector": {},
    "a secret without its prefix": {"secret": SECRET.removeprefix("whsec_")},
    "the second of two": {"signatures": f"{OTHER} {SIGNATURE}"},
    "beside an asymmetric one": {"signatures": f"v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhq {SIGNATURE}"},
    "beside nonsense": {"signatures": f"v1 , v1,€ {SIGNATURE}"},
    "five minutes ago": {"now": NOW + MINUTES},
    "five minutes ahead": {"now": NOW - MINUTES},
}  # fmt: skip


@each("changes", VALID.values(), ids=VALID)
def test_what_is_signed_is_valid(changes: dict[str, object]) -> None:
    assert verify(**changes) is None


R = SignatureFault
REFUSED: dict[str, tuple[dict[str, object], SignatureFault]] = {
    "no id": ({"webhook_id": ""}, R.MISSING),
    "no time": ({"timestamp": ""}, R.MISSING),
    "no signature": ({"signatures": ""}, R.MISSING),
    "an id with a dot": ({"webhook_id": "msg.1"}, R.MALFORMED),
    "an id with a blank": ({"webhook_id": "msg 1"}, R.MALFORMED),
    "an endless id": ({"webhook_id": "m" * 256}, R.MALFORMED),
    "a time that is none": ({"timestamp": "soon"}, R.MALFORMED),
    "a time of other digits": ({"timestamp": "१६१४२६५३३०"}, R.MALFORMED),
    "a time below zero": ({"timestamp": "-1614265330"}, R.MALFORMED),
    "an endless time": ({"timestamp": "9" * 400}, R.MALFORMED),
    "no version": ({"signatures": SIGNATURE.partition(",")[2]}, R.MALFORMED),
    "another version": ({"signatures": SIGNATURE.replace("v1,", "v2,")}, R.MALFORMED),
    "no base64": ({"signatures": "v1,***"}, R.MALFORMED),
    "letters of no base64": ({"signatures": "v1,é"}, R.MALFORMED),
    "another secret": ({"signatures": OTHER}, R.WRONG),
    "half of it": ({"signatures": "v1,g0hM9SsE"}, R.WRONG),
    "nothing behind the version": ({"signatures": "v1,"}, R.WRONG),
    "another body": ({"body": BODY + b" "}, R.WRONG),
    "another id": ({"webhook_id": "msg_1"}, R.WRONG),
    "another time": ({"timestamp": "1614265331"}, R.WRONG),
    "the eleventh": ({"signatures": " ".join([OTHER] * 10 + [SIGNATURE])}, R.WRONG),
    "a replay": ({"now": NOW + MINUTES + SECOND}, R.EXPIRED),
    "a clock that is fast": ({"now": NOW - MINUTES - SECOND}, R.EARLY),
    "wrong and old": ({"signatures": OTHER, "now": NOW + timedelta(days=1)}, R.WRONG),
}


@each(("changes", "found"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_proven_has_its_reason(changes: dict[str, object], found: SignatureFault) -> None:
    assert verify(**changes) is found


@given(st.text(max_size=20), st.text(max_size=14), st.text(max_size=60), st.binary(max_size=20))
def test_no_header_does_more_than_being_refused(webhook_id: str, timestamp: str, signatures: str, body: bytes) -> None:
    assert verify(webhook_id=webhook_id, timestamp=timestamp, signatures=signatures, body=body) is not None


@given(st.binary(max_size=200))
def test_any_exact_body_is_proven(body: bytes) -> None:
    assert verify(body=body, signatures=sign(ID, TIME, body)) is None


def test_the_example_of_the_documentation_is_signed() -> None:
    page = (Path(__file__).parents[3] / "docs" / "partners.md").read_text(encoding="utf-8")
    head, body = re.search(r"```http\n(.*?)\n\n(.*?)\n```", page, re.DOTALL).groups()  # type: ignore[union-attr]
    headers = dict(line.split(": ", 1) for line in head.splitlines()[1:])
    at = int(headers["webhook-timestamp"])
    secret = re.search(r"whsec_[\w+/=]+", page)[0]  # type: ignore[index]
    assert find_signature_fault(headers, body.encode(), secret, datetime.fromtimestamp(at, UTC)) is None
    assert read_postback(body.encode()).report().ref == "A-1001"
