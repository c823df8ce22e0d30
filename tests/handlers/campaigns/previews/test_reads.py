"""Of what another person reads, a preview shows what is different."""

from __future__ import annotations

from uuid import UUID

import pytest

from flows.campaigns.campaign_preview import SampleReader
from handlers.campaigns.previews.campaign_outlook import CampaignOutlook, ForeseenReading
from handlers.campaigns.previews.wording_samples import show_difference

SHOWN = "Tiger: Hi Bo, kurtas are here https://tigr.example/l/x STOP to opt out"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SHOWN.replace("Bo", "Cy"), "… Hi Cy, kurtas …"),
        (SHOWN.replace("Hi Bo", "Hi friend"), "… Hi friend, kurtas …"),
        (SHOWN.replace("Tiger", "Lion"), "Lion: Hi …"),
        (SHOWN.replace("Hi Bo, ", ""), "Tiger: kurtas …"),
        (f"{SHOWN} now", "… out now"),
        ("Hola Bo, llegaron las kurtas", "Hola Bo, llegaron las kurtas"),
        (SHOWN, "… out"),
    ],
)
def test_what_differs(text: str, said: str) -> None:
    assert show_difference(text, SHOWN) == said


@pytest.mark.parametrize(
    ("wording", "text", "letter"),
    [
        ("Back for {bought}", "Back for Kurta of a long na…", ""),
        ("Back for {bought} ✨", "Back for Kurta of a long na… ✨", "✨"),
        ("Lamps are here ✨", "Lamps are here ✨", "✨"),
    ],
)
def test_the_letter_that_is_warned_of_is_one_of_the_wording(wording: str, text: str, letter: str) -> None:
    seen = CampaignOutlook()
    seen.add(ForeseenReading(SampleReader(UUID(int=1), 0), "sms", "en", f"0 {wording}", text, 1, 0, ""))
    assert seen.costly == letter


def test_readers_of_each_wording_are_shown_before_others_of_the_same() -> None:
    ann, ben, cat, dan = (SampleReader(UUID(int=number), 0) for number in range(4))
    seen = CampaignOutlook()
    seen.sides |= {"lamps are here": ann, "a gift waits": dan}
    seen.alike |= {"Hi Ann, lamps are here": ann, "Hi Ben, lamps are here": ben, "Hi Cat, lamps are here": cat}
    assert seen.samples == (ann, dan, ben)
