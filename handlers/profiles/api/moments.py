"""The cursor of a history: the moment and the id of the entry behind which it goes on."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime, timedelta
from uuid import UUID

from storage.profiles.timeline import TimePlace

_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
_LENGTH, _LATEST = 24, 253402300800 * 10**6  # bytes of a cursor; the end of the year 9999


def write_moment(place: TimePlace) -> str:
    """The cursor that goes on behind an entry."""
    at = (place.at - _EPOCH) // _MICROSECOND
    told = at.to_bytes(8, "big", signed=True) + place.id.bytes
    return base64.urlsafe_b64encode(told).rstrip(b"=").decode()


def read_moment(cursor: object) -> TimePlace | None:
    """The place that a cursor names; None for an empty one. Raises ValueError for what is no cursor."""
    if cursor == "":
        return None
    try:
        told = base64.urlsafe_b64decode(str(cursor))
        at = int.from_bytes(told[:8], "big", signed=True)
        if len(told) != _LENGTH or not -_LATEST < at < _LATEST:
            raise ValueError
        place = TimePlace(_EPOCH + at * _MICROSECOND, UUID(bytes=told[8:]))
    except (binascii.Error, ValueError, OverflowError):
        raise ValueError("is not a cursor; take it from `next` of the page before") from None
    return place
