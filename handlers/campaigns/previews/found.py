"""The people of a campaign as they were counted, and a sample of them that stands for all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from storage.campaigns.mailings import Reached


@dataclass(frozen=True, slots=True)
class FoundPeople:
    """So many ``people`` in all, for whom those of a ``sample`` stand; ``zones`` are more zones in which they may live
    than the sample tells."""

    people: int
    sample: Sequence[Reached]
    zones: Sequence[str] = ()

    def by_channel(self) -> Counter[str]:
        """How many of all are written to, by the channel of each."""
        whole = self.people / max(1, sum(one.many for one in self.sample))
        many = Counter[str]()
        for one in self.sample:
            if one.channel:
                many[one.channel] += one.many
        return Counter({key: round(value * whole) for key, value in many.items()})
