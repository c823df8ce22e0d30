"""The canonical form of numbers that WhatsApp, shops and people write in two ways.

Mexico: until 2019 mobiles were dialled from abroad as +52 1 …; WhatsApp still uses this form for many of them.
Argentina: mobiles are called from abroad with +54 9 …, and WhatsApp uses this form; at home the 9 is not dialled, and
shops omit it. Brazil: mobiles got a ninth digit, a 9 in front, until 2016; WhatsApp uses older ones without it.

https://github.com/google/libphonenumber/blob/master/FAQ.md

An Argentine landline is then written like a mobile, as they are indistinguishable without the 9.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_ONE = {
    "+52": (re.compile(r"\+52(?:1|04[45])([2-9][0-9]{9})"), r"+52\1"),  # 044 and 045: dialled at home before mobiles
    "+54": (re.compile(r"\+54((?:11|[23][0-9])[0-9]{8})"), r"+549\1"),  # areas begin with 11, 2 or 3; 800 does not
    "+55": (re.compile(r"\+55([1-9][1-9])([6-9][0-9]{7})"), r"+55\g<1>9\2"),  # landlines begin with 2 to 5
}
_OTHER = {
    "+52": (re.compile(r"\+52([2-9][0-9]{9})"), r"+521\1"),
    "+54": (re.compile(r"\+549((?:11|[23][0-9])[0-9]{8})"), r"+54\1"),
    "+55": (re.compile(r"\+55([1-9][1-9])9([6-9][0-9]{7})"), r"+55\1\2"),
}


def normalise_number(value: str) -> str:
    """Return the canonical form of a number in E.164; other text unchanged."""
    return _write_number(value, _ONE)


def list_writings(value: str) -> tuple[str, ...]:
    """Return the canonical form of a number, and its other form, if it has one."""
    one = normalise_number(value)
    return tuple(dict.fromkeys((one, _write_number(one, _OTHER))))


def _write_number(value: str, ways: Mapping[str, tuple[re.Pattern[str], str]]) -> str:
    form, way = ways.get(value[:3], (None, ""))
    found = form.fullmatch(value) if form else None
    return found.expand(way) if found else value
