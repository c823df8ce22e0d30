"""A step of recovery that is tried in several ways, as the business file says it."""

from __future__ import annotations

from datetime import timedelta

from flows import recovery
from flows.business import Discount, RecoveryStep
from storage.sql import json_codec
from tests.handlers.business_file.business_files import mistakes_of, read

MINUTE = timedelta(minutes=1)
TRIED = """
[recovery]
steps = [{ after = "30m", arms = [{ after = "2h", text = "cart_reminder_again" }, { discount = 10 }] },
         { after = "24h" }]
"""


def test_arms_have_the_time_of_their_step_unless_they_say_another() -> None:
    business = read(TRIED).business
    arms = (
        RecoveryStep(120 * MINUTE, text="cart_reminder_again"),
        RecoveryStep(30 * MINUTE, Discount(10)),
    )
    assert business.recovery.steps[0] == RecoveryStep(30 * MINUTE, arms=arms)
    first = recovery.make_plan(business).steps[0]
    assert [(one.template, one.plain, one.after) for one in (first, *first.arms)] == [
        ("cart_reminder", "cart_reminder", 30 * MINUTE),
        ("cart_reminder_again", "cart_reminder_again", 120 * MINUTE),
        ("cart_reminder_last", "cart_reminder", 30 * MINUTE),
    ]
    assert json_codec.load(type(business), json_codec.dump(business)) == business


def test_arms_of_one_step_do_not_reach_into_another() -> None:
    told = mistakes_of(
        '[business]\nid = "tiger"\nname = "Tiger"\ncountry = "US"\ntimezone = "America/Chicago"\ncurrency = "USD"\n'
        '[recovery]\nsteps = [{ after = "1h", arms = [{ after = "3h" }] }, { after = "2h", arms = [{ after = "30m" },'
        ' { text = "greeting" }] }]\n'
    )
    assert [(path, what) for _, path, what in told] == [
        ("recovery.steps[2].after", "must be later than the step before it"),
        ("recovery.steps[2].arms[1].after", "must be later than the step before it"),
        ("recovery.steps[2].arms[2].after", "must be later than the step before it"),
        ("recovery.steps[2].arms[2].text", "'greeting' is unknown; known are cart_reminder, cart_reminder_again"),
    ]


def test_a_step_has_four_arms_beside_itself_at_most() -> None:
    arms = ", ".join(["{}"] * 5)
    told = mistakes_of(
        '[business]\nid = "tiger"\nname = "Tiger"\ncountry = "US"\ntimezone = "America/Chicago"\ncurrency = "USD"\n'
        f'[recovery]\nsteps = [{{ after = "1h", arms = [{arms}] }}]\n'
    )
    assert [path for _, path, _ in told] == ["recovery.steps[1].arms"]
