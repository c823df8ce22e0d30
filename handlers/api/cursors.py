"""The cursor of a list that goes by ids: opaque to callers, and stable while new things come."""

import base64
import binascii
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field, WithJsonSchema


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
