"""The fields and files of a submitted form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, MultipartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from bot.channels.inbound_request import is_blank
from bot.web.request_bodies import read_body

_MOST_FIELDS = 60
_NOT_OURS = "this is not one of our forms"


@dataclass(frozen=True, slots=True)
class PageForm:
    """A form: its values in order, and its files by field."""

    values: Sequence[tuple[str, str]]
    files: Mapping[str, bytes] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """Return the value of a field; "" for a missing one, or one without visible characters."""
        return next((value for key, value in self.values if key == name), "")

    def list(self, name: str) -> tuple[str, ...]:
        """Return all values of a field, such as those of its ticked boxes."""
        return tuple(value for key, value in self.values if key == name and value)


async def read_fields(http: web.Request, longest: int) -> list[tuple[str, str]]:
    """Return the values of a form of at most ``longest`` bytes; "" for a value without visible characters. 400 for
    another body, 413 for a longer one."""
    body = await read_body(http, longest)
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError:
        raise web.HTTPBadRequest(text=_NOT_OURS) from None
    return [(name, _clean(value)) for name, value in pairs]


async def read_page_form(http: web.Request, longest: int, largest_file: int) -> PageForm:
    """Return a form with its files. 400 for another body; 413 for more than ``longest`` bytes of values, or more than
    ``largest_file`` bytes of files."""
    if http.content_type != "multipart/form-data":
        return PageForm(await read_fields(http, longest))
    if (http.content_length or 0) > longest + largest_file:
        raise web.HTTPRequestEntityTooLarge(longest + largest_file, http.content_length or 0)
    try:
        return await _read_parts(await http.multipart(), longest, largest_file)
    except (ValueError, LookupError, HttpProcessingError, ConnectionError):  # LookupError: of an unknown character set
        raise web.HTTPBadRequest(text=_NOT_OURS) from None


async def _read_parts(reader: MultipartReader, longest: int, largest_file: int) -> PageForm:
    values: list[tuple[str, str]] = []
    files: dict[str, bytes] = {}
    left = longest
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader) or not part.name or len(values) + len(files) >= _MOST_FIELDS:
            raise ValueError(_NOT_OURS)
        if part.filename is None:
            body = await _read_part(part, left)
            left -= len(body)
            values.append((part.name, _clean(body.decode())))
        elif body := await _read_part(part, largest_file):
            largest_file -= len(body)
            files[part.name] = body
    return PageForm(values, files)


async def _read_part(part: BodyPartReader, most: int) -> bytes:
    body = bytearray()
    while chunk := await part.read_chunk():
        body += chunk
        if len(body) > most:
            raise web.HTTPRequestEntityTooLarge(most, len(body))
    return bytes(body)


def _clean(value: str) -> str:
    text = value.replace("\r\n", "\n").replace("\x00", "")
    return "" if is_blank(text) else text
