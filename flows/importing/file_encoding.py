"""The encoding of a file: UTF-8 or UTF-16 by its BOM or by its bytes, else an old Western one."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from itertools import chain

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
_NO_LETTERS = frozenset(b"\x81\x8d\x8f\x90\x9d")  # undefined in Windows 1252: https://encoding.spec.whatwg.org
_UNREADABLE = "\ufffd"
_LONGEST_LETTER = 4  # bytes of UTF-8
_BEGIN_MOST = b"\xc2\xc3\xe2"  # Â Ã â: of signs, of é ñ ü, of quotation marks
_SMALL = b"\xdf" + bytes(range(0xE0, 0xF5))  # ß à á … ô
# Letters that bytes of another encoding rarely form by chance: Western ones, whose two bytes would be a capital
# followed by a sign, and all three-byte ones. In the Western encodings a capital before a quotation mark makes one of
# the scripts between, but never two in a row.
_SURE = re.compile("[\xa0-\u017f\u0800-\ufffc\ufffe-\U0010ffff]|[\u0180-\u07ff]{2,}")


class NoText(ValueError):
    """The file is not a table in text; the message says what it is, and what to do."""


def detect_encoding(parts: Iterable[bytes]) -> str:
    """Return Python's name of the file's encoding; ``parts`` are all its bytes, in order. Raises NoText.

    A text with at least as many clearly valid sequences as invalid ones is damaged UTF-8; the invalid ones become
    U+FFFD. In an old encoding a high byte is usually isolated, so that hardly any sequence is valid. Damage is
    reported, whereas a wrong encoding would go unnoticed. An incomplete letter at the end of the file is no damage,
    unless it ends a word as in an old encoding.
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
    return _utf_16(head[:_HEAD]) or _utf_8_or_western(chain((head,), rest))


def _utf_16(head: bytes) -> str | None:
    pairs = len(head) // 2
    even, odd = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    if max(even, odd) <= pairs * _MOSTLY or min(even, odd) > pairs * _MOSTLY:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _utf_8_or_western(parts: Iterable[bytes]) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    sure = wrong = 0
    unnamed, before = False, b""
    for part in parts:
        before = (before + part[-_LONGEST_LETTER:])[-_LONGEST_LETTER:]
        if part.isascii() and not decoder.getstate()[0]:
            continue
        text = decoder.decode(part)
        lost = part.count(_UNREADABLE.encode())  # somebody else's fault, written down in UTF-8
        sure += sum(map(len, _SURE.findall(text))) + lost
        wrong += text.count(_UNREADABLE) - lost
        unnamed = unnamed or not _NO_LETTERS.isdisjoint(part)
    begun = decoder.getstate()[0]
    wrong += bool(begun) and _ends_a_western_word(before.removesuffix(begun)[-1:], begun)
    if wrong <= sure:
        return "utf-8"
    return "latin-1" if unnamed else "cp1252"


def _ends_a_western_word(before: bytes, begun: bytes) -> bool:
    """Return True if an incomplete UTF-8 letter after ``before`` looks like a whole letter of an old encoding that ends
    a word: José, Spaß, UMEÅ. Bytes that begin most UTF-8 letters of Western texts are letters that end no word."""
    if len(begun) > 1 or begun in _BEGIN_MOST:
        return False
    return before.isalpha() if begun in _SMALL else before.isupper()


def ends_within_a_letter(encoding: str, end: bytes) -> bool:
    """Return True if a file in that encoding is cut in the middle of a letter; ``end`` are its last bytes, starting at
    a multiple of four."""
    if not encoding.startswith("utf-8"):
        return encoding.startswith("utf-16") and len(end) % 2 == 1
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    decoder.decode(end)
    return bool(decoder.getstate()[0])
