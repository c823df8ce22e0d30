"""Orders' numbers in a shop's reply: "1042", "#TT-2291", "p 12345", "order R3"; sizes and prices are none.

Only the numbers of what the shop was asked for are looked for, so a number that stands in no request stays a number.
"""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import pairwise

_MOST = 26  # numbers of one text: each is written as a word that ends in a letter of its own
_WORD = "orderref"
_DIGITS_ALONE = 3  # a shorter number of digits alone counts pieces or stands for a place in the list
_DIGITS_APART = 3  # so many digits may stand apart from their letters: "P 12345", but not "R 3"
_SIGNS = frozenset("- ")
_APART = r"[ \-]?"
_PARTS = re.compile(r"[^\W\d_]+|\d+|.", re.DOTALL)
# "L2", "XL-3" and "2XL" are sizes with how many there are, unless they are said to be an order's number.
_SIZED = re.compile(r"x{0,4}[sml]-?\d{1,2}|\d{1,2}x{0,4}[sml]")
_COUNTED = re.compile(r"\d{1,2}[^\W\d_]+")  # "2pc", "5pm", "3rd"
_CALLED = re.compile(
    r"(?:#|(?<![^\W_])(?:orders?|ord|pedidos?|ऑर्डर|आर्डर)\s*(?:(?:no|nos|number|num|nr|id|नंबर)\.?\s*)?[:#]?)\s*$",
    re.IGNORECASE,
)
_MONEY_BEFORE = re.compile(r"(?:@|[₹₨$€£]|(?<![^\W_])(?:rs|inr|mrp|rate|price|rupees?)\.?)\s*$", re.IGNORECASE)
_MONEY_BEHIND = re.compile(
    r"\s*(?:/-|[₹₨]|(?:rs|inr|rupees?|rupaye?|rupiya|रुपये|रुपए)(?![^\W_]))(?!\s*\d)", re.IGNORECASE
)


def mark_references(text: str, references: Collection[str], kept: list[str]) -> str:
    """The text with each order's number as a word that ``marked_reference`` reads; what they are goes to ``kept``.

    ``references`` are normalised, without their "#".
    """
    found = (one for one in references if any(letter.isdigit() for letter in one))
    numbers = tuple(sorted(found, key=lambda one: (-len(one), one)))
    if not numbers:
        return text

    def keep(match: re.Match[str]) -> str:
        reference = numbers[(match.lastindex or 1) - 1]
        if not _is_meant(reference, text[: match.start(match.lastindex or 1)], text[match.end() :]):
            return match.group()
        if len(kept) >= _MOST:
            return " "
        kept.append(reference)
        return f" {_WORD}{chr(ord('a') + len(kept) - 1)} "

    return _pattern(numbers).sub(keep, text)


def marked_reference(word: str, kept: Sequence[str]) -> str | None:
    """The order's number that a word of a marked text stands for."""
    is_one = word.startswith(_WORD) and len(word) == len(_WORD) + 1
    place = ord(word[-1]) - ord("a") if is_one else _MOST
    return kept[place] if place < len(kept) else None


@lru_cache(maxsize=512)
def _pattern(numbers: tuple[str, ...]) -> re.Pattern[str]:
    """A group for each of the numbers, which come longest first."""
    forms = "|".join(f"({_form(one)})" for one in numbers)
    return re.compile(rf"(?<![^\W_])#?(?:{forms})(?![^\W_])", re.IGNORECASE)


def _form(number: str) -> str:
    """How a number may be written: as it is, or with its letters apart from the digits behind them."""
    if sum(letter.isdigit() for letter in number) < _DIGITS_APART:
        return re.escape(number)
    parts = _PARTS.findall(number)
    apart = [_is_apart(before, part) for before, part in pairwise(["", *parts])]
    return "".join(
        _APART if part in _SIGNS else (_APART if is_apart else "") + re.escape(part)
        for part, is_apart in zip(parts, apart, strict=True)
    )


def _is_apart(before: str, part: str) -> bool:
    return before.isalpha() and part.isdigit()


def _is_meant(reference: str, before: str, behind: str) -> bool:
    """Whether it is the order's number there, and neither pieces of a size nor money."""
    if _CALLED.search(before):
        return not reference.isdigit() or len(reference) >= _DIGITS_ALONE
    if reference.isdigit():
        return len(reference) >= _DIGITS_ALONE and not (_MONEY_BEFORE.search(before) or _MONEY_BEHIND.match(behind))
    return not (_SIZED.fullmatch(reference) or _COUNTED.fullmatch(reference))
