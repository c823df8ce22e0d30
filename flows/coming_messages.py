"""Other coming messages to the people of a preview, as stored and shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AlsoComing:
    """Another running campaign or plan, called ``name``, that writes to ``people`` of the same people around that time.

    Its first message to them is due ``at`` a moment. If both have a discount (``offers``), each person gets only the
    first one.
    """

    name: str
    at: datetime
    people: int
    offers: bool = False
