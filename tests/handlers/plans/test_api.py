"""``/api/notifications/plans``: kept, turned on and off, changed in versions, taken away, refused with the field."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.clock import PushedClock
from handlers.engine.person_language import make_english
from handlers.engine.turn import Turn
from handlers.plans.plan_admission import enter
from handlers.plans.plan_description import describe_plan
from storage.plans.plan_entries import PlanEntries
from storage.plans.plan_versions import KeptPlans
from storage.schema import events
from tests.cases import each
from tests.handlers.profiles.conftest import DANA, TIGER, Shop

PLANS = "/api/notifications/plans"
STEP = {"wait": "2d", "texts": [{"text": "How is it?"}]}
READY = {"wait": "2d", "template": "win_back_code"}
PLAN: dict[str, Any] = {"name": "second_order", "entry": {"by": "event", "event": "order.created"}, "steps": [STEP]}
RETURNED = {"by": "event", "event": "return.completed"}
BY_HAND = {**PLAN, "name": "care", "entry": {"by": "hand"}}


async def made(shop: Shop, **other: Any) -> Any:
    answer = await shop.ask("POST", PLANS, {**PLAN, **other})
    assert answer.status == 201, answer.body
    assert answer.headers["Location"] == f"{PLANS}/{answer.body['id']}"
    return answer.body


async def inside(shop: Shop) -> list[int]:
    """The versions on which Dana is in a plan, the newest first."""
    who = await shop.id_of(DANA)

    async def look(turn: Turn) -> list[int]:
        return [one.version for one in await turn.unit.of(PlanEntries).list_entries(who, "second_order")]

    return await shop.service.turns.look(TIGER, look)


async def test_a_plan_is_kept_turned_on_entered_and_turned_off(shop: Shop) -> None:
    one = await made(shop)
    assert (one["enabled"], one["version"], one["kind"], one["exits"]) == (False, 1, "second_order", ["bought"])
    await shop.order("1", DANA)
    assert await inside(shop) == [], "it is off"
    path = f"{PLANS}/second_order"
    started = await shop.ask("POST", f"{path}/start")
    assert (started.status, started.body["enabled"], started.body["id"]) == (200, True, one["id"])
    assert (await shop.ask("POST", f"{path}/start")).error == (409, "conflict", "id")
    await shop.order("2", DANA)
    assert await inside(shop) == [1]
    stopped = await shop.ask("POST", f"{PLANS}/{one['id']}/stop")
    assert (stopped.status, stopped.body["enabled"]) == (200, False)
    assert (await shop.ask("POST", f"{path}/stop")).error == (409, "conflict", "id")
    assert [plan["name"] for plan in (await shop.get(PLANS))["items"]] == ["second_order"]


GOODS = {"title": "Hoodie", "brand": "Leaf", "size": "M", "reason": "Too small"}
WHERE: dict[str, tuple[str, dict[str, Any]]] = {
    "any": ("return.completed", {}),
    "small": ("return.completed", {"reason": "too SMALL"}),
    "small_leaf": ("return.completed", {"reason": ["too big", "too small"], "brand": "leaf", "city": "mobile"}),
    "no_line_is_both": ("return.completed", {"reason": "too small", "size": "L"}),
    "of_leaf_none_else": ("return.completed", {"reason": {"op": "!=", "value": "too small"}, "brand": "Leaf"}),
    "no_category": ("return.completed", {"category": {"op": "exists", "value": True}}),
    "other_city": ("return.completed", {"city": "Austin"}),
    "nearly": ("loyalty.progressed", {"progress": {"op": ">=", "value": 7.5}, "programme": "Coffee card"}),
    "more": ("loyalty.progressed", {"progress": {"op": ">", "value": "8"}}),
    "came": ("customer.visited", {"place": "main street"}),
    "looked": ("customer.visited", {"page": "https://shop.example/sale"}),
}


async def test_an_event_lets_in_whoever_meets_all_fields_with_one_line(shop: Shop) -> None:
    for name, (event, where) in WHERE.items():
        entry = {"by": "event", "event": event, "where": where}
        one = await made(shop, name=name, entry=entry)
        path = f"{PLANS}/{one['id']}"
        assert (await shop.ask("PUT", path, one)).body == one, "what POST gave changes nothing"
        await shop.ask("POST", f"{path}/start")
    goods = [GOODS, {"title": "Mug", "brand": "Lion", "size": "L", "reason": "broken"}]
    await shop.tell("return.completed", {"return_id": "r1", "customer": DANA, "items": goods, "city": "Mobile"})
    await shop.tell("loyalty.progressed", {"customer": DANA, "programme": "coffee card", "progress": "8", "goal": "10"})
    await shop.tell("customer.visited", {"customer": DANA, "place": "Main Street"})
    who = await shop.id_of(DANA)

    async def look(turn: Turn) -> set[str]:
        entries = turn.unit.of(PlanEntries)
        return {name for name in WHERE if await entries.list_entries(who, name)}

    assert await shop.service.turns.look(TIGER, look) == {"any", "small", "small_leaf", "nearly", "came"}


async def test_a_return_lets_in_the_customer_of_its_order_once_and_an_old_one_nobody(shop: Shop) -> None:
    await made(shop, entry=RETURNED)
    await shop.ask("POST", f"{PLANS}/second_order/start")
    await shop.order("o1", DANA)
    old = (shop.service.clock.now() - timedelta(days=3)).isoformat()
    await shop.tell("return.completed", {"return_id": "r0", "order_id": "o1", "items": [GOODS]}, old)
    assert await inside(shop) == []
    told = (("r1", "api", 1), ("r1", "api", 1), ("r2", "api", 2), ("r2", "another system", 3))
    for number, (ref, source, many) in enumerate(told):
        await shop.tell("return.completed", {"return_id": ref, "order_id": "o1", "items": [GOODS]}, source=source)
        assert len(await inside(shop)) == many
        await shop.order(f"later-{number}", DANA)  # ends the run without a rest


async def test_a_visit_of_nobody_is_set_aside_as_before(shop: Shop) -> None:
    await made(shop, entry={"by": "event", "event": "customer.visited"})
    await shop.ask("POST", f"{PLANS}/second_order/start")
    await shop.tell("customer.visited", {"customer": {}, "place": "Main Street"})

    async def look(turn: Turn) -> list[str]:
        query = select(events.c.reason).where(turn.unit.owns(events), events.c.type == "customer.visited")
        return [row.reason for row in await turn.unit.rows(query)]

    assert await shop.service.turns.look(TIGER, look) == ["nobody is named"]


CONSENT = {"fact": "consent", "op": "=", "value": "offers"}


@pytest.mark.parametrize(
    ("entry", "condition", "told"),
    [
        ({"by": "audience"}, None, "everybody, checked each morning."),
        ({"by": "audience"}, CONSENT, "everybody who agreed to offers, checked each morning."),
        ({"by": "date", "date": "birthday"}, None, "everybody, on their birthday."),
        ({"by": "date", "date": "birthday"}, CONSENT, "everybody who agreed to offers, on their birthday."),
    ],
)
async def test_whom_it_takes_is_told_in_chat_as_its_condition_says(
    shop: Shop, entry: dict[str, Any], condition: dict[str, Any] | None, told: str
) -> None:
    await made(shop, entry=entry, **({} if condition is None else {"condition": condition}))

    async def tell(turn: Turn) -> str:
        kept = await turn.unit.of(KeptPlans).find_by_name("second_order")
        assert kept is not None
        lines = [make_english(turn).say(line) for line in await describe_plan(turn, kept.name, kept.terms)]
        return next(line for line in lines if line.startswith("second order:"))  # behind the forecast

    assert await shop.service.turns.look(TIGER, tell) == f"second order: {told}"


@pytest.mark.parametrize("name", ["winback", "win_back", "Win_Back"])
async def test_a_name_that_chats_take_for_another_plan_s_is_taken(shop: Shop, name: str) -> None:
    assert (await shop.ask("POST", PLANS, {**PLAN, "name": name})).error == (409, "conflict", "name")


async def test_words_of_which_nothing_is_seen_are_refused(shop: Shop) -> None:
    steps = [{"wait": "2d", "texts": [{"text": "\u200b"}]}]
    refused = await shop.ask("POST", PLANS, {**PLAN, "steps": steps})
    assert refused.error == (422, "invalid", "steps[0].texts[0].text")


@pytest.mark.parametrize(
    "wait", [{}, {"wait": None}, {"wait": ""}, {"wait": 0}, {"wait": "0d"}, {"wait": "soon"}], ids=str
)
async def test_a_wait_that_is_none_is_refused_with_how_to_send_at_once(shop: Shop, wait: dict[str, Any]) -> None:
    for steps, field in (
        ([{"texts": STEP["texts"], **wait}], "steps[0].wait"),
        ([{**STEP, "arms": [{"texts": STEP["texts"], **wait}]}], "steps[0].arms[0].wait"),
    ):
        refused = await shop.ask("POST", PLANS, {**PLAN, "steps": steps})
        assert refused.error == (422, "invalid", field)
        assert '"0" leaves at once' in refused.body["error"]["message"]
    assert (await made(shop, steps=[{**STEP, "wait": "0"}]))["steps"][0]["wait"] == "0"


async def test_a_letter_that_no_text_keeps_is_refused(shop: Shop) -> None:
    steps = [{"wait": "2d", "texts": [{"text": "How\0 is it?"}]}]
    refused = await shop.ask("POST", PLANS, {**PLAN, "steps": steps})
    assert refused.error == (422, "invalid", "steps[0].texts[0].text")


async def test_a_condition_of_no_kind_is_told_once(shop: Shop) -> None:
    refused = await shop.ask("POST", PLANS, {**PLAN, "condition": 7})
    assert refused.error == (422, "invalid", "condition")
    assert refused.body["error"]["message"].startswith("condition is not a segment id")


@pytest.mark.parametrize(("method", "behind"), [("GET", ""), ("DELETE", ""), ("POST", "/start")])
async def test_nothing_is_called_by_a_letter_that_no_text_has(shop: Shop, method: str, behind: str) -> None:
    assert (await shop.ask(method, f"{PLANS}/%00{behind}")).status == 404


async def test_a_change_is_a_new_version_and_whoever_is_inside_stays_on_theirs(shop: Shop) -> None:
    one = await made(shop)
    path = f"{PLANS}/{one['id']}"
    await shop.ask("POST", f"{path}/start")
    await shop.order("1", DANA)
    shown = await shop.ask("GET", path)
    same = await shop.ask("PUT", path, shown.body, If_Match=shown.headers["ETag"])
    assert (same.status, same.body) == (200, shown.body), "what GET gave changes nothing"
    other = {**shown.body, "steps": [{**STEP, "texts": [{"text": "Other words"}]}]}
    changed = await shop.ask("PUT", path, other, If_Match=shown.headers["ETag"])
    assert (changed.status, changed.body["version"], changed.body["enabled"]) == (200, 2, True)
    assert changed.body["steps"][0]["texts"][0]["text"] == "Other words"
    assert await inside(shop) == [1]
    late = await shop.ask("PUT", path, shown.body, If_Match=shown.headers["ETag"])
    assert late.error == (412, "outdated", "If-Match")
    renamed = await shop.ask("PUT", path, {**changed.body, "name": "another"})
    assert renamed.error == (409, "conflict", "name")
    clock = shop.service.clock
    assert isinstance(clock, PushedClock)
    clock.push(clock.now() + timedelta(days=3))
    assert shop.service.sandbox is not None
    await shop.service.sandbox.settle()
    who = await shop.id_of(DANA)

    async def words(turn: Turn) -> list[str]:
        return [one.text or "" for one in await turn.unit.messages.page(None, who, None, 20)]

    assert not [text for text in await shop.service.turns.look(TIGER, words) if "Other words" in text]


async def test_a_plan_that_nobody_entered_is_taken_away_and_its_name_is_free(shop: Shop) -> None:
    one = await made(shop)
    assert (await shop.ask("POST", PLANS, PLAN)).error == (409, "conflict", "name")
    path = f"{PLANS}/{one['id']}"
    await shop.ask("POST", f"{path}/start")
    assert (await shop.ask("DELETE", path)).error == (409, "conflict", "id"), "it is on"
    await shop.ask("POST", f"{path}/stop")
    assert (await shop.ask("DELETE", path)).status == 204
    assert (await shop.ask("GET", path)).error == (404, "not_found", "id")
    again = await made(shop)
    await shop.ask("POST", f"{PLANS}/second_order/start")
    await shop.order("1", DANA)
    await shop.ask("POST", f"{PLANS}/second_order/stop")
    kept = await shop.ask("DELETE", f"{PLANS}/{again['id']}")
    assert kept.error == (409, "conflict", "id"), "somebody entered it"


async def test_a_ready_plan_is_there_for_every_business_and_is_kept_when_it_is_turned_on(shop: Shop) -> None:
    ready = (await shop.get(f"{PLANS}?ready=true"))["items"]
    assert [(one["id"], one["version"], one["enabled"]) for one in ready] == [("win_back", 0, False)]
    shown = await shop.get(f"{PLANS}/win_back")
    assert len(shown["steps"]) == 3
    assert (await shop.ask("DELETE", f"{PLANS}/win_back")).error == (409, "conflict", "id")
    changed = await shop.ask("PUT", f"{PLANS}/win_back", {**shown, "holdout": 0.2})
    assert (changed.status, changed.body["version"], changed.body["holdout"]) == (200, 2, 0.2)
    assert (await shop.ask("POST", f"{PLANS}/win_back/start")).body["enabled"] is True
    assert (await shop.get(f"{PLANS}?ready=true"))["items"] == []


@pytest.mark.parametrize(
    ("offer", "shown"),
    [
        ({"kind": "amount", "amount": "5"}, {"kind": "amount", "percent": None, "amount": "5.00", "days": 7}),
        ({"kind": "free_shipping", "days": 3}, {"kind": "free_shipping", "percent": None, "amount": None, "days": 3}),
        ({"percent": 10}, {"kind": "percent", "percent": 10, "amount": None, "days": 7}),
    ],
    ids=["money", "shipping", "percent"],
)
async def test_a_step_offers_what_is_told_and_comes_back_as_it_was_shown(
    shop: Shop, offer: dict[str, Any], shown: dict[str, Any]
) -> None:
    arm = {**STEP, "offer": offer}
    one = await made(shop, steps=[{**arm, "arms": [arm]}])
    (step,) = one["steps"]
    assert (step["offer"], step["arms"][0]["offer"]) == (shown, shown)
    again = await shop.ask("PUT", f"{PLANS}/{one['id']}", one)
    assert (again.status, again.body) == (200, one)


async def test_a_request_that_is_sent_again_makes_nothing_again(shop: Shop) -> None:
    first = await shop.ask("POST", PLANS, PLAN, Idempotency_Key="k1")
    again = await shop.ask("POST", PLANS, PLAN, Idempotency_Key="k1")
    assert (again.status, again.body) == (201, first.body)
    assert again.headers["Idempotent-Replayed"] == "true"


async def test_somebody_is_let_into_one_by_hand(shop: Shop) -> None:
    await made(shop, **BY_HAND)
    await shop.ask("POST", f"{PLANS}/care/start")
    await shop.order("1", DANA)
    who = await shop.id_of(DANA)

    async def let_in(turn: Turn) -> bool:
        kept = await turn.unit.of(KeptPlans).find_by_name("care")
        assert kept is not None
        return await enter(turn, kept, who, "by hand")

    assert await shop.service.turns.act(TIGER, let_in)


@each(
    ("wrong", "field"),
    [
        ({"name": "two words"}, "name"),
        ({"name": "start_it"}, "name"),
        ({"name": ""}, "name"),
        ({"name": "recovery"}, "name"),
        ({"name": "win_back"}, "name"),
        ({"kind": "two words"}, "kind"),
        ({"entry": {"by": "magic"}}, "entry.by"),
        ({"entry": {"by": "event"}}, "entry.event"),
        ({"entry": {"by": "event", "event": "order.refunded"}}, "entry.event"),
        ({"entry": {**RETURNED, "where": {"colour": "red"}}}, "entry.where.colour"),
        ({"entry": {**RETURNED, "where": {"reason": 3}}}, "entry.where.reason"),
        ({"entry": {**RETURNED, "where": {"reason": {"op": "<", "value": "x"}}}}, "entry.where.reason.value"),
        ({"entry": {**RETURNED, "where": {"reason": {"op": "<", "value": "3"}}}}, "entry.where.reason"),
        ({"entry": {"by": "event", "event": "loyalty.progressed", "where": {"goal": "x"}}}, "entry.where.goal"),
        ({"entry": {"by": "event", "event": "order.created", "where": {"sku": "CAP"}}}, "entry.where.sku"),
        ({"entry": {"by": "hand", "days": 3}}, "entry.days"),
        ({"condition": "nobody-knows"}, "condition"),
        ({"condition": {"fact": "shoe", "op": "=", "value": 1}}, "condition.fact"),
        ({"condition": {"fact": "audience", "op": "=", "value": "5c9d0f6e-0000-7000-8000-000000000000"}}, "condition"),
        ({"steps": []}, "steps"),
        ({"steps": [{**STEP, "wait": "-1d"}]}, "steps[0].wait"),
        ({"steps": [{**STEP, "texts": [{"text": "x" * 2000}]}]}, "steps[0].texts[0].text"),
        ({"steps": [{**STEP, "texts": [{"text": "Hi {shoe_size}"}]}]}, "steps[0].texts[0].text"),
        ({"steps": [{**STEP, "texts": [{"text": "Take {code}"}]}]}, "steps[0].texts[0].text"),
        ({"steps": [STEP, {**STEP, "offer": {"percent": -5}}]}, "steps[1].offer.percent"),
        ({"steps": [{**STEP, "offer": {}}]}, "steps[0].offer.percent"),
        ({"steps": [{**STEP, "offer": {"kind": "amount"}}]}, "steps[0].offer.amount"),
        ({"steps": [{**STEP, "offer": {"kind": "amount", "amount": "-5"}}]}, "steps[0].offer.amount"),
        ({"steps": [{**STEP, "offer": {"kind": "amount", "amount": "5.005"}}]}, "steps[0].offer.amount"),
        ({"steps": [{**STEP, "offer": {"kind": "free_shipping", "percent": 5}}]}, "steps[0].offer.percent"),
        ({"steps": [{**READY, "offer": {"kind": "amount", "amount": "5"}}]}, "steps[0].offer"),
        ({"steps": [{"wait": "1d"}]}, "steps[0]"),
        ({"steps": [{"wait": "1d", "template": "cart_reminder"}]}, "steps[0].template"),
        ({"steps": [{**STEP, "arms": [{"wait": "1d", "template": "no_such"}]}]}, "steps[0].arms[0].template"),
        ({"steps": [{**STEP, "at": "25:00"}]}, "steps[0].at"),
        ({"exits": [{"bought": ""}]}, "exits"),
        ({"holdout": 0.9}, "holdout"),
        ({"rest": "soon"}, "rest"),
        ({"colour": "red"}, "colour"),
    ],
)
async def test_what_is_wrong_is_said_by_its_field(shop: Shop, wrong: dict[str, Any], field: str) -> None:
    answer = await shop.ask("POST", PLANS, {**PLAN, **wrong})
    assert answer.error[0] in {422, 404, 409}, answer.body
    assert answer.error[2] == field, answer.body
    assert (await shop.get(PLANS))["items"] == []


async def test_a_customer_is_let_in_once_and_only_while_it_is_on(shop: Shop) -> None:
    await made(shop, name="care", entry={"by": "hand"})
    await shop.order("1", DANA)
    dana = await shop.id_of(DANA)
    path, body = f"{PLANS}/care/people", {"customer": str(dana)}
    assert (await shop.ask("POST", path, body)).error == (409, "conflict", "id"), "it is off"
    await shop.ask("POST", f"{PLANS}/care/start")
    entered = await shop.ask("POST", path, body)
    assert (entered.status, entered.body["plan"], entered.body["customer"]) == (201, "care", str(dana))
    assert entered.body["first"], "Dana agreed to nothing, so its first message would not leave"
    assert (await shop.ask("POST", path, body)).error == (409, "conflict", "id"), "Dana is in it"
    nobody = await shop.ask("POST", path, {"customer": "019cd3a6-5c1e-7f1a-9d5e-2b8f3c6a7d10"})
    assert nobody.error == (404, "not_found", "customer")
    assert (await shop.ask("POST", path, {"customer": "dana"})).error == (422, "invalid", "customer")


async def test_a_plan_whose_audience_is_gone_is_not_turned_on(shop: Shop) -> None:
    told = {"name": "Regulars", "criteria": {"fact": "orders", "op": ">=", "value": 3}}
    regulars = f"/api/segments/{(segment := (await shop.ask('POST', '/api/segments', told)).body['id'])}"
    path = f"{PLANS}/{(await made(shop, condition=segment))['id']}"
    await shop.ask("POST", f"{path}/start")
    assert (await shop.ask("DELETE", regulars)).error == (409, "conflict", "id"), "it asks for these people"
    await shop.ask("POST", f"{path}/stop")
    assert (await shop.ask("DELETE", regulars)).status == 204
    assert (await shop.ask("POST", f"{path}/start")).error == (409, "conflict", "id")
    await shop.order("1", DANA)
    assert await inside(shop) == []


async def test_whoever_is_no_customer_is_not_let_in(shop: Shop) -> None:
    await made(shop, name="care", entry={"by": "hand"})
    await shop.ask("POST", f"{PLANS}/care/start")

    async def stranger(turn: Turn) -> str:
        """Somebody who can be written to and is no customer: one of the staff."""
        (member, *_) = await turn.unit.access.members()
        return str(member.contact)

    who = await shop.service.turns.look(TIGER, stranger)
    refused = await shop.ask("POST", f"{PLANS}/care/people", {"customer": who})
    assert refused.error == (404, "not_found", "customer")
