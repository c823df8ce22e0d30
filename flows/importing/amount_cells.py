"""Amounts of money in the cells of a table, in the notations of people and programs."""

from __future__ import annotations

import re

from flows.money import Money

# Signs and codes of currencies, and the blanks that separate thousands.
_AROUND = re.compile(r"^[^\d.,()+-]*|[^\d.,()]*$")
_BLANKS = re.compile(r"[\s\u00a0\u202f']")
_PLAIN = re.compile(r"\d+([.,]\d+)*")
_THOUSANDS = 3


def read_amount(text: str, currency: str) -> Money:
    """Parse an amount: 1,234.50, 1.234,50, $ 12, ₹1 200, 12,5. In brackets, or with a minus, it is negative.

    A single separator before three digits separates thousands. Raises ValueError for invalid text.
    """
    bare = _BLANKS.sub("", _AROUND.sub("", text.strip()))
    below = bare.startswith("(") and bare.endswith(")")
    bare = bare.strip("()") if below else bare
    sign, bare = ("-", bare[1:]) if bare[:1] == "-" else ("", bare.removeprefix("+"))
    bare = _AROUND.sub("", bare)
    if not _PLAIN.fullmatch(bare):
        raise ValueError("is not an amount of money; write it like 1234.50")
    return Money.parse(f"{'-' if below else sign}{_set_point(bare)}", currency)


def _set_point(digits: str) -> str:
    """Return the digits with a point before the fraction, and no thousands separators."""
    signs = [one for one in digits if one in ".,"]
    if not signs:
        return digits
    last = signs[-1]
    whole, _, fraction = digits.rpartition(last)
    thousands = len(fraction) == _THOUSANDS and signs.count(last) == len(signs) and last != "."
    if thousands or signs.count(last) > 1:
        return re.sub("[.,]", "", digits)
    return f"{re.sub('[.,]', '', whole)}.{fraction}"
