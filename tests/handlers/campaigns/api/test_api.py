"""``/api/notifications/campaigns``: drafted, foreseen, launched by the snapshot, moved, and told of in figures."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import pytest
from sqlalchemy import select

from bot.clock import PushedClock
from flows.actor import Actor, ActorKind
from flows.audience.criteria import EVERYBODY
from flows.audience.criteria_json import write_criteria
from flows.campaigns.campaign_terms import Terms
from flows.campaigns.campaign_texts import CampaignText
from flows.campaigns.expected_return import ExpectedReturn
from flows.shop_offers import ShopOffer
from handlers.actions.action import Origin, Refused
from handlers.api.api_refusals import ApiRefused
from handlers.api.endpoint import ApiCall
from handlers.campaigns.api.campaign_lookup import attempt
from handlers.campaigns.api.preview_resource import show_preview
from handlers.campaigns.drafts.campaign_draft import NewCampaign, save_draft
from handlers.campaigns.drafts.draft_checks import WhyNoDraft
from handlers.campaigns.launch_action import LaunchCampaign, launch
from handlers.campaigns.sending.campaign_control import NamedCampaign
from handlers.engine.turn import Turn
from handlers.own_codes.own_code_creation import MakeCode, request_code
from storage.campaigns.campaigns import Campaigns
from storage.schema import attributions, audit, messages, orders
from tests.cases import each
from tests.handlers.profiles.conftest import TIGER, Shop
from tests.handlers.sourcing.staff.rows import START
from tests.handlers.sourcing.staff.rows import Shop as Rows
from tests.storage.campaigns.mailed import HOUR, Mailed
from tests.storage.sending.test_fanout import someone

CAMPAIGNS = "/api/notifications/campaigns"
TEXTS = [{"text": "Kurtas are here"}]
DRAFT = {"name": "Spring", "audience": {"all": []}, "texts": TEXTS}
LATE = "9999-12-31T23:59:59Z"


async def people(shop: Shop, many: int) -> None:
    """So many who agreed to offers by SMS."""

    async def make(turn: Turn) -> None:
        for number in range(many):
            await someone(turn.unit, number, timezone="America/Chicago")

    await shop.service.turns.act(TIGER, make)


async def settled(shop: Shop) -> None:
    assert shop.service.sandbox is not None
    await shop.service.sandbox.settle()


async def drafted(shop: Shop, **other: Any) -> Any:
    """A campaign that was drafted, and looked through."""
    made = await shop.ask("POST", CAMPAIGNS, {**DRAFT, **other})
    assert made.status == 201, made.body
    assert made.headers["Location"] == f"{CAMPAIGNS}/{made.body['id']}"
    await settled(shop)
    return await shop.get(f"{CAMPAIGNS}/{made.body['id']}")


async def at_noon(shop: Shop) -> None:
    """An hour at which all may be written to."""
    clock = shop.service.clock
    assert isinstance(clock, PushedClock)
    clock.push((clock.now() + timedelta(days=1)).replace(hour=19, minute=0))


async def test_a_campaign_from_its_draft_to_its_results(shop: Shop) -> None:
    await at_noon(shop)
    await people(shop, 5)
    one = await drafted(shop)
    assert (one["status"], one["schedule"]) == ("previewed", {"at": None, "local": None, "on": None})
    preview = one["preview"]
    assert (preview["by_channel"], preview["held_out"], preview["segments"]) == ({"sms": 5}, 0, 1)
    assert preview["by_locale"] == {"en": 5}
    assert preview["people"] == 5 + sum(preview["excluded"].values())
    assert preview["samples"][0].startswith("Tiger Tees: Kurtas are here")
    path = f"{CAMPAIGNS}/{one['id']}"
    launched = await shop.ask("POST", f"{path}/launch", {"snapshot": preview["snapshot"]})
    assert (launched.status, launched.body["status"]) == (202, "sending")
    again = await shop.ask("POST", f"{path}/launch", {"snapshot": preview["snapshot"]})
    assert again.error == (409, "conflict", "id")
    looked = await shop.ask("POST", f"{path}/preview")
    assert looked.error == (409, "conflict", "id"), "what goes out is looked through no more"
    await settled(shop)
    results = await shop.get(f"{path}/results")
    told = {name: results[name] for name in ("planned", "sent", "unknown", "clicked", "bought", "revenue", "refused")}
    assert told == {
        "planned": 5, "sent": 5, "unknown": 0, "clicked": 0, "bought": 0, "revenue": "0.00", "refused": {}
    }  # fmt: skip
    assert (preview["trial"], results["compared"]) == (None, None), "of one wording"
    (part,) = results["parts"]
    assert (part["variant"], part["channel"], part["step"], part["planned"], part["sent"]) == ("A", "sms", 1, 5, 5)
    assert (part["revenue"], part["refused"]) == ("0.00", {})
    counts = ("held_out", "unknown", "read", "opened", "clicked", "replied", "opted_out", "waiting", "bought")
    nothing: dict[str, Any] = dict.fromkeys(counts, 0) | {"revenue": "0.00", "lift": None, "roi": -1.0, "refused": {}}
    written = {"planned": 5, "sent": 5, "delivered": 5, "cost": part["cost"]} | nothing
    assert results["by_audience"] == [{"stage": "none"} | written], "nobody had ordered"
    assert results["by_channel"] == [{"channel": "sms"} | written]
    assert results["by_step"] == [{"step": 1} | written]
    assert (part, results["by_variant"]) == ({"variant": "A", "channel": "sms", "step": 1} | written, [])
    report = await shop.get("/api/v1/reports/campaigns")
    assert [one["name"] for one in report["items"]] == ["Spring"]
    assert [one["id"] for one in (await shop.get(CAMPAIGNS))["items"]] == [one["id"]]


async def mailed(shop: Shop) -> UUID:
    """A campaign that went out to seven people, who did different things; two were left alone."""

    async def make(turn: Turn) -> UUID:
        spring = await Mailed.out(Rows(turn.unit, turn.business), texts=(CampaignText("Kurtas are here"),))
        first, second, third, *_ = await spring.sent(0, 6, clicked=4, bought=2, price=1_000_000)
        await spring.unanswered(0, 1)
        await spring.sent(0, 2, left_alone=True)
        for one in (first, second, third):
            await turn.unit.change(messages, one, read_at=START + HOUR)
        for _ in range(2):
            await turn.unit.messages.mark_opened(first, START + HOUR)
        for one in (first, second):
            await spring.replies(one, START + HOUR)
        await spring.stops(third, START + HOUR)
        (order,) = await turn.unit.rows(select(attributions.c.order).where(attributions.c.message == first))
        await turn.unit.change(orders, order.order, refunded=10_000_000)
        return spring.campaign.id

    return await shop.service.turns.act(TIGER, make)


async def test_what_became_of_its_people_is_told_by_results_and_by_the_report(shop: Shop) -> None:
    one = await mailed(shop)
    figures = {
        "planned": 9, "held_out": 2, "sent": 7, "unknown": 1, "delivered": 6, "read": 3, "opened": 1, "clicked": 4,
        "replied": 2, "opted_out": 1, "waiting": 0, "bought": 2, "revenue": "70.00", "roi": 10.6667,
        "refused": {"holdout": 2},
    }  # fmt: skip
    results = await shop.get(f"{CAMPAIGNS}/{one}/results")
    assert {name: results[name] for name in figures} == figures
    assert results["cost"] == {"USD": "6.00"}
    (part,) = results["parts"]
    assert {name: part[name] for name in figures} == figures
    assert part["cost"] == "6.00"
    (told,) = (await shop.get("/api/v1/reports/campaigns"))["items"]
    assert told == {name: results[name] for name in told}
    made = (await shop.get(f"{CAMPAIGNS}/{one}"))["made_at"]
    assert (await shop.get(f"/api/v1/reports/campaigns?from={made}"))["items"] == [told]
    assert (await shop.get(f"/api/v1/reports/campaigns?to={made}"))["items"] == []


async def test_what_may_come_back_is_told_with_its_range(shop: Shop) -> None:
    await people(shop, 1)
    one = await drafted(shop)
    assert one["preview"]["brings"] is None, "nothing was sent before"
    brings = ExpectedReturn(people=1, orders=0.4, revenue=16_000_000, low=2_500_000, high=40_000_000, cost=0)

    async def look(turn: Turn) -> dict[str, Any]:
        campaign = await turn.unit.of(Campaigns).get(UUID(one["id"]))
        assert campaign is not None
        assert campaign.preview is not None
        return await show_preview(turn, campaign, replace(campaign.preview, brings=brings))

    told = await shop.service.turns.look(TIGER, look)
    assert told["brings"] == {"orders": 0.4, "revenue": "16.00", "low": "2.50", "high": "40.00"}


async def test_what_was_changed_is_launched_by_no_older_preview(shop: Shop) -> None:
    await people(shop, 2)
    one = await drafted(shop)
    path, seen = f"{CAMPAIGNS}/{one['id']}", one["preview"]["snapshot"]
    changed = await shop.ask("PUT", path, {**one, "texts": [{"text": "Kurtas of silk"}]})
    assert (changed.status, changed.body["status"], changed.body["preview"]) == (200, "draft", None)
    assert (await shop.ask("POST", f"{path}/launch", {"snapshot": seen})).error == (409, "conflict", "snapshot")
    await settled(shop)
    anew = await shop.get(path)
    assert anew["preview"]["snapshot"] != seen
    older = await shop.ask("POST", f"{path}/launch", {"snapshot": seen})
    assert older.error == (409, "conflict", "snapshot"), "another preview was confirmed than stands"
    same = await shop.ask("PUT", path, anew)
    assert (same.status, same.body["version"]) == (200, anew["version"]), "what GET gave changes nothing"


async def test_what_was_launched_since_it_was_looked_through_is_told_before_and_with_its_launch(shop: Shop) -> None:
    await at_noon(shop)
    await people(shop, 2)
    spring, summer = await drafted(shop), await drafted(shop, name="Summer")
    assert spring["preview"]["launched_since"] == []
    clock = shop.service.clock
    assert isinstance(clock, PushedClock)
    later = {"at": f"{(clock.now() + timedelta(hours=2)):%Y-%m-%dT%H:%M:%SZ}", "local": None, "on": None}
    spring = (await shop.ask("PUT", f"{CAMPAIGNS}/{spring['id']}", {**spring, "schedule": later})).body
    await settled(shop)
    clock.push(clock.now() + timedelta(minutes=1))
    path, of_summer = f"{CAMPAIGNS}/{spring['id']}", f"{CAMPAIGNS}/{summer['id']}"
    await shop.ask("POST", f"{of_summer}/launch", {"snapshot": summer["preview"]["snapshot"]})
    seen = (await shop.get(path))["preview"]
    assert seen["launched_since"] == ["Summer"]
    clock.push(clock.now() + timedelta(minutes=1))
    launched = await shop.ask("POST", f"{path}/launch", {"snapshot": seen["snapshot"]})
    assert (launched.status, launched.body["preview"]["launched_since"]) == (202, ["Summer"])
    assert (await shop.get(of_summer))["preview"]["launched_since"] == [], "it came first"


async def test_a_preview_of_yesterday_is_confirmed_no_more(shop: Shop) -> None:
    await people(shop, 2)
    one = await drafted(shop)
    clock = shop.service.clock
    assert isinstance(clock, PushedClock)
    clock.push(clock.now() + timedelta(hours=25))
    launch = {"snapshot": one["preview"]["snapshot"]}
    path = f"{CAMPAIGNS}/{one['id']}"
    assert (await shop.ask("POST", f"{path}/launch", launch)).error == (409, "conflict", "snapshot")
    assert (await shop.ask("POST", f"{path}/preview")).status == 202
    await settled(shop)
    anew = await shop.get(path)
    assert (await shop.ask("POST", f"{path}/launch", {"snapshot": anew["preview"]["snapshot"]})).status == 202


async def test_it_is_paused_resumed_and_cancelled_as_it_stands(shop: Shop) -> None:
    await people(shop, 2)
    clock = shop.service.clock
    later = (clock.now() + timedelta(days=2)).isoformat()
    one = await drafted(shop, schedule={"at": later})
    path = f"{CAMPAIGNS}/{one['id']}"
    assert (await shop.ask("POST", f"{path}/pause")).error == (409, "conflict", "id"), "it is not launched"
    assert (await shop.ask("POST", f"{path}/launch", {"snapshot": one["preview"]["snapshot"]})).status == 202
    for move, status in (("pause", "paused"), ("resume", "scheduled"), ("cancel", "cancelled")):
        moved = await shop.ask("POST", f"{path}/{move}")
        assert (moved.status, moved.body["status"]) == (200, status)
    assert (await shop.ask("POST", f"{path}/resume")).error == (409, "conflict", "id")
    assert (await shop.ask("DELETE", path)).error == (409, "conflict", "id")


async def test_a_change_of_what_was_changed_since_is_outdated(shop: Shop) -> None:
    await people(shop, 1)
    one = await drafted(shop)
    path, changed = f"{CAMPAIGNS}/{one['id']}", {**DRAFT, "texts": [{"text": "Linen is here"}]}
    seen = (await shop.ask("GET", path)).headers["ETag"]
    assert (await shop.ask("PUT", path, changed, If_Match=seen)).status == 200
    for method, body in (("PUT", DRAFT), ("DELETE", None)):
        refused = await shop.ask(method, path, body, If_Match=seen)
        assert refused.error == (412, "outdated", "If-Match")
    assert (await shop.get(path))["texts"][0]["text"] == "Linen is here"


async def test_each_thing_that_is_done_stands_in_the_audit(shop: Shop) -> None:
    await people(shop, 1)
    one = await drafted(shop, schedule={"at": "2099-12-04T18:00:00Z"})
    path = f"{CAMPAIGNS}/{one['id']}"
    await shop.ask("POST", f"{path}/launch", {"snapshot": one["preview"]["snapshot"]})
    for does in ("pause", "resume", "cancel"):
        assert (await shop.ask("POST", f"{path}/{does}")).status == 200
    other = await drafted(shop, name="Summer")
    changed = {**DRAFT, "name": "Summer", "texts": [{"text": "Linen is here"}]}
    assert (await shop.ask("PUT", f"{CAMPAIGNS}/{other['id']}", changed)).status == 200
    assert (await shop.ask("DELETE", f"{CAMPAIGNS}/{other['id']}")).status == 204

    async def look(turn: Turn) -> list[tuple[str, str]]:
        which = (turn.unit.owns(audit), audit.c.action.like("campaign.%"))
        rows = await turn.unit.rows(select(audit).where(*which).order_by(audit.c.id))
        return [(row.action.removeprefix("campaign."), str(row.about)) for row in rows]

    assert await shop.service.turns.look(TIGER, look) == [
        *((does, one["id"]) for does in ("drafted", "launched", "paused", "resumed", "cancelled")),
        *((does, other["id"]) for does in ("drafted", "edited", "deleted")),
    ]


async def test_a_campaign_is_called_otherwise_also_once_it_is_launched(shop: Shop) -> None:
    await people(shop, 2)
    await drafted(shop, name="Autumn")
    one = await drafted(shop, schedule={"at": (shop.service.clock.now() + timedelta(days=2)).isoformat()})
    path = f"{CAMPAIGNS}/{one['id']}"
    called = await shop.ask("PUT", path, {**one, "name": "Early spring"})
    assert (called.status, called.body["name"], called.body["status"]) == (200, "Early spring", "draft")
    await settled(shop)
    one = await shop.get(path)
    assert (await shop.ask("POST", f"{path}/launch", {"snapshot": one["preview"]["snapshot"]})).status == 202
    one = await shop.get(path)
    again = await shop.ask("PUT", path, {**one, "name": "Late spring"})
    assert (again.status, again.body["name"], again.body["status"]) == (200, "Late spring", "scheduled")
    assert (await shop.ask("PUT", path, {**one, "name": "autumn"})).error == (409, "conflict", "name")
    assert (await shop.ask("PUT", path, {**one, "name": "pause it"})).error == (422, "invalid", "name")


async def test_a_draft_is_taken_away_and_its_name_is_free(shop: Shop) -> None:
    await people(shop, 1)
    one = await drafted(shop)
    assert (await shop.ask("POST", CAMPAIGNS, DRAFT)).error == (409, "conflict", "name")
    assert (await shop.ask("DELETE", f"{CAMPAIGNS}/{one['id']}")).status == 204
    assert (await shop.ask("POST", CAMPAIGNS, DRAFT)).status == 201


async def test_what_is_launched_meanwhile_is_not_taken_away(shop: Shop) -> None:
    await at_noon(shop)
    await people(shop, 2)
    one = await drafted(shop)
    path, launched, may_end = f"{CAMPAIGNS}/{one['id']}", asyncio.Event(), asyncio.Event()

    async def go(turn: Turn) -> None:
        which = NamedCampaign(UUID(one["id"]), one["name"])
        await launch(turn, Origin(Actor.provider("api"), "launched"), LaunchCampaign(which))
        launched.set()
        await may_end.wait()

    launching = asyncio.create_task(shop.service.turns.act(TIGER, go))
    await launched.wait()
    deleting = asyncio.create_task(shop.ask("DELETE", path))
    await asyncio.wait({deleting}, timeout=0.3)
    may_end.set()
    await launching
    assert (await deleting).error == (409, "conflict", "id")
    assert (await shop.get(path))["status"] == "sending"


@each(
    ("wrong", "field"),
    [
        ({"texts": []}, "texts"),
        ({"texts": [{"text": "x" * 601}]}, "texts[0].text"),
        ({"texts": [{"text": "Hi {shoe_size}"}]}, "texts[0].text"),
        ({"texts": [{"text": "Hi {if people with blue eyes: you|there}"}]}, "texts"),
        ({"texts": [{"text": "Hi {if vip: you"}]}, "texts[0].text"),
        ({"texts": [{"text": "Hi"}, {"text": "{code}", "variant": "B"}]}, "texts[1].text"),
        ({"texts": [{"text": "Kurtas\0 are here"}]}, "texts[0].text"),
        ({"follow_ups": [{"hours": 72, "texts": [{"text": "Still\0 time"}]}]}, "follow_ups[0].texts[0].text"),
        ({"follow_ups": [{"hours": 72, "texts": [{"text": "{until|soon}"}]}]}, "follow_ups[0].texts[0].text"),
        ({"follow_ups": [{"hours": hours, "texts": TEXTS} for hours in (24, 24)]}, "follow_ups"),
        ({"follow_ups": [{"hours": hours, "texts": TEXTS} for hours in (24, 35)]}, "follow_ups"),
        ({"texts": [{"text": "One"}, {"text": "Two"}]}, "texts"),
        ({"follow_ups": [{"hours": 72, "texts": [{"text": "One"}, {"text": "Two"}]}]}, "follow_ups[0].texts"),
        ({"pace": {"spread_hours": 3, "best_hour": True}}, "pace"),
        ({"audience": None}, "audience"),
        ({"audience": 7}, "audience"),
        ({"audience": {"all": [{"fact": "spend", "op": ">=", "value": "much"}]}}, "audience.all[0].value"),
        ({"audience": {}}, "audience"),
        ({"texts": [{"text": "Hi", "variant": "F"}]}, "texts[0].variant"),
        ({"audience": "nobody-knows"}, "audience"),
        ({"schedule": {"at": "2020-01-01T10:00:00Z"}}, "schedule"),
        ({"schedule": {"local": "18:00"}}, "schedule"),
        ({"holdout": -0.1}, "holdout"),
        ({"name": "pause it"}, "name"),
        ({"name": ""}, "name"),
        ({"best_wins": True}, "best_wins"),
        ({"channels": ["sms", "sms"]}, "channels"),
        ({"budget": {"amount": "50", "currency": "ABC"}}, "budget.currency"),
        ({"budget": {"amount": "-5", "currency": "USD"}}, "budget.amount"),
        ({"offer": {"kind": "amount", "amount": "-5"}}, "offer.amount"),
        ({"offer": {"percent": 10, "ends_at": LATE}}, "offer.ends_at"),
        ({"offer": {"percent": 10, "ends_at": "0001-01-01T00:00:00Z"}}, "offer.ends_at"),
        ({"arms": [{"variant": "A", "offer": {"percent": 10, "ends_at": LATE}}]}, "arms[0].offer.ends_at"),
        ({"arms": [{"variant": "B", "schedule": {"at": "2020-01-01T10:00:00Z"}}]}, "arms"),
        ({"arms": [{"variant": "A", "schedule": {"local": "10:00", "on": "1826-01-01"}}]}, "arms[0].schedule.on"),
        ({"arms": [{"variant": "A"}]}, "arms"),
        ({"arms": [{"variant": "A"}, {"variant": "A"}]}, "arms"),
    ],
)
async def test_what_is_wrong_is_said_by_its_field(shop: Shop, wrong: dict[str, Any], field: str) -> None:
    answer = await shop.ask("POST", CAMPAIGNS, {**DRAFT, **wrong})
    assert answer.error[0] in {422, 404}, answer.body
    assert answer.error[2] == field, answer.body
    assert (await shop.get(CAMPAIGNS))["items"] == []


async def test_an_audience_that_is_none_is_told_once(shop: Shop) -> None:
    answer = await shop.ask("POST", CAMPAIGNS, {**DRAFT, "audience": None})
    assert answer.body["error"]["message"] == (
        'audience is not a segment id, the name of a ready one such as "vip", or a criteria object '
        '(as in "audience": "vip")'
    )


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ([{"text": "x" * 2000}], "texts[0].text has more than 600 characters"),
        ([{"text": ""}], "texts[0].text is empty"),
        ([], "texts is empty"),
    ],
)
async def test_words_that_are_too_many_or_none_are_told_as_such(shop: Shop, texts: list[Any], told: str) -> None:
    answer = await shop.ask("POST", CAMPAIGNS, {**DRAFT, "texts": texts})
    assert answer.status == 422
    assert answer.body["error"]["message"].startswith(told)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"texts": [{"text": "{code}"}]}, "texts[0].text"),
        ({"texts": [{"text": "One"}, {"text": "Two"}]}, "texts"),
        ({"pace": {"spread_hours": 3, "best_hour": True}}, "pace"),
        ({"audience": {"any": 3}}, "audience.any"),
    ],
)
async def test_what_is_wrong_in_a_change_is_said_by_its_field(shop: Shop, wrong: dict[str, Any], field: str) -> None:
    one = await drafted(shop)
    path = f"{CAMPAIGNS}/{one['id']}"
    assert (await shop.ask("PUT", path, {**one, **wrong})).error == (422, "invalid", field)
    assert (await shop.get(path))["version"] == one["version"]


async def test_a_segment_a_local_time_and_variants_are_shown_as_they_were_told(shop: Shop) -> None:
    texts = [{"text": "One"}, {"text": "Two", "variant": "B"}, {"text": "Dos", "variant": "B", "locale": "es"}]
    on = (shop.service.clock.now() + timedelta(days=3)).date().isoformat()
    schedule = {"local": "18:00", "on": on}
    one = await drafted(shop, audience="vip", texts=texts, schedule=schedule, channels=["sms"])
    assert one["phrase"] == "vip"
    assert one["schedule"] == {"at": None, **schedule}
    assert [(text["variant"], text["locale"], text["text"]) for text in one["texts"]] == [
        ("A", None, "One"),
        ("B", None, "Two"),
        ("B", "es", "Dos"),
    ]


async def test_how_many_people_wordings_need_is_told_before_and_how_they_compare_after(shop: Shop) -> None:
    await at_noon(shop)
    await people(shop, 6)
    one = await drafted(shop, texts=[{"text": "One"}, {"text": "Two", "variant": "B"}])
    trial = one["preview"]["trial"]
    assert trial == {
        "by": "clicks", "points": 2.0, "base_rate": 0.05, "own": False, "needed": 2307, "people": 3
    }  # fmt: skip
    path = f"{CAMPAIGNS}/{one['id']}"
    before = await shop.get(f"{path}/results")
    assert before["compared"] is None, "it is not launched"
    await shop.ask("POST", f"{path}/launch", {"snapshot": one["preview"]["snapshot"]})
    await settled(shop)
    compared = (await shop.get(f"{path}/results"))["compared"]
    assert (compared["conclusion"], compared["by"]) == ("not_enough", trial["by"])
    assert sum(compared["people"].values()) == 6
    assert compared["more"] == trial["needed"] - min(compared["people"].values())


async def test_the_best_of_two_wordings_may_win_and_may_not_any_more(shop: Shop) -> None:
    await at_noon(shop)
    await people(shop, 8)
    texts = [{"text": "One"}, {"text": "Two", "variant": "B"}]
    one = await drafted(shop, texts=texts, best_wins=True)
    assert one["best_wins"] is True
    assert one["preview"]["trial"]["people"] == 2, "half of them get one by chance, and the others the better one"
    path = f"{CAMPAIGNS}/{one['id']}"
    same = await shop.ask("PUT", path, one)
    assert same.body["version"] == one["version"], "what GET gave changes nothing"
    changed = await shop.ask("PUT", path, {**one, "best_wins": False})
    assert (changed.status, changed.body["best_wins"], changed.body["status"]) == (200, False, "draft")


async def test_a_launch_whose_hour_has_passed_is_no_mistake_of_the_request(shop: Shop) -> None:
    await at_noon(shop)
    await people(shop, 2)
    clock = shop.service.clock
    assert isinstance(clock, PushedClock)
    at = (clock.now() + timedelta(hours=2)).isoformat()
    one = await drafted(shop, schedule={"at": at})
    clock.push(clock.now() + timedelta(hours=3))
    launched = await shop.ask("POST", f"{CAMPAIGNS}/{one['id']}/launch", {"snapshot": one["preview"]["snapshot"]})
    assert launched.error == (409, "conflict", "id")


async def test_variants_have_hours_of_their_own_and_come_back_as_they_were_sent(shop: Shop) -> None:
    await people(shop, 2)
    day = (shop.service.clock.now() + timedelta(days=2)).date().isoformat()
    arms = [
        {"variant": "A", "schedule": {"at": f"{day}T16:00:00Z", "local": None, "on": None}},
        {"variant": "B", "schedule": {"at": None, "local": "18:00", "on": day}},
    ]
    one = await drafted(shop, texts=[{"text": "One"}], arms=arms)
    assert one["arms"] == [{**arm, "offer": None} for arm in arms]
    assert [(text["variant"], text["text"]) for text in one["texts"]] == [("A", "One"), ("B", "One")]
    assert one["preview"]["trial"]["needed"] > 0
    path = f"{CAMPAIGNS}/{one['id']}"
    same = await shop.ask("PUT", path, one)
    assert same.body["version"] == one["version"], "what GET gave changes nothing"
    changed = await shop.ask("PUT", path, {**one, "arms": arms[:1]})
    assert (changed.status, len(changed.body["arms"]), changed.body["status"]) == (200, 1, "draft")


async def test_variants_have_offers_of_their_own_and_come_back_as_they_were_sent(shop: Shop) -> None:
    await people(shop, 2)
    offer = {"kind": "percent", "percent": 10, "amount": None, "days": 3, "hours": None, "code": None, "ends_at": None}
    arms = [{"variant": "A", "schedule": None, "offer": None}, {"variant": "B", "schedule": None, "offer": offer}]
    texts = [{"text": "One"}, {"text": "{offer} off with {code}", "variant": "B"}]
    one = await drafted(shop, texts=texts, arms=arms)
    assert (one["arms"], one["offer"]) == (arms, None)
    assert one["preview"]["trial"]["by"] == "purchases"
    path = f"{CAMPAIGNS}/{one['id']}"
    same = await shop.ask("PUT", path, one)
    assert same.body["version"] == one["version"], "what GET gave changes nothing"
    both = await shop.ask("PUT", path, {**one, "offer": offer})
    assert (both.status, both.error[2]) == (422, "offer")
    bare = await shop.ask("PUT", path, {**one, "texts": [{"text": "{offer} off"}]})
    assert (bare.status, bare.error[2]) == (422, "texts[0].text"), "A offers nothing"


async def test_an_offer_by_a_code_of_the_shop_s_own_comes_back_as_it_was_sent(shop: Shop) -> None:
    await at_noon(shop)
    await shop.service.turns.act(TIGER, _save10)
    await settled(shop)
    texts = [{"text": "{offer} off with {code}"}]
    offer = {"kind": "percent", "percent": 10}
    one = await drafted(shop, texts=texts, offer={**offer, "code": "save10"})
    assert (one["offer"]["code"], one["offer"]["percent"]) == ("SAVE10", 10)
    assert one["offer"]["ends_at"] is not None, "that of the code"
    told = {name: one[name] for name in ("name", "audience", "texts", "schedule", "offer", "pace", "follow_ups")}
    same = await shop.ask("PUT", f"{CAMPAIGNS}/{one['id']}", told)
    assert (same.status, same.body["offer"], same.body["version"]) == (200, one["offer"], one["version"])
    for wrong, field in (
        ({**offer, "code": "SAVE11"}, "offer.code"),
        ({**offer, "percent": 11, "code": "SAVE10"}, "offer.code"),
        ({**offer, "code": "SAVE10", "ends_at": "2031-01-01T00:00:00Z"}, "offer.ends_at"),
    ):
        refused = await shop.ask("POST", CAMPAIGNS, {**DRAFT, "name": "Other", "texts": texts, "offer": wrong})
        assert refused.error == (409, "conflict", field)


async def test_a_code_of_fewer_uses_than_people_is_warned_of(shop: Shop) -> None:
    await at_noon(shop)
    await people(shop, 3)
    await shop.service.turns.act(TIGER, _save10)
    await settled(shop)
    offer = {"kind": "percent", "percent": 10, "code": "SAVE10"}
    one = await drafted(shop, texts=[{"text": "{offer} off with {code}"}], offer=offer, holdout=0.0)
    assert one["preview"]["warnings"] == {"few_uses": "2"}


async def test_conditions_that_come_back_as_they_were_sent_are_no_change(shop: Shop) -> None:
    await at_noon(shop)
    await people(shop, 3)
    said = [{"text": "{if vip: for you|hello}"}]
    one = await drafted(shop, texts=said, follow_ups=[{"hours": 24, "texts": said}])
    path = f"{CAMPAIGNS}/{one['id']}"
    again = await shop.ask("PUT", path, one)
    assert (again.status, again.body["version"], again.body["status"]) == (200, one["version"], "previewed")
    launched = await shop.ask("POST", f"{path}/launch", {"snapshot": one["preview"]["snapshot"]})
    budget = {"amount": "5.00", "currency": "USD"}
    changed = await shop.ask("PUT", path, {**launched.body, "budget": budget})
    assert (changed.status, changed.body["budget"]) == (200, budget), changed.body
    assert (changed.body["texts"], changed.body["follow_ups"]) == (one["texts"], one["follow_ups"])
    others = [{"hours": 24, "texts": [{"text": "{if vip: you|all}"}]}]
    assert (await shop.ask("PUT", path, {**changed.body, "follow_ups": others})).status == 409


async def test_an_offer_has_an_end_behind_the_hour_of_its_campaign(shop: Shop) -> None:
    offer = {"kind": "free_shipping", "ends_at": "2031-01-01T00:00:00Z"}
    one = await drafted(shop, offer=offer, schedule={"at": "2030-12-31T19:00:00Z"})
    assert one["offer"]["ends_at"] == "2031-01-01T00:00:00+00:00"
    late = {**DRAFT, "name": "Late", "offer": offer, "schedule": {"at": "2031-01-01T19:00:00Z"}}
    refused = await shop.ask("POST", CAMPAIGNS, late)
    assert refused.status >= 400
    assert "ends" in refused.body["error"]["message"]


async def test_an_offer_of_hours_stays_as_it_was_made_in_chat(shop: Shop) -> None:
    await at_noon(shop)
    await people(shop, 2)

    async def make(turn: Turn) -> str:
        terms = Terms(ShopOffer.make_percent(15, timedelta(hours=12)))
        by = Origin(Actor(ActorKind.STAFF, "01900000-0000-7000-8000-000000000001"), "made")
        everybody = json.dumps(write_criteria(EVERYBODY))
        done = await save_draft(turn, by, NewCampaign("Spring", everybody, "all", (CampaignText("Hi"),), terms=terms))
        return str(done.id)

    path = f"{CAMPAIGNS}/{await shop.service.turns.act(TIGER, make)}"
    await settled(shop)
    one = await shop.get(path)
    assert (one["offer"]["days"], one["offer"]["hours"]) == (None, 12)
    same = await shop.ask("PUT", path, one)
    assert (same.status, same.body["version"]) == (200, one["version"]), "what GET gave changes nothing"
    launch = await shop.ask("POST", f"{path}/launch", {"snapshot": one["preview"]["snapshot"]})
    assert launch.status == 202
    changed = await shop.ask("PUT", path, {**launch.body, "texts": [{"text": "Hello"}]})
    assert (changed.status, changed.body["texts"][0]["text"]) == (200, "Hello")
    longer = {**changed.body, "offer": {**one["offer"], "days": 2, "hours": None}}
    assert (await shop.ask("PUT", path, longer)).error == (409, "conflict", "id")


async def test_an_offer_of_hours_is_made_by_the_api(shop: Shop) -> None:
    one = await drafted(shop, offer={"percent": 10, "hours": 36})
    assert (one["offer"]["days"], one["offer"]["hours"]) == (None, 36)
    both = {**DRAFT, "name": "Both", "offer": {"kind": "free_shipping", "days": 2, "hours": 5}}
    assert (await shop.ask("POST", CAMPAIGNS, both)).error == (422, "invalid", "offer")


async def test_an_offer_that_is_over_is_not_launched(shop: Shop) -> None:
    await at_noon(shop)
    await people(shop, 2)
    clock = shop.service.clock
    assert isinstance(clock, PushedClock)
    ends_at = (clock.now() + timedelta(hours=2)).isoformat()
    one = await drafted(shop, offer={"kind": "percent", "percent": 10, "ends_at": ends_at})
    clock.push(clock.now() + timedelta(hours=3))
    refused = await shop.ask("POST", f"{CAMPAIGNS}/{one['id']}/launch", {"snapshot": one["preview"]["snapshot"]})
    assert refused.error == (409, "conflict", "id")
    assert "Choose a later end" in refused.body["error"]["message"]


async def _save10(turn: Turn) -> None:
    by = Actor(ActorKind.STAFF, "01900000-0000-7000-8000-000000000001")
    await request_code(
        turn, Origin(by, "save10"), MakeCode("SAVE10", turn.now + timedelta(days=30), percent=10, uses=2)
    )


@pytest.mark.parametrize("text", ["\u200b", "\0", " \u2060\n", "\u200e\u200f"], ids=ascii)
async def test_words_of_which_nothing_is_seen_are_refused(shop: Shop, text: str) -> None:
    refused = await shop.ask("POST", CAMPAIGNS, {**DRAFT, "texts": [{"text": text}]})
    assert refused.status in {409, 422}, refused.body
    assert (await shop.get(CAMPAIGNS))["items"] == []


@pytest.mark.parametrize(
    "schedule",
    [
        {"at": "9999-12-31T23:59:59Z"},
        {"at": "0001-01-01T00:00:00Z"},
        {"local": "18:00", "on": "9999-12-31"},
        {"local": "18:00", "on": "0001-01-01"},
    ],
    ids=str,
)
async def test_a_moment_of_another_age_is_refused(shop: Shop, schedule: dict[str, str]) -> None:
    refused = await shop.ask("POST", CAMPAIGNS, {**DRAFT, "schedule": schedule})
    assert refused.error == (422, "invalid", "schedule.at" if "at" in schedule else "schedule.on")


async def test_the_name_of_a_draft_that_was_called_off_is_free_again(shop: Shop) -> None:
    await at_noon(shop)
    await people(shop, 2)
    one = await drafted(shop)
    assert (await shop.ask("POST", f"{CAMPAIGNS}/{one['id']}/cancel")).status == 200
    again = await drafted(shop)
    assert [found["id"] for found in (await shop.get(CAMPAIGNS))["items"]] == [again["id"]]
    snapshot = {"snapshot": again["preview"]["snapshot"]}
    assert (await shop.ask("POST", f"{CAMPAIGNS}/{again['id']}/launch", snapshot)).status == 202
    assert (await shop.ask("POST", f"{CAMPAIGNS}/{again['id']}/cancel")).status == 200
    assert (await shop.ask("POST", CAMPAIGNS, DRAFT)).error == (409, "conflict", "name"), "what went out stays"


async def test_a_place_that_nobody_has_is_named(shop: Shop) -> None:
    await people(shop, 2)
    one = await drafted(shop, texts=[{"text": "{back} is here"}])
    assert one["preview"]["warnings"]["nobody_has"] == "{back}"


async def test_two_texts_for_the_same_people_are_refused(shop: Shop) -> None:
    refused = await shop.ask("POST", CAMPAIGNS, {**DRAFT, "texts": [{"text": "a"}, {"text": "b"}]})
    assert refused.error == (422, "invalid", "texts")
    assert "A" in refused.body["error"]["message"]
    await drafted(shop, texts=[{"text": "a"}, {"text": "b", "locale": "es"}])


@pytest.mark.parametrize(("headers", "error"), [({"If-Match": '"v1"'}, (412, "If-Match")), ({}, (409, "id"))])
async def test_a_change_that_lost_a_race_is_outdated_where_a_version_was_named(
    shop: Shop, headers: dict[str, str], error: tuple[int, str]
) -> None:
    async def lose() -> None:
        raise Refused(WhyNoDraft.CHANGED, {"name": "Spring"})

    async def work(turn: Turn) -> None:
        await attempt(turn, lose(), cast("ApiCall", SimpleNamespace(headers=headers)))

    with pytest.raises(ApiRefused) as refused:
        await shop.service.turns.act(TIGER, work)
    assert (refused.value.code.status, refused.value.field) == error


async def test_a_subject_comes_back_as_it_was_sent(shop: Shop) -> None:
    await people(shop, 1)
    texts = [{"text": "Kurtas are here", "subject": "For {name|you}"}, {**TEXTS[0], "variant": "B", "subject": "New"}]
    one = await drafted(shop, texts=texts)
    assert [(text["variant"], text["subject"]) for text in one["texts"]] == [("A", "For {name|you}"), ("B", "New")]
    same = await shop.ask("PUT", f"{CAMPAIGNS}/{one['id']}", one)
    assert (same.status, same.body["version"]) == (200, one["version"])


@pytest.mark.parametrize("subject", ["a\r\nBcc: b@mail.example", "a\nb", "x" * 79, "{name}", "{if vip: a|b}", "{off}"])
async def test_a_subject_that_is_none_is_named_by_its_field(shop: Shop, subject: str) -> None:
    texts = [*TEXTS, {**TEXTS[0], "variant": "B", "subject": subject}]
    answer = await shop.ask("POST", CAMPAIGNS, {**DRAFT, "texts": texts})
    assert answer.error == (422, "invalid", "texts[1].subject")
