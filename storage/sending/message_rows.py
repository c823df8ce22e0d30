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
_AT = {name: at for at, name in enumerate(Message.__slots__)}
_KNOWN = [(_AT[name], {one.value: one for one in kind}) for name, kind in _KINDS]
_WRITTEN: list[tuple[int, Callable[[], Any]]] = [(_AT["variables"], dict), (_AT["buttons"], list), (_AT["media"], list)]
_DATA, _EXPIRES = _AT["data"], _AT["expires_after"]
_SETTERS = [Message.__dict__[name].__set__ for name in Message.__slots__]


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
    told = list(row)
    for at, known in _KNOWN:
        if told[at] is not None:
            told[at] = known[told[at]]
    told[_DATA] = json_codec.load_values(told[_DATA])
    for at, nothing in _WRITTEN:
        told[at] = json.loads(told[at]) if told[at] else nothing()
    if told[_EXPIRES] is not None:
        told[_EXPIRES] *= MICROSECOND
    message = Message.__new__(Message)  # all fields are here: __init__ would set them at twice the cost
    for put, value in zip(_SETTERS, told, strict=True):
        put(message, value)
    return message


def dump_parts(parts: Sequence[Mapping[str, str]]) -> str | None:
    """Return buttons or media as the JSON of a column."""
    return json.dumps(list(parts), ensure_ascii=False) if parts else None
