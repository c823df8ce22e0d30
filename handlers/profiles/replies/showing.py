"""How people ask to see a customer, by nothing but the name."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NAME = r"(?P<who>[^\W\d_][^?:,\n\d]{1,40}?)"
_SHOWS = tuple(
    re.compile(rf"\s*(?:please |pls |por favor )?{one}[\s.!।]*", re.IGNORECASE)
    for one in (
        rf"(?:show|find|open|pull up|look up)(?: me)?(?: the)?(?: customer| client)? {_NAME}",
        rf"(?:muéstrame|muestrame|muestra|busca|enséñame|ensename)(?: a)?(?: al cliente)? {_NAME}",
        rf"{_NAME}(?: ka| ki| ko| का| की| को)? (?:dikhao|dikha do|dikhaiye|dhoondo|dhundo|दिखाओ|दिखा दो|दिखाइए|ढूंढो)",
    )
)


def shown_person(text: str) -> Sequence[str]:
    """The words of the name in a text that asks to see somebody; none where it asks for something else."""
    found = next((hit for one in _SHOWS if (hit := one.fullmatch(text)) is not None), None)
    return () if found is None else found["who"].split()
