"""The terms of plans from JSON and back, and what each mistake is told as."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from flows.audience.criteria import Compared
from flows.campaigns.campaign_texts import CampaignText
from flows.money import Money
from flows.plans.plan_document import BadPlan
from flows.plans.plan_json import read_terms, write_terms
from flows.plans.plan_offer import PlanOffer
from flows.plans.plan_terms import Entrance, EntryBy, PlanStep, PlanTerms
from flows.plans.standard_plans import READY_PLANS
from tests.cases import each

DAY = timedelta(days=1)
EVERYTHING = PlanTerms(
    kind="welcome",
    entrance=Entrance(
        EntryBy.EVENT,
        "loyalty.progressed",
        where=(
            Compared("programme", "in", ("coffee card", "tea card")),
            Compared("reward", "exists", True),
            Compared("progress", ">=", Decimal("7.5")),
        ),
    ),
    steps=(
        PlanStep(timedelta(hours=36), texts=(CampaignText("Hi {name|friend}"), CampaignText("Hola", locale="es"))),
        PlanStep(DAY, "win_back", arms=(PlanStep(2 * DAY, "win_back_again"), PlanStep(DAY, "win_back_again"))),
        PlanStep(2 * DAY, "win_back_code", "win_back", offer=PlanOffer(15, 3), at=time(18, 30), channels=("sms",)),
        PlanStep(DAY, texts=(CampaignText("{offer} off"),), offer=PlanOffer(days=5, amount=Money.parse("4.50", "USD"))),
        PlanStep(DAY, texts=(CampaignText("It ships free"),), offer=PlanOffer()),
    ),
    exits=frozenset({"bought", "replied"}),
    priority=3,
    holdout=0.2,
    rest=30 * DAY,
    items=frozenset({"Blue kurta", "KUR-1"}),
)
BIRTHDAY = PlanTerms("birthday", Entrance(EntryBy.DATE, date="birthday", days=7), (PlanStep(DAY, "win_back"),))
GOOD: dict[str, Any] = {"kind": "welcome", "entry": {"by": "hand"}, "steps": [{"wait": "2d", "template": "win_back"}]}


@pytest.mark.parametrize("terms", [*READY_PLANS.values(), EVERYTHING, BIRTHDAY], ids=lambda terms: terms.kind)
def test_terms_come_back_as_they_were_written(terms: PlanTerms) -> None:
    assert read_terms(json.loads(json.dumps(write_terms(terms)))) == terms


def _with(**changes: Any) -> dict[str, Any]:
    return deepcopy(GOOD) | changes


def _step(**changes: Any) -> dict[str, Any]:
    return _with(steps=[GOOD["steps"][0] | changes])


@each(
    ("document", "told"),
    [
        pytest.param([], "plan: must be an object", id="a list"),
        pytest.param(_with(colour="red"), "colour: is not known; there are kind, entry,", id="an unknown key"),
        pytest.param(_with(kind="two words"), "kind: must be a name of letters, digits and _", id="a kind of words"),
        pytest.param(_with(steps=[]), "steps: must be a list of 1 to 12 steps", id="no step"),
        pytest.param(_with(entry={"by": "magic"}), "entry.by: must be one of audience, event,", id="another way in"),
        pytest.param(_with(entry={"by": "event"}), "entry.event: must be the name of an event,", id="which event"),
        pytest.param(
            _with(entry={"by": "event", "event": "return.completed", "where": {"reason": {"op": "<", "value": "x"}}}),
            "entry.where.reason.value: must be a number",
            id="a word that is less",
        ),
        pytest.param(
            _with(entry={"by": "hand", "where": {"reason": "late"}}),
            'entry.where: has no effect if people enter by "hand"',
            id="fields of an entry by hand",
        ),
        pytest.param(
            _with(entry={"by": "hand", "days": 3}),
            'entry.days: has no effect if people enter by "hand"',
            id="days of an entry by hand",
        ),
        pytest.param(_with(entry={"by": "date", "date": "easter"}), 'entry.date: must be "birthday"', id="which date"),
        pytest.param(_with(condition={"fact": "shoe"}), "condition.fact: must be one of", id="an unknown fact"),
        pytest.param(
            _with(exits=[{"bought": " "}]), "exits: must be a list of bought, left, replied, or", id="bought nothing"
        ),
        pytest.param(_with(exits=[{"sold": "Cap"}]), "exits: must be a list of bought, left, replied, or", id="sold"),
        pytest.param(_with(exits=["rain"]), "exits: must be a list of bought, left, replied", id="an unknown exit"),
        pytest.param(_with(holdout=0.9), "holdout: must be a share from 0 to 0.5", id="nearly all left alone"),
        pytest.param(_with(rest="soon"), "rest: must be a time like", id="a rest of no length"),
        pytest.param(_step(wait="-1d"), "steps[0].wait: must be a time like", id="a wait into the past"),
        pytest.param(
            _step(template=""), 'steps[0]: must have a "template" or "texts", and not both', id="a step of no words"
        ),
        pytest.param(
            _step(template="", texts=[{"text": "{shoe_size}"}]),
            "steps[0].texts[0].text: {shoe_size} is not known",
            id="a place that nobody fills",
        ),
        pytest.param(
            _step(template="", texts=[{"text": "x" * 601}]),
            "steps[0].texts[0].text: must be 1 to 600 characters",
            id="words without end",
        ),
        pytest.param(
            _step(arms=[{"wait": "1d", "template": "win_back", "arms": []}]),
            "steps[0].arms[0].arms: is not known; there are wait,",
            id="an arm with arms",
        ),
        pytest.param(
            _with(
                steps=[
                    GOOD["steps"][0] | {"arms": [{"wait": "5d", "template": "win_back"}]},
                    {"wait": "3d", "template": "win_back"},
                ]
            ),
            "steps[0].arms[0].wait: must end before the next step leaves",
            id="an arm that comes after the next step",
        ),
        pytest.param(
            _step(arms=[{"wait": "1d", "template": "win_back"}] * 5),
            "steps[0].arms: must be a list of at most 4, besides the step itself",
            id="more arms than are judged",
        ),
        pytest.param(_step(at="25:00"), 'steps[0].at: must be a time of day like "18:00"', id="no time of day"),
        pytest.param(_step(channels=["pigeon"]), "steps[0].channels: must be a list of", id="an unknown channel"),
        pytest.param(
            _step(offer={"kind": "amount", "amount": "0", "currency": "USD"}),
            'steps[0].offer.amount: must be an amount above zero like "5.00": an offer cannot be zero: 0.00 USD',
            id="no money off",
        ),
        pytest.param(
            _step(offer={"kind": "amount", "amount": "4.505", "currency": "USD"}),
            'steps[0].offer.amount: must be an amount above zero like "5.00": 4.505 USD is too fine',
            id="parts of a cent off",
        ),
        pytest.param(
            _step(offer={"kind": "amount", "currency": "USD"}),
            "steps[0].offer.amount: must be an amount above zero like \"5.00\": 'None' is not an amount of money",
            id="an amount that is not said",
        ),
        pytest.param(
            _step(offer={"kind": "free_shipping", "percent": 10}),
            "steps[0].offer.percent: has no effect if the kind is free_shipping",
            id="two offers in one",
        ),
        pytest.param(
            _step(offer={"kind": "a cake"}),
            "steps[0].offer.kind: must be one of percent, amount, free_shipping",
            id="an unknown offer",
        ),
        pytest.param(
            _step(offer={"percent": -5}), "steps[0].offer.percent: must be a whole number from 1 to 90", id="below zero"
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(document: object, told: str) -> None:
    with pytest.raises(BadPlan) as wrong:
        read_terms(document)
    assert str(wrong.value).startswith(told)


def test_waits_add_up_and_a_time_of_day_is_that_of_the_person() -> None:
    plan = EVERYTHING.plan("welcome", 5 * DAY, ZoneInfo("Asia/Kolkata"))
    began = datetime(2026, 3, 2, 6, tzinfo=UTC)
    assert plan.due(0, began) == began + timedelta(hours=36)
    assert [one.after for one in plan.steps[1].arms] == [timedelta(hours=84), timedelta(hours=60)]
    assert plan.due(2, began) == datetime(2026, 3, 7, 13, tzinfo=UTC), "18:30 in India, when it comes next"
    assert plan.exits == {"bought", "replied", "opted_out", "erased", "stronger", "withdrawn"}
