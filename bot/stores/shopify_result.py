"""The result of a bulk operation: lines of JSON, each a record or, with ``__parentId``, a part of the record above.

It is downloaded into an unnamed file and read line by line, so that a million records need no more memory than one.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import IO

from bot.channels.provider_http import ConnectionCut, ProviderReply, Wire
from bot.loopback import is_loopback
from handlers.engine.checked_fields import CheckedField, Wrong, parse_document

_TRIES = 5  # in a row without new data
LONGEST = 1 << 22
"""Most bytes of a line; no person or order has more."""
_PARENT = "__parentId"
_GONE = frozenset({403, 404, 410})


class Expired(Exception):
    """The result is no longer available; Shopify offers it for seven days."""


class NoResult(Exception):
    """The result is incomplete or invalid; the message says why."""


@dataclass(frozen=True, slots=True)
class Node:
    """A record with its nested parts. ``number`` counts the records of the result from 1; ``wrong`` says why it cannot
    be read."""

    number: int
    data: CheckedField
    parts: tuple[CheckedField, ...] = ()
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Extent:
    """The size of a result: ``roots`` of its ``objects`` are records. ``cut``: its last line is unreadable."""

    roots: int
    objects: int
    cut: bool


class Result:
    """A result on this machine's disk; the file disappears with the process, or on ``close``.

    ``nested``: its records may have parts, so an unreadable line may be a part of the record above.
    """

    def __init__(self, *, nested: bool) -> None:
        self._nested = nested
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - held as long as it is read

    async def fetch(self, wire: Wire, url: str, origin: str, size: int | None) -> None:
        """Download the whole result, resuming after a broken connection. Raises Expired and NoResult."""
        if not (url.startswith("https://") or (is_loopback(origin) and is_loopback(url))):
            raise NoResult("Shopify's result address does not use https")
        tries = 0
        while tries < _TRIES:
            before = self._file.seek(0, 2)
            reply = await self._part(wire, url, before)
            if reply is not None and reply.status in _GONE:
                raise Expired
            here = self._file.seek(0, 2)
            if reply is not None and reply.status < 300 and (size is None or here >= size):
                return
            tries = 0 if here > before else tries + 1
        here = self._file.seek(0, 2)
        whole = f" of {size}" if size is not None else ""
        raise NoResult(f"the result ends in the middle: {here}{whole} bytes came, however often it was asked for")

    async def _part(self, wire: Wire, url: str, at: int) -> ProviderReply | None:
        """Download from ``at`` on into the file, as far as possible; return None if the connection broke."""
        try:
            return await wire.pour(url, self._write, at)
        except ConnectionCut:
            return None

    def _write(self, part: bytes, at: int) -> None:
        self._file.seek(at)
        self._file.write(part)

    def extent(self) -> Extent:
        """Read the result once. Raises NoResult if parts are separate from their records."""
        roots = objects = 0
        cut = False
        for node in self.nodes():
            roots += 1
            objects += len(node.parts) + (node.data.value is not None)
            cut = bool(node.wrong)
        return Extent(roots, objects, cut)

    def nodes(self, but: int = 0) -> Iterator[Node]:
        """Yield the records in order, without the first ``but``. Raises NoResult if parts are separate from their
        records."""
        return islice(self._nodes(), but, None)

    def _nodes(self) -> Iterator[Node]:
        node: Node | None = None
        parts: list[CheckedField] = []
        for told in self._lines():
            if told is not None and (parent := told[_PARENT].value) is not None:
                # Behind a line that cannot be read nobody knows whose they are: that record is wrong anyway.
                if node is None or (not node.wrong and parent != node.data["id"].value):
                    raise NoResult("the result separates parts of a record from it")
                parts.append(told)
            elif told is None and node is not None and self._nested:
                node = replace(node, wrong="a line that may belong to it cannot be read")
            else:
                if node is not None:
                    yield replace(node, parts=tuple(parts))
                wrong = "" if told is not None else "the line cannot be read"
                node, parts = Node(1 if node is None else node.number + 1, told or CheckedField(None), wrong=wrong), []
        if node is not None:
            yield replace(node, parts=tuple(parts))

    def close(self) -> None:
        """Remove the file."""
        self._file.close()

    def _lines(self) -> Iterator[CheckedField | None]:
        """Yield each line's content; None for an unreadable one."""
        self._file.seek(0)
        while line := self._file.readline(LONGEST):
            whole = line.endswith(b"\n") or len(line) < LONGEST
            if not whole:
                self._pass_over()
            if line.strip():
                yield _read(line) if whole else None

    def _pass_over(self) -> None:
        """Skip to the end of a line that is too long."""
        while (rest := self._file.readline(LONGEST)) and not rest.endswith(b"\n"):
            pass


def _read(line: bytes) -> CheckedField | None:
    try:
        told = parse_document(line)
    except Wrong:
        return None
    return told if isinstance(told.value, dict) else None
