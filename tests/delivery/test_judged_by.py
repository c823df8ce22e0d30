"""Of what left it can be shown under which rules it was judged: source, and since when each holds."""

from __future__ import annotations

from datetime import time

from bot.examination.law_checks import list_closings
from storage.facts.business_policy import load_house
from tests.delivery import shop
from tests.delivery.house import House
from tests.delivery.shop import ANN
from tests.handlers.actions.explained import explain

FEDERAL = "US hours: 08:00-21:00 (47 CFR 64.1200(c)(1), since 20 Dec 1992)"


async def test_why_names_all_that_a_reminder_left_under(house: House) -> None:
    await house.apply(shop.file(channels=("sms",)))
    reminder = await house.remind(channels=("sms",))
    told = await house.act(lambda turn: explain(turn, reminder.id))
    at = next(line for line, text in enumerate(told) if "send: every rule allowed it" in text)
    assert tuple(told[at + 1 : at + 7]) == (
        f"  under {FEDERAL}",
        "  under US second-step: double opt-in that names cart reminders (US carriers' rule for cart reminders)",
        "  under US one-per-subject: one message per unique cart; no payment taken inside the SMS "
        "(US carriers' rule for cart reminders)",
        "  under US within: within 48 hours (US carriers' rule for cart reminders)",
        "  under business distance: 24 hours between two marketing messages to one person"
        " (the shop's own marketing_distance)",
        "  under business cap: 50 in 7 days (the shop's own marketing_caps)",
    )


async def test_a_service_text_is_judged_by_no_row(house: House) -> None:
    order = await house.post(await house.address("sms", ANN), "order")
    await house.settle()
    judged = (await house.act(lambda turn: turn.unit.verdicts.judgements([order])))[order]
    assert [(one.verdict.rule, one.verdict.rules) for one in judged] == [("ok", ())]


async def test_the_house_has_what_mail_is_judged_by(house: House) -> None:
    own = '[policy]\nmail_hours = "07:00-22:00"'
    street = 'mailing_address = "12 Main St, Newark, NJ 07102"\n'
    text = shop.file(channels=("sms",)).replace("[policy]", own)
    await house.apply(text.replace("[business]\n", f"[business]\n{street}"))
    known = await house.act(lambda turn: load_house(turn.unit, turn.tenant, turn.now, spends=False, asks=False))
    assert (known.hours, known.mail_hours) == (None, (time(7), time(22)))
    assert known.mailing_address == "12 Main St, Newark, NJ 07102"


async def test_the_shops_own_hours_stand_among_them_and_the_doctor_tells_of_them(house: House) -> None:
    own = """[policy]
hours = "09:00-20:00"
mail_hours = "07:00-22:00"
closed_days = ["2026-01-01", "2026-12-25"]
closed_states = ["NY", { state = "LA", until = "2026-01-31" }]"""
    await house.apply(shop.file(channels=("sms",)).replace("[policy]", own))
    reminder = await house.remind(channels=("sms",))
    judged = (await house.act(lambda turn: turn.unit.verdicts.judgements([reminder.id])))[reminder.id]
    told = [str(rule) for rule in judged[-1].verdict.rules]
    assert told[:2] == [FEDERAL, "business hours: 09:00-20:00 (the shop's own hours)"]
    assert [line.text for line in await house.act(list_closings)] == [
        "stricter than the law: marketing is sent only within 09:00-20:00, in the recipient's time zone",
        "stricter than the law: marketing mail is sent only within 07:00-22:00",
        "stricter than the law: closed to marketing: New York",
        "stricter than the law: no marketing on 2026-12-25",
    ]
