"""What a campaign would do, as it was foreseen: the snapshot that is confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flows.campaigns.expected_return import ExpectedReturn
from flows.campaigns.wording_trial import Trial
from flows.coming_messages import AlsoComing

HOLDS = timedelta(hours=24)
"""How long a preview can be confirmed."""


@dataclass(frozen=True, slots=True)
class SampleReader:
    """An address for which a variant, by its place, was rendered: neither name nor text is kept."""

    address: UUID
    variant: int


@dataclass(frozen=True, slots=True)
class CampaignPreview:
    """A campaign of a ``version`` as foreseen at a moment, and what it would do to its ``people``.

    ``reached`` can be written to, before any rule is asked. Then each person was judged as at the departure:
    ``by_channel`` and ``by_locale``, in whose language they are written to, are those who get it, now or later,
    ``excluded`` and ``later`` those who would not and who later, by the rule. Of many people ``judged`` were, and these
    figures, ``held_out`` and ``cost`` (in micro-units of ``currency``) are those of all in proportion. ``seconds`` is
    how long it takes at the rates of its channels.
    ``samples`` are readers who show how it reads, ``longest`` is who gets the longest text, in so many ``segments``;
    ``warnings`` are names with a detail. ``zones`` are where its people live, as far as that is known. ``trial`` is how
    its wordings will be compared, None of one wording; ``brings`` what may come back, None where too little is known.
    ``beside`` are other launched campaigns to the same people, the first to come first: those that leave before are
    reckoned with. ``spent_beside`` is what others that go out are still to spend, to whomever, in micro-units of what
    the business spends in.
    """

    version: int
    at: datetime
    people: int
    reached: int
    by_channel: Mapping[str, int]
    by_locale: Mapping[str, int]
    judged: int
    excluded: Mapping[str, int]
    later: Mapping[str, int]
    held_out: int
    cost: int
    currency: str
    seconds: float
    samples: tuple[SampleReader, ...]
    longest: SampleReader | None
    segments: int
    warnings: Mapping[str, str]
    zones: tuple[str, ...]
    trial: Trial | None = None
    brings: ExpectedReturn | None = None
    beside: tuple[AlsoComing, ...] = ()
    spent_beside: int = 0

    @property
    def expected(self) -> int:
        """How many are likely to get it, now or later."""
        return sum(self.by_channel.values())

    @property
    def snapshot(self) -> str:
        """What tells this preview from any other of the campaign."""
        return f"{self.version}-{int(self.at.timestamp() * 1_000_000):x}"

    def holds(self, version: int, now: datetime) -> bool:
        """Whether it can be confirmed: it is of that version of the campaign, and not a day old."""
        return self.version == version and now - self.at <= HOLDS
