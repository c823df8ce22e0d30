"""Texts that are expensive for a careless parser: long runs, repeated words of the grammars, nested marks."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

LONGEST = 4_096
"""Characters of the longest text that a channel lets through."""
_PLAIN = "abcdefghijklmnopqrstuvwxyz"
_WORDS = (
    "1 ", "12 ", "1 yes ", "yes 1 no 2 ", "and ", "no ", "yes ", "haan ", "nahi ", "haan 2 hai ", "2 x ", "for my ",
    "for my son ", "for my sister's ", "ka ", "kal ", "10 am to ", "12/12/2026 ", "12.12. ", "$1 ", "1,", "1.", "-1 ",
    "1-2 ", "1/2 ", "@", "@a ", "http://", "http://a.b/c ", "www.a.b ", "a@b.c ", "+1 555 ", "110016 ", "size ", "M ",
    "L, ", "42 ", "please ", "not ", "not the ", "stop ", "stop sending ", "don't ", "do not ", "if ", "or ", "is it ",
    "how many ", "how much ", "where ", "when ", "instead of ", "each ", "all ", "all but ", "one of ", "two ", "दो ",
    "और ", "हाँ ", "नहीं ", "no quiero ", "para mi ", "y ", "dos ", "house no. ", "flat 1, ", "street ", "near ",
    "c/o ", "new delhi ", "tomorrow ", "at 5 ", "every monday ", "#1 ", "order 1 ", "cancel ",
    "my order ", "/", "/help ",
    "campaign ", "customers who ", "spent > 1 ", "more than 1 ", "in 1 days ", "10% off ", "10% ",
    "vip ", "not vip and ",
    "1\n", "yes\n", "a\n\n", "- 1\n", "ok ", "ok. ", "thanks ", "it's ", "i'd ", "I want 1 ",
    "send 1 to ", "a b ", "so, ",
    "1 year old ", "10 years ", "aged 1 ", "k ", "1k ", "1 pm ", "rs 1 ", "rs. ", "inr 1 ", "½",
    "1½ ", "x1 ", "1x", "()",
    ":) ", "...", "?! ", "'s ", "’s ", '"a" ', "“a” ", "(a) ", "[1] ", "a, ", "a; ", "a - ",
    "a – ", "_a_ ", "*a* ", "a's ",
)  # fmt: skip


def make_cases(titles: Sequence[str] = (), length: int = LONGEST) -> Mapping[str, str]:
    """Return hostile texts of ``length`` characters by name. ``titles`` are the shop's products."""
    pieces = dict(_pieces(titles))
    texts = {name: (piece * (length // len(piece) + 1))[:length] for name, piece in pieces.items()}
    half = length // 2
    for opened, closed in ("()", "[]", "{}", "«»", "“”", '""', "''"):
        texts[f"nested {opened}{closed}"] = opened * half + closed * half
    for name, units in (
        ("mixed numbers", ("{n} ",)),
        ("mixed lines", ("{n} yes\n",)),
        ("mixed order", _make_orders(titles)),
    ):
        texts[name] = "".join(units[n % len(units)].format(n=n % 97 + 1) for n in range(length))[:length]
    texts["every word"] = ("".join(_WORDS) * (length // 500 + 1))[:length]
    texts["prose"] = (_PROSE * (length // len(_PROSE) + 1))[:length]
    return texts


_PROSE = (
    "Hi there, I bought the shorts for my son last week and they arrived on Monday, but one of them has a "
    "small hole in "
    "the seam and the other is fine. Could you tell me if 2 more are there in size L, or maybe in M, and what "
    "it costs to "
    "send them to 14 Lake Road, New Delhi 110016 before the 12th? My sister's wedding is on 24 December at 5 pm. "
)


def _make_orders(titles: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{{n}} {title}, " for title in titles or ("shorts",))


def _pieces(titles: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield from ((f"run of {mark!r}", mark) for mark in _marks())
    yield from ((f"{mark!r} spaced", f"{mark} ") for mark in map(chr, range(33, 127)) if not mark.isalnum())
    yield from ((f"run of {letter!r}", letter) for letter in (*_PLAIN, *"0123456789", "\n", " ", "\t", "1a", "a1"))
    yield from ((f"script {name}", letter) for name, letter in _scripts().items())
    yield from ((f"words {word!r}", word) for word in _WORDS)
    yield from (
        (f"product {title!r}", f"{count}{title}{mark}") for title in titles for count in ("", "1 ") for mark in " ,"
    )
    yield from (
        ("emoji", "👍"),
        ("family", "👨‍👩‍👧‍👦"),
        ("flags", "🇮🇳"),
        ("tinted", "👍🏽 "),
        ("combining", "a\u0301\u0302"),
    )
    yield from (("marks alone", "\u0301"), ("nukta", "\u093c"), ("joiners", "\u200d"), ("keycaps", "1\ufe0f\u20e3"))
    yield "one sign for 18 letters", "\ufdfa"


@cache
def _marks() -> tuple[str, ...]:
    """Return one of each kind of punctuation and sign beyond ASCII, and all of ASCII."""
    plain = [chr(code) for code in range(33, 127) if not chr(code).isalnum()]
    others = "–—…‘’“”„«»‹›•·¡¿§¶†‡°′″‐‑‒―、。「」《》！？（），．：；।॥؟،؛۔€£¥₹¢±×÷=~|¬¦^`´¨©®™№℃→←✓✗★♥"
    return (*plain, *others)


@cache
def _scripts() -> dict[str, str]:
    """Return a letter of each script, by the first word of its name."""
    found: dict[str, str] = {}
    for code in range(0xA0, sys.maxunicode + 1):
        letter = chr(code)
        if unicodedata.category(letter) in {"Lo", "Ll", "Mn", "Mc", "Nd"}:
            name = unicodedata.name(letter, "").partition(" ")[0]
            found.setdefault(f"{name} {unicodedata.category(letter)}", letter)
    return found
