"""One return, one decision: by a request or as an event, with its reason, once."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from flows.actor import COMMAND_LINE
from flows.policy.departure_facts import AddressState
from flows.privacy_limits import PrivacyLimit
from flows.promotions.choice_record import MOST_KEPT
from flows.promotions.prompt import PromptChoice, PromptReason
from flows.promotions.sponsor import SponsorStatus
from handlers.actions.action import Origin
from handlers.engine.turn import Turn
from handlers.privacy.privacy_deeds import UseOfData, change_use
from handlers.privacy.privacy_requests import erase_person
from handlers.returns.api.prompt_endpoints import ReturnTold
from handlers.returns.return_intake import take_return
from storage.profiles.customer_tags import CustomerTags
from storage.promotions.promotions import Promotions
from storage.promotions.prompts import Prompts
from storage.promotions.sponsors import Sponsors
from storage.schema import addresses, prompts, returned_lines, returns
from tests.cases import each
from tests.handlers.returns.returns_desk import BRAND, OPEN, Desk, item, told
from tests.storage.promotions.promoted import promotion, sponsor

EXCHANGE, DONATION = "https://tiger.example/exchange", "https://tiger.example/donate"


async def test_an_offer_is_chosen_and_its_draws_are_stored(desk: Desk) -> None:
    contact, made = await desk.agree(BRAND), await desk.offer()
    answer = await desk.post()
    prompt = await desk.prompt()
    assert answer == {"prompt_id": str(prompt.id), "duplicate": False, "choice": "offer", "reason": "chosen"}
    assert (prompt.contact, prompt.sponsor, prompt.promotion) == (contact, desk.sponsor.id, made.id)
    assert prompt.notice == {"brand": BRAND, "items": ["Hiking boots"]}
    assert prompt.candidates is not None
    (drawn,) = prompt.candidates["drawn"]
    assert drawn[:3] == [made.id.hex, 2, 48]
    assert prompt.message is not None


async def test_a_repeat_changes_nothing_whatever_it_says(desk: Desk) -> None:
    await desk.agree(BRAND)
    await desk.offer()
    first = await desk.post()
    before = await desk.prompt()
    again = await desk.post(brand="Another", items=[item(brand="Another")], city="Mobile")
    assert again == first | {"duplicate": True}
    await desk.tell(items=[item(title="Other boots")])
    assert await desk.prompt() == before
    assert await desk.act(_count_rows) == (1, 1, 1)


async def test_the_event_is_decided_and_the_request_finds_it(desk: Desk) -> None:
    await desk.agree(BRAND)
    await desk.offer()
    await desk.tell()
    prompt = await desk.prompt()
    assert (prompt.choice, prompt.reason) == (PromptChoice.OFFER, PromptReason.CHOSEN)
    assert await desk.post() == {
        "prompt_id": str(prompt.id), "duplicate": True, "choice": "offer", "reason": "chosen",
    }  # fmt: skip
    await desk.work_off()
    assert await desk.act(_count_rows) == (1, 1, 1)


async def test_many_posts_at_once_are_one_decision(desk: Desk) -> None:
    await desk.agree(BRAND)
    await desk.offer()
    answers = await asyncio.gather(*(desk.post() for _ in range(8)))
    assert len({one["prompt_id"] for one in answers}) == 1
    assert sum(not one["duplicate"] for one in answers) == 1
    await desk.work_off()
    assert await desk.act(_count_rows) == (1, 1, 1)


async def test_two_returns_of_one_person_at_once_are_one_offer(desk: Desk) -> None:
    await desk.agree(BRAND)
    await desk.offer()
    answers = await asyncio.gather(*(desk.post(ref=f"r{number}") for number in range(4)))
    assert sorted(one["reason"] for one in answers) == ["chosen", "one_a_day", "one_a_day", "one_a_day"]


async def test_without_a_consent_the_offer_is_refused_by_a_rule(desk: Desk) -> None:
    await desk.agree("Nobody else")
    made = await desk.offer()
    assert (await desk.post())["reason"] == "no_consent"
    prompt = await desk.prompt()
    assert (prompt.choice, prompt.promotion, prompt.rule) == (PromptChoice.NOTICE, made.id, "partner_not_named")


async def test_a_decision_and_its_message_are_few_statements(desk: Desk) -> None:
    await desk.agree(BRAND)
    await desk.offer()
    who = {"id": "77", "phone": "+13145550110"}
    body = ReturnTold(**told(items=[item(reason="arrived late")], customer=who))
    event_ = body.build_event(desk.rig.clock.now())
    heard: list[str] = []

    def hear(_connection: Any, _cursor: Any, text: str, *_: Any) -> None:
        heard.append(text)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        await desk.act(lambda turn: take_return(turn, event_, BRAND, b"{}"))
    finally:
        event.remove(Engine, "before_cursor_execute", hear)
    assert (await desk.prompt()).choice is PromptChoice.OFFER
    statements = [one for one in heard if one.startswith(("SELECT", "INSERT", "UPDATE", "WITH"))]
    assert len(statements) <= 20  # one of them reads which details the person had corrected


async def test_an_unknown_brand_and_no_offer_are_answers(desk: Desk) -> None:
    await desk.agree(BRAND)
    assert await _decide(desk, brand="Nobody's") == ("notice", "unknown_brand")
    assert await _decide(desk) == ("notice", "no_offer")
    await desk.act(lambda turn: turn.unit.of(Sponsors).set_status(desk.sponsor.id, SponsorStatus.PAUSED))
    await desk.offer()
    assert await _decide(desk) == ("notice", "no_offer")


@each(
    "reason, links, choice",
    [
        ("too_large", (EXCHANGE, DONATION), "exchange"),
        ("Wrong color", (EXCHANGE, DONATION), "exchange"),
        ("arrived late", (EXCHANGE, DONATION), "donation"),
        ("too_large", ("", DONATION), "donation"),
        ("too_large", ("", ""), "notice"),
        ("arrived late", (EXCHANGE, ""), "notice"),
    ],
)
async def test_without_an_offer_the_exchange_comes_first(
    desk: Desk, reason: str, links: tuple[str, str], choice: str
) -> None:
    await desk.set(replace(OPEN, exchange_url=links[0], donation_url=links[1]))
    assert await _decide(desk, items=[item(reason=reason)]) == (choice, "no_offer")


async def test_an_offer_is_not_shown_again_for_two_weeks(desk: Desk) -> None:
    await desk.agree(BRAND)
    await desk.offer()
    await desk.post()
    prompt = await desk.prompt()
    await desk.act(lambda turn: turn.unit.of(Prompts).mark(prompt.id, "shown", turn.now))
    desk.rig.clock.push(desk.rig.clock.now() + timedelta(days=13))
    assert (await desk.post(ref="r2"))["reason"] == "seen"
    desk.rig.clock.push(desk.rig.clock.now() + timedelta(days=2))
    assert (await desk.post(ref="r3"))["reason"] == "chosen"


async def test_the_control_group_stays_and_gets_no_offer(desk: Desk) -> None:
    await desk.set(replace(OPEN, holdout=0.5))
    await desk.offer()
    people = range(24)
    for number in people:
        await desk.agree(BRAND, phone=f"+1314555{1000 + number}", user=f"u{number}")
    first = [await _decide_for(desk, number, "a") for number in people]
    desk.rig.clock.push(desk.rig.clock.now() + timedelta(days=20))
    assert [await _decide_for(desk, number, "b") for number in people] == first
    assert set(first) == {"chosen", "held_out"}
    held = await desk.prompt(f"a{first.index('held_out')}")
    assert (held.held_out, held.promotion) == (True, None)


async def test_one_prompt_a_day_and_the_next_return_gets_the_plain_notice(desk: Desk) -> None:
    await desk.set(replace(OPEN, donation_url=DONATION))
    await desk.agree(BRAND)
    assert (await desk.post())["choice"] == "donation"
    desk.rig.clock.push(desk.rig.clock.now() + timedelta(hours=3))
    await desk.offer()
    assert await _decide(desk, ref="r2") == ("notice", "one_a_day")
    desk.rig.clock.push(desk.rig.clock.now() + timedelta(days=1))
    assert await _decide(desk, ref="r3") == ("offer", "chosen")


@each("state, reason", [(AddressState.GONE, "unreachable"), (AddressState.SUPPRESSED, "stopped")])
async def test_nothing_is_sent_to_nobody(desk: Desk, state: AddressState, reason: str) -> None:
    await desk.agree(BRAND)
    await desk.offer()
    await desk.act(lambda turn: _set_state(turn, state))
    assert await _decide(desk) == ("none", reason)
    assert (await desk.prompt()).message is None
    assert await _decide(desk, ref="r2", user_id=None, customer=None) == ("none", "unreachable")


async def test_a_person_who_wrote_stop_gets_nothing(desk: Desk) -> None:
    contact = await desk.agree(BRAND)
    await desk.offer()
    await desk.act(lambda turn: turn.unit.consents.revoke(contact, "sms", "STOP", turn.now))
    choice, reason = await _decide(desk)
    assert (choice, reason) in {("none", "stopped"), ("notice", "no_consent")}


async def test_restricted_data_is_not_used_for_a_prompt(desk: Desk) -> None:
    contact = await desk.agree(BRAND)
    await desk.offer()
    ended = UseOfData(contact, PrivacyLimit.PROCESSING)
    await desk.act(lambda turn: change_use(turn, Origin(COMMAND_LINE, "one"), ended))
    assert await _decide(desk) == ("none", "stopped")
    prompt = await desk.prompt()
    assert (prompt.message, prompt.promotion, prompt.candidates) == (None, None, None)


async def test_the_brand_of_most_pieces_counts(desk: Desk) -> None:
    await desk.agree(BRAND)
    await desk.offer()
    other = await desk.act(lambda turn: sponsor(turn.unit, "Hats"))
    await desk.tell(items=[item(brand="Hats"), item(quantity=2), item(brand="Hats", title="Cap", quantity=0)])
    assert ((await desk.prompt()).brand, (await desk.prompt()).sponsor) == ("boots & co", desk.sponsor.id)
    await desk.tell(ref="r2", items=[item(brand="HATS", quantity=2), item(quantity=1)])
    assert ((await desk.prompt("r2")).brand, (await desk.prompt("r2")).sponsor) == ("hats", other.id)
    assert (await desk.prompt("r2")).notice["items"] == ["Hiking boots"]


@each(
    "audience, chosen",
    [
        ({"fact": "return.size", "op": "=", "value": "l"}, True),
        ({"fact": "return.size", "op": "=", "value": "XL"}, False),
        ({"fact": "return.reason", "op": "in", "value": ["too_large", "torn"]}, True),
        ({"fact": "return.category", "op": "!=", "value": "Boots"}, False),
        ({"fact": "return.product_type", "op": "=", "value": "hiking boots"}, True),
        ({"fact": "return.city", "op": "=", "value": "MOBILE"}, True),
        ({"fact": "return.returning_customer", "op": "=", "value": "no"}, True),
        ({"not": {"fact": "return.returning_customer", "op": "=", "value": "no"}}, False),
        ({"all": [{"fact": "return.size", "op": "=", "value": "L"}, {"fact": "tag", "op": "=", "value": "vip"}]}, True),
        ({"all": [{"fact": "return.size", "op": "=", "value": "L"}, {"fact": "tag", "op": "=", "value": "no"}]}, False),
        ({"any": [{"fact": "return.size", "op": "=", "value": "S"}, {"fact": "tag", "op": "=", "value": "vip"}]}, True),
        ({"not": {"all": [{"fact": "return.size", "op": "=", "value": "S"}, {"fact": "tag", "op": "=", "value": "x"}]}},
         True),
        ({"fact": "audience", "op": "=", "value": "a deleted one"}, False),
        ({"fact": "unheard of", "op": "=", "value": "x"}, False),
    ],
)  # fmt: skip
async def test_one_tree_asks_the_return_and_the_person(desk: Desk, audience: dict[str, Any], chosen: bool) -> None:
    contact = await desk.agree(BRAND)
    await desk.act(lambda turn: turn.unit.of(CustomerTags).give(contact, "vip", turn.now))
    await desk.act(lambda turn: turn.unit.of(Promotions).end_all(desk.sponsor.id, turn.now))  # of the case before
    await desk.offer(audience=json.dumps(audience))
    assert (await _decide(desk, city="Mobile"))[1] == ("chosen" if chosen else "no_offer")


async def test_a_second_return_is_of_a_returning_customer(desk: Desk) -> None:
    await desk.agree(BRAND)
    await desk.offer(audience=json.dumps({"fact": "return.returning_customer", "op": "=", "value": "yes"}))
    assert (await desk.post())["reason"] == "no_offer"
    await desk.work_off()
    desk.rig.clock.push(desk.rig.clock.now() + timedelta(days=1))
    assert (await desk.post(ref="r2"))["reason"] == "chosen"


async def test_a_thousand_offers_are_chosen_among_and_a_replay_chooses_the_same(desk: Desk) -> None:
    await desk.agree(BRAND)

    async def fill(turn: Turn) -> None:
        until = turn.now + timedelta(days=30)
        for _ in range(1000):
            await promotion(turn.unit, desk.sponsor, expires_at=until)

    await desk.act(fill)
    await desk.post()
    first = await desk.prompt()
    assert first.candidates is not None
    drawn = first.candidates["drawn"]
    assert len(drawn) + first.candidates["others"] == 1000
    assert len(drawn) <= MOST_KEPT + 1
    assert first.promotion is not None
    assert first.promotion.hex in {one[0] for one in drawn}
    await desk.act(lambda turn: turn.unit.remove(prompts))
    await desk.post()
    again = await desk.prompt()
    assert (again.promotion, again.candidates) == (first.promotion, first.candidates)


async def test_old_events_and_other_businesses_get_no_prompt(desk: Desk) -> None:
    await desk.set(None)
    await desk.act(lambda turn: turn.unit.of(Sponsors).remove(desk.sponsor.id, turn.now))
    await desk.tell()
    assert await desk.act(lambda turn: turn.unit.of(Prompts).find_by_ref("r1")) is None
    await desk.set(OPEN)
    before = (desk.rig.clock.now() - timedelta(days=3)).isoformat()
    told_late = {"id": "old", "type": "return.completed", "occurred_at": before, "data": told("r2")}
    assert (await desk.rig.post("/api/v1/events", told_late))[0] == 202
    await desk.work_off()
    assert await desk.act(lambda turn: turn.unit.of(Prompts).find_by_ref("r2")) is None


@each(
    "wrong, field",
    [({"return_id": None}, "return_id"), ({"items": []}, "items"), ({"items": None}, "items"), ({"items": 5}, "items")],
)
async def test_a_wrong_return_is_refused_and_not_stored(desk: Desk, wrong: dict[str, Any], field: str) -> None:
    status, body = await desk.rig.post("/prompt/send", told() | wrong)
    assert (status, body["error"]["field"]) == (422, field)
    assert await desk.act(_count_rows) == (0, 0, 0)


async def test_an_erased_person_gets_nothing_and_stays_unnamed(desk: Desk) -> None:
    contact = await desk.agree(BRAND)
    await desk.offer()
    await desk.post()
    await desk.act(lambda turn: erase_person(turn, contact, "asked"))
    answer = await desk.post()
    assert (answer["choice"], answer["reason"], answer["duplicate"]) == ("none", "unreachable", False)
    assert await desk.post() == answer | {"duplicate": True}
    rows = await desk.act(lambda turn: turn.unit.rows(prompts.select()))
    assert {(row.contact, row.ref == "r1") for row in rows} == {(None, False)}


async def _decide(desk: Desk, **values: Any) -> tuple[str, str]:
    """The choice and the reason of a return that nobody told before."""
    await desk.act(lambda turn: turn.unit.remove(prompts)) if "ref" not in values else None
    answer = await desk.post(**values)
    return answer["choice"], answer["reason"]


async def _decide_for(desk: Desk, number: int, ref: str) -> str:
    who = {"id": f"u{number}", "phone": f"+1314555{1000 + number}"}
    reason: str = (await desk.post(ref=f"{ref}{number}", user_id=who["id"], customer=who))["reason"]
    return reason


async def _set_state(turn: Turn, state: AddressState) -> None:
    await turn.unit.change_all(addresses, addresses.c.channel == "sms", state=state.value)


async def _count_rows(turn: Turn) -> tuple[int, int, int]:
    """The stored prompts, returns and lines of returns."""
    tables = (prompts, returns, returned_lines)
    found = [len(await turn.unit.rows(one.select().where(turn.unit.owns(one)))) for one in tables]
    return found[0], found[1], found[2]
