"""Opening hours as the staff writes them: "9-20", "10:30 to 19:00", "9am-8pm", "10 se 7"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CLOCK = r"(\d{1,4})(?:[:.](\d\d))?\s*(am|pm|h)?\b"
_SPAN = re.compile(rf"(?<![\d:.]){_CLOCK}\s*(?:-|–|to|till|until|a|se)\s*{_CLOCK}(?![:.]?\d)", re.IGNORECASE)
_HALF, _DAY = 12, 24 * 60


@dataclass(frozen=True, slots=True)
class HoursOfDay:
    """A span between two minutes of the day, as written, and the words around it.

    ``opens`` or ``closes`` is None for an impossible time of day: "33-44".
    """

    written: str
    opens: int | None
    closes: int | None
    rest: str

    @property
    def within_a_day(self) -> tuple[int, int] | None:
        """Return both times if the opening comes before the closing; None otherwise."""
        if self.opens is None or self.closes is None or self.opens >= self.closes:
            return None
        return self.opens, self.closes


def read_span(text: str) -> HoursOfDay | None:
    """Return the first two times of a text with a dash or a word between them; None if there are none."""
    found = _SPAN.search(text)
    if found is None:
        return None
    opens, closes = _minute(*found.group(1, 2, 3)), _minute(*found.group(4, 5, 6))
    if opens is None or closes is None:
        opens = closes = None
    elif closes < opens <= _HALF * 60 and _is_bare(found):
        closes += _HALF * 60  # "9-8" means daytime
    return HoursOfDay(found[0].strip(), opens, closes, f"{text[: found.start()]} {text[found.end() :]}")


def _is_bare(found: re.Match[str]) -> bool:
    """Return True if the times may use a twelve-hour clock: "9-8", but not "09:00-08:00"."""
    halves = {(half or "").lower() for half in found.group(3, 6)}
    return halves == {""} and not any(hour.startswith("0") or int(hour) > _HALF for hour in found.group(1, 4))


def _minute(hour: str, minute: str | None, half: str | None) -> int | None:
    at, past = int(hour), int(minute or 0)
    if (half or "").lower() in {"am", "pm"}:
        if not 1 <= at <= _HALF:
            return None
        at = at % _HALF + (_HALF if half and half.lower() == "pm" else 0)
    total = at * 60 + past
    return total if past < 60 and total <= _DAY else None
