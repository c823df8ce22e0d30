"""The cursors of lists: opaque to callers, and, of those that go by ids, stable while new things come."""

import base64
from collections.abc import Callable, Sequence
from typing import Annotated, Protocol, TypeVar
from uuid import UUID

from pydantic import BeforeValidator, Field, WithJsonSchema


class OnAPage(Protocol):
    """A thing with an id, as lists go by."""

    @property
    def id(self) -> UUID: ...


T = TypeVar("T")
Identified = TypeVar("Identified", bound=OnAPage)
NO_CURSOR = "is not a cursor; take it from `next` of the page before"


def page_of(found: Sequence[Identified], limit: int) -> tuple[Sequence[Identified], str | None]:
    """A page of what was found, by ids; as ``page_behind`` says."""
    return page_behind(found, limit, lambda one: write_cursor(one.id))


def page_behind(found: Sequence[T], limit: int, write: Callable[[T], str]) -> tuple[Sequence[T], str | None]:
    """A page of what was found, and the cursor of the next one, which ``write`` makes of the last thing; None on the
    last. One more than the ``limit`` is to be looked for, so that it is known whether there is a next one."""
    page = found[:limit]
    return page, write(page[-1]) if len(found) > len(page) else None


def write_cursor(last: UUID) -> str:
    """The cursor that goes on after the thing of that id."""
    return write_bytes(last.bytes)


def write_bytes(told: bytes) -> str:
    """What a cursor tells, in letters of a URL."""
    return base64.urlsafe_b64encode(told).rstrip(b"=").decode()


def read_bytes(cursor: str) -> bytes:
    """What ``write_bytes`` made a cursor of. Raises ValueError for what is none."""
    return base64.urlsafe_b64decode(f"{cursor}===")


def _read_cursor(cursor: object) -> UUID | None:
    if cursor == "":
        return None
    try:
        last = UUID(bytes=read_bytes(str(cursor)))
        if write_cursor(last) != cursor:
            raise ValueError
    except ValueError:
        raise ValueError(NO_CURSOR) from None
    return last


Cursor = Annotated[
    UUID | None,
    BeforeValidator(_read_cursor),
    Field(description="`next` of the page before"),
    WithJsonSchema({"type": "string", "pattern": "^([A-Za-z0-9_-]{21}[AQgw])?$"}),
]
