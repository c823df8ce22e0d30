"""The cursor of a list that goes by ids: opaque to callers, and stable while new things come."""

import base64
import binascii
from collections.abc import Sequence
from typing import Annotated, Protocol, TypeVar
from uuid import UUID

from pydantic import BeforeValidator, Field, WithJsonSchema


class OnAPage(Protocol):
    """A thing with an id, as lists go by."""

    @property
    def id(self) -> UUID: ...


T = TypeVar("T", bound=OnAPage)


def page_of(found: Sequence[T], limit: int) -> tuple[Sequence[T], str | None]:
    """A page of what was found, and the cursor of the next one; None on the last. One more than the ``limit`` is to be
    looked for, so that it is known whether there is a next one."""
    page = found[:limit]
    return page, write_cursor(page[-1].id) if len(found) > len(page) else None


def write_cursor(last: UUID) -> str:
    """The cursor that goes on after the thing of that id."""
    return base64.urlsafe_b64encode(last.bytes).rstrip(b"=").decode()


def _read_cursor(cursor: object) -> UUID | None:
    if cursor == "":
        return None
    try:
        last = UUID(bytes=base64.urlsafe_b64decode(f"{cursor}=="))
    except (binascii.Error, ValueError):
        last = None
    if last is None or write_cursor(last) != cursor:
        raise ValueError("is not a cursor; take it from `next` of the page before")
    return last


Cursor = Annotated[
    UUID | None,
    BeforeValidator(_read_cursor),
    Field(description="`next` of the page before"),
    WithJsonSchema({"type": "string", "pattern": "^([A-Za-z0-9_-]{21}[AQgw])?$"}),
]
