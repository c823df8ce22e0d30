"""How values of criteria are written in text: patterns that hold for Python and for a JSON schema (ECMA-262) alike."""

from __future__ import annotations

_WHOLE = r"0*[0-9]{1,12}"
_LARGEST = r"0*1000000000000"
_DAYS = r"0*(?:[0-9]{1,4}|[12][0-9]{4}|3[0-5][0-9]{3}|36[0-5][0-9]{2})"
_DATE = r"(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"

NUMBER = rf"^[+-]?(?:{_WHOLE}(?:\.[0-9]+)?|{_LARGEST}(?:\.0+)?)$"
"""A number in digits, up to a million million."""
DAYS = rf"^[+-]?(?:{_DAYS}(?:\.[0-9]+)?|0*36600(?:\.0+)?)$"
"""Days in digits, a hundred years at most."""
AMOUNT = rf"^[+-]?(?:{_WHOLE}(?:\.[0-9]{{1,6}}0*)?|{_LARGEST}(?:\.0+)?)$"
"""Money in digits, with six places at most that say something."""
DAY = rf"^{_DATE}$"
MOMENT = rf"^{_DATE}[T ]{_CLOCK}(?::[0-5][0-9](?:\.[0-9]{{1,9}})?)?(?:Z|[+-]{_CLOCK})$"
"""RFC 3339, section 5.6; the seconds and the T are optional."""
LENGTH = (
    r"^\s*(?=[0-9]{1,6}\s*[mhdw])0*(?:[1-9][0-9]*\s*m|(?:[1-9][0-9]{0,3}|[1-7][0-9]{4}|8[0-6][0-9]{3}|87[0-7][0-9]{2}"
    r"|878[0-3][0-9]|87840)\s*h|(?:[1-9][0-9]{0,2}|[12][0-9]{3}|3[0-5][0-9]{2}|36[0-5][0-9]|3660)\s*d"
    r"|(?:[1-9][0-9]?|[1-4][0-9]{2}|5[01][0-9]|52[0-2])\s*w)\s*$"
)
"""A stretch of time, more than none and ten years at most."""
NAME = r"^[^\x00]*[^\s\x00][^\x00]*$"
"""A non-blank text without NUL, which no column stores."""
