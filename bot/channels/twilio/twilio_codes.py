"""Twilio's error codes, each mapped to what it means for us. https://www.twilio.com/docs/api/errors"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from flows.delivery import Failure

_TABLE = files("bot.channels.twilio") / "codes.csv"


@dataclass(frozen=True, slots=True)
class TwilioCode:
    """The meaning of a code, and an admin's remedy; "" if only Twilio explains it."""

    failure: Failure
    advice: str


# An answer that carries no code of ours to go by.
_STATUSES: Mapping[int, Failure] = MappingProxyType(
    {401: Failure.SENDER, 403: Failure.SENDER, 408: Failure.UNKNOWN, 429: Failure.RETRY}
)


@cache
def load_codes() -> Mapping[int, TwilioCode]:
    """Return every code that is known (`codes.csv`)."""
    rows = csv.DictReader(_TABLE.read_text(encoding="utf-8").splitlines())
    return MappingProxyType({int(row["code"]): TwilioCode(Failure(row["failure"]), row["advice"]) for row in rows})


def classify(code: int | None, status: int | None = None) -> Failure:
    """Return the meaning of a code; of the HTTP status if the code is unknown; ALERT if both are.

    A 5xx answers a request that was written. 503 means that it was not accepted, so it may be retried. After 500, 502
    and 504 the message may exist behind the gateway: UNKNOWN, because nothing is sent twice.
    """
    if status is not None and status >= 500:
        return Failure.RETRY if status == 503 else Failure.UNKNOWN
    known = load_codes().get(code or 0)
    return known.failure if known is not None else _STATUSES.get(status or 0, Failure.ALERT)


def advise(code: int | None) -> str:
    """Return an admin's remedy for a code, or Twilio's explanation of it."""
    if code is None:
        return ""
    known = load_codes().get(code)
    return (known and known.advice) or f"see https://www.twilio.com/docs/api/errors/{code}"
