"""Other coming messages to the people of a preview, as stored and shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AlsoComing:
    """Another running campaign or plan, by its ``name``, that writes to so many of these ``people`` around that time.

    The first of them gets it ``at`` a moment. Where it ``offers`` a discount, too, each person gets the first alone.
    """

    name: str
    at: datetime
    people: int
    offers: bool = False
