"""Patterns for values of criteria in text, valid both in Python and in a JSON schema (ECMA-262)."""

from __future__ import annotations

_WHOLE = r"0*[0-9]{1,12}"
_LARGEST = r"0*1000000000000"
_DAYS = r"0*(?:[0-9]{1,4}|[12][0-9]{4}|3[0-5][0-9]{3}|36[0-5][0-9]{2})"
_DATE = r"(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"

NUMBER = rf"^[+-]?(?:{_WHOLE}(?:\.[0-9]+)?|{_LARGEST}(?:\.0+)?)$"
"""A number in digits, up to a million millions."""
DAYS = rf"^[+-]?(?:{_DAYS}(?:\.[0-9]+)?|0*36600(?:\.0+)?)$"
"""A number of days, at most a hundred years."""
AMOUNT = rf"^[+-]?(?:{_WHOLE}(?:\.[0-9]{{1,6}}0*)?|{_LARGEST}(?:\.0+)?)$"
"""An amount in digits, with at most six significant decimal places."""
DAY = rf"^{_DATE}$"
MOMENT = rf"^{_DATE}[T ]{_CLOCK}(?::[0-5][0-9](?:\.[0-9]{{1,9}})?)?(?:Z|[+-]{_CLOCK})$"
"""RFC 3339, section 5.6; the seconds and the T are optional."""
LENGTH = (
    r"^\s*(?=[0-9]{1,6}\s*[mhdw])0*(?:[1-9][0-9]*\s*m|(?:[1-9][0-9]{0,3}|[1-7][0-9]{4}|8[0-6][0-9]{3}|87[0-7][0-9]{2}"
    r"|878[0-3][0-9]|87840)\s*h|(?:[1-9][0-9]{0,2}|[12][0-9]{3}|3[0-5][0-9]{2}|36[0-5][0-9]|3660)\s*d"
    r"|(?:[1-9][0-9]?|[1-4][0-9]{2}|5[01][0-9]|52[0-2])\s*w)\s*$"
)
"""A time span above zero, at most ten years."""
NAME = r"^[^\x00]*[^\s\x00][^\x00]*$"
"""A non-blank text without NUL, which no column can store."""
