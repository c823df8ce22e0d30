"""The preview of a campaign: the snapshot that a staff member confirms."""

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
    """A customer with the place of the variant that is rendered for them; neither name nor text is stored."""

    address: UUID
    variant: int


@dataclass(frozen=True, slots=True)
class CampaignPreview:
    """The preview of a campaign's ``version`` at a moment: the effect of sending it to its ``people``.

    ``reached`` people have an address, before any rule applies. Then each person is judged as at the departure:
    ``by_channel`` and ``by_locale`` (of the text) count those who get it, now or later. ``excluded`` counts by rule
    those who do not get it, ``later`` those who get it later. For a large audience only a sample of ``judged`` people
    is judged; these figures, ``held_out`` and ``cost`` (in micro-units of ``currency``) are then extrapolated.
    ``seconds`` is the sending time at the rates of its channels. ``samples`` are people whose rendered text is shown;
    ``longest`` gets the longest text, with ``segments`` segments. ``warnings`` are names with a detail. ``zones`` are
    the known time zones of its people. ``trial`` is the plan for comparing its wordings, None for one wording;
    ``brings`` is the expected return, None if too little is known. ``beside`` are other launched campaigns to the same
    people, the earliest first; the figures include those that leave before. ``spent_beside`` is what other running
    campaigns will still spend, in micro-units of the business's spending currency.
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
        """Return how many people are likely to get it, now or later."""
        return sum(self.by_channel.values())

    @property
    def snapshot(self) -> str:
        """Return the id of this preview among those of the campaign."""
        return f"{self.version}-{int(self.at.timestamp() * 1_000_000):x}"

    def holds(self, version: int, now: datetime) -> bool:
        """Return True if the preview can still be confirmed: it is of this version of the campaign, and less than a day
        old."""
        return self.version == version and now - self.at <= HOLDS
