"""The cursors of lists: opaque to callers; based on ids, so that pages are stable while new items arrive."""

import base64
from collections.abc import Callable, Sequence
from typing import Annotated, Protocol, TypeVar
from uuid import UUID

from pydantic import BeforeValidator, Field, WithJsonSchema


class OnAPage(Protocol):
    """A thing with an id; lists are ordered by id."""

    @property
    def id(self) -> UUID: ...


T = TypeVar("T")
Identified = TypeVar("Identified", bound=OnAPage)
NO_CURSOR = "is not a cursor; use `next` of the previous page"


def cut_page(found: Sequence[Identified], limit: int) -> tuple[Sequence[Identified], str | None]:
    """Return a page of things ordered by id, and the next cursor, as ``cut_page_by`` does."""
    return cut_page_by(found, limit, lambda one: write_cursor(one.id))


def cut_page_by(found: Sequence[T], limit: int, write: Callable[[T], str]) -> tuple[Sequence[T], str | None]:
    """Return a page, and the cursor of the next one, which ``write`` makes from the last item; None on the last page.
    ``found`` needs one item more than the ``limit``, to show if there is a next page."""
    page = found[:limit]
    return page, write(page[-1]) if len(found) > len(page) else None


def write_cursor(last: UUID) -> str:
    """Encode the cursor after the item with this id."""
    return write_bytes(last.bytes)


def write_bytes(told: bytes) -> str:
    """Encode a cursor's content in characters that a URL allows."""
    return base64.urlsafe_b64encode(told).rstrip(b"=").decode()


def read_bytes(cursor: str) -> bytes:
    """Decode the bytes that ``write_bytes`` encoded. Raises ValueError for an invalid cursor."""
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
