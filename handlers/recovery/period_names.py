"""What a period of figures is called."""

from __future__ import annotations

from collections.abc import Callable

from flows.phrase import At, Ours, Shows, Text, phrase
from handlers.replies.periods import Period


def days_of(period: Period) -> int | None:
    """Of how many days it is the last."""
    first, _, rest = period.label.partition(" ")
    return int(rest.removesuffix(" days")) if first == "last" and rest.endswith(" days") else None


def called(period: Period) -> Text:
    """Its name at the beginning of a line."""
    if days := days_of(period):
        return phrase("period_days", days=days)
    if period.label[:1].isdigit():
        return Ours(period.label)
    if period.label[:1].isupper():
        return phrase("period_month", month=At(period.start, Shows.MONTH))
    return phrase(f"period_{period.label.replace(' ', '_')}")


def shortest(text: str, means_it: Callable[[str], bool]) -> list[str]:
    """The fewest words next to each other that name the period."""
    said = text.split()
    spans = ((start, many) for many in range(1, len(said) + 1) for start in range(len(said) - many + 1))
    found = (said[start : start + many] for start, many in spans)
    return next((words for words in found if means_it(" ".join(words))), said)
