"""In which letters a file is written: UTF-8 or UTF-16 by its mark or by its bytes, else the old Western ones."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator

_MARKS = (
    (codecs.BOM_UTF32_LE, None), (codecs.BOM_UTF32_BE, None),  # before UTF-16, whose mark begins the same
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
# How files begin that are no text: https://en.wikipedia.org/wiki/List_of_file_signatures
_OTHERS = (
    (b"PK\x03\x04", "a workbook or an archive; save it as CSV first"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook; save it as CSV first"),
    (b"%PDF", "a PDF; save the table as CSV first"),
    (b"\x1f\x8b", "compressed; unpack it first"),
)
_HEAD = 4096  # bytes that tell UTF-16 by its zeros
_MOSTLY = 0.3  # of the letters of a text in a Western alphabet far more have a zero for their upper half
_RARE = 10  # letters that can be read to one that cannot: such a text is UTF-8 with a fault
_NO_LETTERS = frozenset(
    b"\x81\x8d\x8f\x90\x9d"
)  # to which Windows 1252 gives nothing: https://encoding.spec.whatwg.org
_UNREADABLE = "\ufffd"


class NoText(ValueError):
    """The file is something else than a table in text; the message says what, and what to do."""


def encoding_of(parts: Iterable[bytes]) -> str:
    """The name by which Python opens the file; ``parts`` are all its bytes, in order. Raises NoText.

    A text that is UTF-8 but for a few bytes is UTF-8 all the same: those are read as U+FFFD.
    """
    rest = iter(parts)
    head = next(rest, b"")
    for beginning, what in _OTHERS:
        if head.startswith(beginning):
            raise NoText(f"the file is {what}")
    for mark, name in _MARKS:
        if head.startswith(mark):
            if name is None:
                raise NoText("the file is UTF-32; save it as UTF-8")
            return name
    return _utf_16(head[:_HEAD]) or _utf_8_or_western(_chained(head, rest))


def _chained(head: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from rest


def _utf_16(head: bytes) -> str | None:
    pairs = len(head) // 2
    even, odd = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    if max(even, odd) <= pairs * _MOSTLY or min(even, odd) > pairs * _MOSTLY:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _utf_8_or_western(parts: Iterator[bytes]) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    read = unread = 0
    unnamed = False
    for part in parts:
        if part.isascii() and not decoder.getstate()[0]:
            continue
        text = decoder.decode(part)
        bad = text.count(_UNREADABLE)
        unread += bad
        read += sum(not one.isascii() for one in text) - bad
        unnamed = unnamed or not _NO_LETTERS.isdisjoint(part)
    if unread * _RARE <= read:
        return "utf-8"
    return "latin-1" if unnamed else "cp1252"
