"""What came of win-back, by channel and by stage: who came back, the return, and those who were left alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.money import Money
from handlers.plans.winback.winback_results import describe_results
from storage.plans.plan_results import PlanResults, PlanShare
from storage.reports.report_values import ExperimentReport, HoldoutGroup, Lift
from templates.phrases import Phrases
from templates.speech import Speech


def _usd(amount: object) -> Money:
    return Money.parse(amount, "USD")


REPORT = ExperimentReport(
    experiment="win-back", currency="USD", messaged=52, held_out=9, ordered=6,
    revenue=_usd(240), refunded=_usd(0), refunds_left_out=0, costs=(_usd("4.80"),), by_step=(), by_variant=(),
    refused={}, treated=HoldoutGroup(52, 6, _usd(240)), control=HoldoutGroup(9, 1, _usd(40)), lift=None,
)  # fmt: skip
CHANNELS = (
    PlanShare("sms", 40, 5, _usd(200), _usd("4.80"), HoldoutGroup(9, 1, _usd(40))),
    PlanShare("telegram", 12, 1, _usd(40), _usd(0)),
)
SAID = {
    "en": [
        "By channel:",
        "SMS: 5 of 40 (12.5 %), $200 for $4.80, return +40.7; control group 1 of 9, $40",
        "Telegram: 1 of 12 (8.3 %), $40",
    ],
    "hi-Latn": [
        "Channel se:",
        "SMS: 40 mein 5 (12.5 %), $200, kharch $4.80, munafa +40.7; bina message 9 mein 1, $40",
        "Telegram: 12 mein 1 (8.3 %), $40",
    ],
}


@pytest.mark.parametrize("locale", SAID)
def test_each_part_says_its_return_and_whom_it_left_alone(locale: str) -> None:
    found = PlanResults(60, 3, 4, REPORT, CHANNELS, CHANNELS[:1])
    said = "\n".join(map(Speech(Phrases.load(), locale, {}, {}).say, describe_results(found)))
    assert "\n".join(SAID[locale]) in said


@pytest.mark.parametrize(
    ("alone", "told"),
    [
        (29, "Control group: 1 of 29 came back, $40: too few to compare."),
        (30, "Control group: 1 of 30 came back, $40: +8.2 points (-3.1 to +19.4)."),
    ],
)
def test_the_whole_is_told_with_its_share_its_return_and_those_left_alone(alone: int, told: str) -> None:
    control, lift = HoldoutGroup(alone, 1, _usd(40)), Lift(0.0821, -0.0312, 0.1944)
    found = PlanResults(90, 3, 4, replace(REPORT, control=control, lift=lift), (), ())
    assert [Speech(Phrases.load(), "en", {}, {}).say(one) for one in describe_results(found) if one] == [
        "So far 90 entered; 3 are inside, 4 rest.",
        "Of 52 written to 6 came back (11.5 %), $240.",
        "It cost $4.80: a return of +49.0 for each 1 spent.",
        told,
    ]
