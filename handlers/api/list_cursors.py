"""The cursors of lists: opaque to callers, and, by ids, stable while new things come."""

import base64
from collections.abc import Callable, Sequence
from typing import Annotated, Protocol, TypeVar
from uuid import UUID

from pydantic import BeforeValidator, Field, WithJsonSchema


class OnAPage(Protocol):
    """A thing with an id, the key of lists."""

    @property
    def id(self) -> UUID: ...


T = TypeVar("T")
Identified = TypeVar("Identified", bound=OnAPage)
NO_CURSOR = "is not a cursor; use `next` of the previous page"


def cut_page(found: Sequence[Identified], limit: int) -> tuple[Sequence[Identified], str | None]:
    """Return a page of things, by ids; see ``cut_page_by``."""
    return cut_page_by(found, limit, lambda one: write_cursor(one.id))


def cut_page_by(found: Sequence[T], limit: int, write: Callable[[T], str]) -> tuple[Sequence[T], str | None]:
    """Return a page, and the cursor of the next one, which ``write`` makes of the last thing; None on the last page.
    ``found`` needs one more than the ``limit``, to know whether there is a next page."""
    page = found[:limit]
    return page, write(page[-1]) if len(found) > len(page) else None


def write_cursor(last: UUID) -> str:
    """Return the cursor after the thing of that id."""
    return write_bytes(last.bytes)


def write_bytes(told: bytes) -> str:
    """Return a cursor's content in letters of a URL."""
    return base64.urlsafe_b64encode(told).rstrip(b"=").decode()


def read_bytes(cursor: str) -> bytes:
    """Return the bytes that ``write_bytes`` encoded. Raises ValueError for an invalid cursor."""
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
    Field(description="`next` of the previous page"),
    WithJsonSchema({"type": "string", "pattern": "^([A-Za-z0-9_-]{21}[AQgw])?$"}),
]
