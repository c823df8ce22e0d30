"""Rows of messages, written and read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from flows.delivery import MessageStatus
from flows.policy.departure_facts import Kind, Programme, Purpose
from storage.sending.message import Message
from storage.sql import json_codec
from storage.sql.repository import dump_record

MICROSECOND = timedelta(microseconds=1)
_KINDS = (("purpose", Purpose), ("programme", Programme), ("kind", Kind), ("status", MessageStatus))
_WRITTEN: tuple[tuple[str, Callable[[], Any]], ...] = (("variables", dict), ("buttons", list), ("media", list))


def make_row(message: Message) -> dict[str, Any]:
    """Return the row of a message."""
    values = dump_record(message) | {
        "data": json_codec.dump_values(message.data) if message.data else None,
        "variables": json.dumps(dict(message.variables), ensure_ascii=False) if message.variables else None,
        "buttons": dump_parts(message.buttons),
        "media": dump_parts(message.media),
        "expires_after": None if message.expires_after is None else message.expires_after // MICROSECOND,
    }
    for name, _ in _KINDS:
        values[name] = None if values[name] is None else values[name].value
    return values


def read_row(row: Any) -> Message:
    """Return the message of a row."""
    return read_values([getattr(row, name) for name in Message.__slots__])


def read_values(row: Sequence[Any]) -> Message:
    """Return a message from the columns named like its fields."""
    told: dict[str, Any] = dict(zip(Message.__slots__, row, strict=True))
    for name, kind in _KINDS:
        if told[name] is not None:
            told[name] = kind(told[name])
    told["data"] = json_codec.load_values(told["data"])
    for name, nothing in _WRITTEN:
        told[name] = json.loads(told[name]) if told[name] else nothing()
    if told["expires_after"] is not None:
        told["expires_after"] *= MICROSECOND
    return Message(**told)


def dump_parts(parts: Sequence[Mapping[str, str]]) -> str | None:
    """Return buttons or media as the JSON of a column."""
    return json.dumps(list(parts), ensure_ascii=False) if parts else None
