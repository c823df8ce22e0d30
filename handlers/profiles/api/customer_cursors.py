"""The cursors of customer lists and histories: the end of a page, which needs more than an id."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from flows.moment_bounds import resolve_moment
from handlers.api.list_cursors import NO_CURSOR, read_bytes, write_bytes
from storage.profiles.customer_list import ListPlace, SortedBy, Sorting
from storage.profiles.customer_timeline import TimePlace

_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
_LENGTH = 24  # bytes of the cursor of a history


def write_place(sorting: Sorting, place: ListPlace) -> str:
    """Encode a place in a list with this order as a cursor."""
    figure = place.figure
    number = (figure - _EPOCH) // _MICROSECOND if isinstance(figure, datetime) else figure
    told = f"{_name_sorting(sorting)} {'' if number is None else number} {place.contact.hex}"
    return write_bytes(told.encode())


def read_place(sorting: Sorting, cursor: str) -> ListPlace | None:
    """Decode the place in a cursor; None if there is no cursor. Raises ValueError for a cursor of another list."""
    if not cursor:
        return None
    try:
        sort, number, contact = read_bytes(cursor).decode("ascii").split(" ")
        figure = None if not number else _figure(sorting.by, int(number))
        place = ListPlace(UUID(hex=contact), figure)
    except (ValueError, OverflowError):
        raise ValueError(NO_CURSOR) from None
    if sort != _name_sorting(sorting) or not -(1 << 63) <= int(number or 0) < 1 << 63:
        raise ValueError("belongs to a list with another order; use `next` of the previous page")
    return place


def _figure(by: SortedBy, number: int) -> int | datetime:
    return _EPOCH + number * _MICROSECOND if by is SortedBy.LAST_ORDER_AT else number


def _name_sorting(sorting: Sorting) -> str:
    return f"{'-' if sorting.down else ''}{sorting.by.value}"


def write_entry(place: TimePlace) -> str:
    """Encode an entry of a history as a cursor: its time and its id."""
    at = (place.at - _EPOCH) // _MICROSECOND
    told = at.to_bytes(8, "big", signed=True) + place.id.bytes
    return write_bytes(told)


def read_entry(cursor: object) -> TimePlace | None:
    """Decode the place in a cursor; None if it is empty. Raises ValueError for an invalid cursor."""
    if cursor == "":
        return None
    try:
        told = read_bytes(str(cursor))
        at = int.from_bytes(told[:8], "big", signed=True)
        if len(told) != _LENGTH:
            raise ValueError
        place = TimePlace(resolve_moment(_EPOCH + at * _MICROSECOND), UUID(bytes=told[8:]))
    except (ValueError, OverflowError):
        raise ValueError(NO_CURSOR) from None
    return place
