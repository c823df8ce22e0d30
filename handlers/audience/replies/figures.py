"""Figures of phrases: how many, how much, for how long."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from handlers.audience.replies.words import DAYS, MONEY, NUMBERS, SCALES, pattern

_BEFORE = (
    ("=", pattern("{exactly} ?")), (">=", pattern("{at_least} ?")), ("<=", pattern("{at_most} ?")),
    (">", pattern("{more} ?")), ("<", pattern("{less} ?")),
)  # fmt: skip
_AFTER = (
    (">=", pattern(r"\d ?\+| {or_more}(?!\w)")), ("<=", pattern(r" {or_less}(?!\w)")), (">", pattern("{than} {above}")),
    ("<", pattern("{than} {beneath}")),
)  # fmt: skip
_TIMES = (("1", pattern("{once}")), ("2", pattern("{twice}")), ("3", pattern("{thrice}")))
_ARTICLES = frozenset({"a", "an", "un", "una"})  # whoever has an order may have two
_ONLY = pattern("{exactly}")
_OFTEN = pattern(r"{times}|\d ?x(?!\w)")
_AMOUNT = pattern(r"(?P<sign>{sign})?(?P<amount>{amount})(?: ?(?P<behind>{currency}))?")
_SCALED = pattern(r"(?P<digits>[\d.,]+|{number}) ?(?P<scale>{scale_after})?")
_LENGTH = pattern(r"(?:(?P<many>\d{1,4}|{number})\s*-?|(?<!\w))(?P<unit>{unit_after})")
_LONGEST = 3660  # days: flows.audience.values.LONGEST
_ONE_OF, _END = pattern("{one_of}"), pattern(r"(?P<many>\d{1,4})\s*-?(?P<unit>{unit_after})?")
_FIGURE = pattern(r"(?P<sign>{sign})?(?P<amount>{digits}|{several_word})(?: ?(?P<behind>{currency}))?")
CURRENCIES = {
    "$": ("USD", "MXN", "CAD", "AUD"), "€": ("EUR",), "£": ("GBP",), "₹": ("INR",),
    "pesos": ("MXN", "COP", "ARS", "CLP", "UYU", "DOP", "PHP"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number compared: ``op`` as criteria have it, ``sign`` a currency's, "" for none."""

    op: str
    value: Decimal
    sign: str = ""

    @property
    def whole(self) -> int | None:
        """The number where it counts things."""
        return int(self.value) if self.value == self.value.to_integral_value() and not self.sign else None


def read_quantity(text: str) -> Quantity | None:
    """How many or how much: "3", "at least 3", "over $1.5k", "3 or more", "twice". A bare number is that number,
    and so many times are at least so many: who bought three times bought twice."""
    for value, word in _TIMES:
        if word.search(text):
            return Quantity(_often(text, int(value)), Decimal(value))
    found = _AMOUNT.search(_without_op(text))
    if found is None:
        return None
    number = _number(found["amount"])
    if number is None:
        return None
    op = _often(text, int(number)) if _OFTEN.search(text) else _op(text)
    op = ">=" if op == "=" and found["amount"] in _ARTICLES and not _ONLY.search(text) else op
    return Quantity(op, number, _sign(found))


def read_length(text: str) -> timedelta | None:
    """The length of time that a text names: "the last 60 days", "3mo", "past year"."""
    found = _LENGTH.search(text)
    if found is None:
        return None
    many = found["many"]
    days = (NUMBERS[many] if many in NUMBERS else int(many or 1)) * DAYS[" ".join(found["unit"].split())]
    return timedelta(days=days) if 0 < days <= _LONGEST else None


def read_range(text: str) -> tuple[Quantity, Quantity] | None:
    """Both ends of a range, the smaller first; a sign of either is that of both."""
    both = [(_number(one["amount"]), _sign(one)) for one in _FIGURE.finditer(text)]
    signs = {sign for _, sign in both if sign}
    if len(both) != 2 or len(signs) > 1:
        return None
    sign = next(iter(signs), "")
    (least, _), (most, _) = both
    if least is None or most is None or least > most:
        return None
    return Quantity(">=", least, sign), Quantity("<=", most, sign)


def read_several(text: str) -> tuple[Decimal, ...] | None:
    """The numbers of "4 or 5", "1, 2 or 3"."""
    found = [one[0] for one in _ONE_OF.finditer(text)]
    return tuple(sorted({Decimal(NUMBERS.get(one) or int(one)) for one in found})) if len(found) > 1 else None


def read_span(text: str) -> tuple[int, int] | None:
    """Both ends in days of "75 to 100 days", the smaller first."""
    ends = [(int(one["many"]), one["unit"]) for one in _END.finditer(text)]
    if len(ends) != 2 or ends[1][1] is None:
        return None
    least, most = (many * DAYS[" ".join((unit or ends[1][1]).split())] for many, unit in ends)
    return (least, most) if 0 < least < most <= _LONGEST else None


def often_within(text: str) -> tuple[int, timedelta] | None:
    """How often in which time: "twice a month", "every 2 weeks at least"."""
    counted, length = read_quantity(text), read_length(text)
    often = _OFTEN.search(text) or any(one.search(text) for _, one in _TIMES)
    if length is None or counted is None or not often:
        return None if length is None else (1, length)
    unit = _LENGTH.findall(text)[-1][1]
    return (counted.whole or 1, timedelta(days=DAYS[" ".join(unit.split())])) if counted.op in {"=", ">="} else None


def _without_op(text: str) -> str:
    """The text behind "at least" and the like: "a minimum of 3" has one number."""
    return next((text[found.end() :] for _, before in _BEFORE if (found := before.match(text))), text)


def _op(text: str) -> str:
    before = next((op for op, word in _BEFORE if word.match(text)), None)
    return before or next((op for op, word in _AFTER if word.search(text)), "=")


def _often(text: str, times: int) -> str:
    """How times are compared: "once" and "only twice" are just so many."""
    op = _op(text)
    return ">=" if op == "=" and times > 1 and not _BEFORE[0][1].match(text) else op


_BY_THREES = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")


def _number(text: str) -> Decimal | None:
    """A number in digits or a word; "1,500" and "1.5k" are 1500, "2,50" is none that is sure."""
    found = _SCALED.fullmatch(text)
    if found is None:
        return None
    times, said = SCALES.get(found["scale"] or "", 1), found["digits"]
    if said in NUMBERS:
        return Decimal(NUMBERS[said] * times)
    if _BY_THREES.fullmatch(said):
        return Decimal(said.replace(".", "")) * times  # 50.000, as they write in Bogotá and Madrid
    digits = re.sub(r",(?=\d\d\d(?:\D|$)|\d\d,\d\d\d)", "", said)  # 1,500 and 1,50,000
    if "," in digits or digits.count(".") > 1:
        return None
    return Decimal(digits) * times


def _sign(found: re.Match[str]) -> str:
    """The sign of the currency before or behind an amount, or of its name."""
    behind = found["behind"] or ""
    return found["sign"] or MONEY.get(behind, behind)
