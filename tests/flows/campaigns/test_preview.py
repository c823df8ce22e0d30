"""What was foreseen of a campaign can be confirmed of that version of it, and for a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from flows.campaigns.campaign_preview import HOLDS, CampaignPreview

NOW = datetime(2026, 3, 3, 18, tzinfo=UTC)
PREVIEW = CampaignPreview(
    version=4, at=NOW, people=1, reached=1, by_channel={"sms": 1}, by_locale={"en": 1}, judged=1, excluded={}, later={},
    held_out=0, cost=0, currency="USD", seconds=1.0, samples=(), longest=None, segments=1, warnings={}, zones=(),
)  # fmt: skip
LATER = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("version", "behind", "holds"),
    [(4, HOLDS, True), (4, HOLDS + LATER, False), (5, LATER, False), (3, LATER, False)],
)
def test_what_holds(version: int, behind: timedelta, holds: bool) -> None:
    assert PREVIEW.holds(version, NOW + behind) is holds
