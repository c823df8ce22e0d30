"""The form of a text as SMS: its encoding, its units and its segments, and its plain form that stays in GSM-7.

Sources: 3GPP TS 23.038 (the GSM 7-bit default alphabet and its extension table), TS 23.040 (concatenation: a header of
six octets leaves 153 septets or 67 code units to a segment).
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
GSM7 = _BASIC | _EXTENDED
_PLAIN = re.compile(f"[{re.escape(''.join(sorted(_BASIC)))}]*")

# Marks that typing programs put in by themselves. Each has a plain form that every reader knows.
_TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " "),
        **dict.fromkeys("‘’‚‛′ʼ´`", "'"),
        **dict.fromkeys("“”„‟″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u200b\u2060\ufeff\u00ad", None),
        "…": "...",
    }
)
# Latin letters and signs that have no decomposition in Unicode, or one that reads worse.
_LATIN = str.maketrans(
    {
        "₹": "Rs ", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "œ": "oe",
        "Œ": "OE", "ı": "i", "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T", "ŋ": "n", "Ŋ": "N", "ẞ": "SS", "«": '"', "»": '"',
        "‹": "'", "›": "'", "•": "-", "·": "-", "×": "x", "÷": "/", "⁄": "/", "№": "No.", "™": "", "®": "", "©": "",
    }
)  # fmt: skip
_ACCENT = re.compile("[\u0300-\u036f]")


class Encoding(StrEnum):
    GSM7 = "gsm7"  # seven bits to a character, 160 of them in one segment
    UCS2 = "ucs2"  # sixteen bits to a code unit, 70 of them in one segment


# (units that fit one segment alone, units that fit each of several)
_ROOM = {Encoding.GSM7: (160, 153), Encoding.UCS2: (70, 67)}


@dataclass(frozen=True, slots=True)
class Size:
    """The size of a text: units are septets in GSM-7 (an extension character takes two) and code units in UCS-2."""

    encoding: Encoding
    units: int
    segments: int


def measure(text: str) -> Size:
    """Return the size of a text as carriers bill it. A pair (extension or surrogate) is never split over two
    segments."""
    if _PLAIN.fullmatch(text) and len(text) <= _ROOM[Encoding.GSM7][0]:  # most texts
        return Size(Encoding.GSM7, len(text), 1)
    letters = set(text)
    if letters <= GSM7:
        doubled = letters & _EXTENDED
        encoding, units = Encoding.GSM7, len(text) + sum(map(text.count, doubled))
    else:
        doubled = {letter for letter in letters if letter > "\uffff"}
        encoding, units = Encoding.UCS2, len(text) + sum(map(text.count, doubled))
    alone, each = _ROOM[encoding]
    if units <= alone:
        return Size(encoding, units, 1)
    if not doubled:
        return Size(encoding, units, -(-units // each))
    return Size(encoding, units, _count_packed((2 if letter in doubled else 1 for letter in text), each))


def compute_capacity(encoding: Encoding, segments: int) -> int:
    """Return how many units always fit into that many segments (a pair at a border may cost one of them a unit)."""
    alone, each = _ROOM[encoding]
    return alone if segments == 1 else each * segments


def _count_packed(widths: Iterable[int], room: int) -> int:
    segments, used = 1, 0
    for width in widths:
        if used + width > room:
            segments, used = segments + 1, 0
        used += width
    return segments


def simplify_text(text: str, *, transliterate: bool) -> str:
    """Return the text with plain spaces, quotes and dashes; `transliterate` also replaces other Latin characters that
    GSM-7 lacks.

    Transliterating gives "a" for "á", "Rs " for "₹" and keeps what GSM-7 has ("é", "ñ"); letters of other scripts and
    emoji stay. Use it for texts in Latin script only.
    """
    if text.isascii() and "`" not in text:
        return text
    text = text.translate(_TYPOGRAPHY)
    if not transliterate or GSM7.issuperset(text):
        return text
    return "".join(map(_latin, unicodedata.normalize("NFC", text)))


def strip_accents(text: str) -> str:
    """Return the text without accents, as people type it: "también" as "tambien". "ñ" and "ü" change the sound, so they
    stay."""
    return "".join(letter if letter in "ñÑüÜ" else _strip_mark(letter) for letter in text)


def find_costly_letter(text: str, words: str | None = None) -> str:
    """Return the first letter that makes an SMS lose GSM-7's capacity; "" if removing letters gains nothing, as in a
    GSM-7 text or another script. ``words`` limits the search to the part that the writer can change."""
    costly = [letter for letter in text if letter not in GSM7]
    script = any(one.isalpha() and not GSM7.issuperset(_latin(one)) for one in costly)
    return "" if script else next((letter for letter in costly if words is None or letter in words), "")


@lru_cache(maxsize=1024)
def _latin(letter: str) -> str:
    if letter in GSM7:
        return letter
    told = _strip_mark(letter.translate(_LATIN))
    return told if GSM7.issuperset(told) else letter


def _strip_mark(letter: str) -> str:
    return _ACCENT.sub("", unicodedata.normalize("NFKD", letter)).translate(_LATIN)
