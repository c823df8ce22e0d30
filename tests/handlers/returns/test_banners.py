"""The banner of a return shows an offer while it is live and agreed to, and counts it once; /why explains it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flows.events import LinkVisited
from flows.promotions.promotion import PromotionStatus
from flows.promotions.prompt import PromptChoice
from handlers.actions.message_explanation import explain
from handlers.engine.person_language import load_speech, make_english
from handlers.engine.turn import Turn
from handlers.returns.click_counting import hear_link_visit
from handlers.returns.prompt_explanation import explain_prompt
from storage.promotions.promotions import Promotions
from storage.promotions.prompts import Prompts
from tests.cases import each
from tests.handlers.api.conftest import READ, TELL
from tests.handlers.returns.returned import stored
from tests.handlers.returns.returns_desk import BRAND, OPEN, Desk, item
from tests.storage.promotions.promoted import CONTENT

PATH = "/api/v1/prompts/r1"


async def test_a_banner_counts_its_offer_once(desk: Desk) -> None:
    await desk.agree(BRAND)
    made = await desk.offer()
    await desk.post()
    for _ in range(2):
        async with desk.rig.http.head(PATH, headers=READ) as answer:
            assert answer.status == 200
    assert (await desk.prompt()).shown_at is None
    status, banner = await desk.rig.get(PATH)
    assert status == 200
    wanted = {"choice": "offer", "title": CONTENT.title, "text": CONTENT.text, "image": None, "shown": True}
    assert {name: banner[name] for name in wanted} == wanted
    first = await desk.prompt()
    desk.rig.clock.push(desk.rig.clock.now() + timedelta(minutes=5))
    assert await desk.rig.get(PATH) == (200, banner)
    assert await desk.prompt() == first
    assert first.banner_at == first.shown_at is not None
    assert await desk.act(lambda turn: _read_shown(turn, made.id)) == 1


async def test_the_link_of_a_banner_is_short_and_counts(desk: Desk) -> None:
    await desk.set(OPEN, link_domain="https://go.tiger.example")
    await desk.agree(BRAND)
    await desk.offer()
    await desk.post()
    _, banner = await desk.rig.get(PATH)
    prompt = await desk.prompt()
    assert banner["link"].startswith("https://go.tiger.example/l/")
    code = banner["link"].rpartition("/")[2]
    await desk.act(lambda turn: _visit(turn, code, f"{CONTENT.url}?parley_click={prompt.id}"))
    assert (await desk.prompt()).clicked_at is not None


@each("change", ["ended", "revoked", "spent"])
async def test_an_offer_that_is_over_becomes_the_notice(desk: Desk, change: str) -> None:
    contact = await desk.agree(BRAND)
    made = await desk.offer(budget=250_000)
    await desk.post(ref=change)

    async def work(turn: Turn) -> None:
        known = await turn.unit.of(Promotions).get(made.id)
        assert known is not None
        ended = replace(known, version=known.version + 1, status=PromotionStatus.ENDED)
        spent = replace(known, version=known.version + 1, limits=replace(known.limits, budget=1))
        if change == "revoked":
            await turn.unit.consents.revoke(contact, "sms", "STOP", turn.now)
        else:
            await turn.unit.of(Promotions).save(ended if change == "ended" else spent)

    prompt = await desk.prompt(change)
    await desk.act(lambda turn: turn.unit.of(Prompts).change_choice(
        prompt.id, PromptChoice.OFFER, prompt.reason, made.id, None
    ))  # fmt: skip
    await desk.act(work)
    _, banner = await desk.rig.get(f"/api/v1/prompts/{change}")
    assert (banner["choice"], banner["title"], banner["shown"]) == ("notice", "Your return is complete.", False)
    assert (await desk.prompt(change)).banner_at is None


async def test_the_exchange_page_is_a_banner_in_the_persons_language(desk: Desk) -> None:
    await desk.set(replace(OPEN, exchange_url="https://tiger.example/exchange"))
    await desk.post(customer={"id": "77", "phone": "+13145550110", "locale": "es"})
    _, banner = await desk.rig.get(PATH)
    assert banner == {
        "prompt_id": str((await desk.prompt()).id), "choice": "exchange",
        "title": "Tu devolución está completa. Cámbialo por otra talla o color.", "text": "", "image": None,
        "link": "https://tiger.example/exchange", "shown": False,
    }  # fmt: skip


async def test_each_banner_of_one_message_has_its_own_page(desk: Desk) -> None:
    exchange, donation = "https://tiger.example/exchange", "https://tiger.example/donate"
    settings = replace(OPEN, exchange_url=exchange, donation_url=donation)
    await desk.set(settings, link_domain="https://go.tiger.example")
    await desk.agree("Nobody")
    await desk.post()
    await desk.post(ref="r2", items=[item(reason="arrived late")])
    assert (await desk.prompt()).message == (await desk.prompt("r2")).message
    for ref, page in (("r1", exchange), ("r2", donation)):
        _, banner = await desk.rig.get(f"/api/v1/prompts/{ref}")
        await desk.act(lambda turn, code=banner["link"], page=page: _visit(turn, code.rpartition("/")[2], page))  # type: ignore[misc]
        assert (await desk.prompt(ref)).clicked_at is not None


async def test_the_pages_link_is_short_and_counts(desk: Desk) -> None:
    await desk.set(replace(OPEN, donation_url="https://tiger.example/donate"), link_domain="https://go.tiger.example")
    await desk.agree("Nobody")
    await desk.post()
    _, banner = await desk.rig.get(PATH)
    await desk.act(lambda turn: _visit(turn, banner["link"].rpartition("/l/")[2], "https://tiger.example/donate"))
    assert (await desk.prompt()).clicked_at is not None


async def test_an_unknown_return_is_not_found_and_the_scopes_hold(desk: Desk) -> None:
    assert (await desk.rig.get(PATH))[0] == 404
    assert (await desk.rig.get(PATH, TELL))[0] == 403
    assert (await desk.rig.post("/prompt/send", {}, READ))[0] == 403


async def test_a_size_is_suggested_with_its_evidence(desk: Desk) -> None:
    await desk.agree("Nobody")
    await desk.set(replace(OPEN, min_evidence=10))
    for number in range(12):
        who = {"id": f"s{number}", "phone": f"+1314555{1000 + number}"}
        await desk.tell(ref=f"before{number}", user_id=who["id"], customer=who)
    desk.rig.clock.push(desk.rig.clock.now() + timedelta(days=1))
    for number in range(10):
        await _order(desk, number, "M" if number < 8 else "S")
    await desk.post()
    assert (await desk.prompt()).notice["size"] == {"returned_size": "L", "kept_size": "M", "people": 8, "of": 10}
    _, banner = await desk.rig.get(PATH)
    assert banner["text"] == "8 of 10 people who returned L of Boots & Co kept M."
    await desk.set(replace(OPEN, min_evidence=11))
    await desk.post(ref="r2")
    assert "size" not in (await desk.prompt("r2")).notice


async def test_why_names_the_odds_of_each_offer(desk: Desk) -> None:
    await desk.agree(BRAND)
    for title in ("First", "Second"):
        await desk.offer(content=replace(CONTENT, title=title))
    await desk.post()
    prompt = await desk.prompt()
    assert prompt.message is not None
    message = prompt.message

    async def look(turn: Turn) -> tuple[Sequence[str], Sequence[str]]:
        say = make_english(turn).say
        told = [say(one) for one in (await explain(turn, message)).lines]
        spanish = [load_speech(turn, "es").say(one) for one in await explain_prompt(turn, prompt)]
        return told, spanish

    told, spanish = await desk.act(look)
    lines = [one for one in told if "%" in one]
    assert [one.endswith("(chosen)") for one in lines] == [True, False]
    assert sum(int(one.partition(" %")[0]) for one in lines) in {99, 100, 101}
    assert any(one.startswith("Return r1: an offer was chosen") for one in told)
    assert spanish[0].startswith("Devolución r1: se eligió una oferta")


async def _visit(turn: Turn, code: str, url: str) -> None:
    """A person opens the short link that leads there."""
    link = await turn.unit.links.get(code)
    assert link is not None
    assert link.url == url
    visited = LinkVisited(code, False, turn.now)
    assert await hear_link_visit(turn, stored(turn, visited), visited) is None


async def _read_shown(turn: Turn, which: Any) -> int:
    found = await turn.unit.of(Promotions).get(which)
    assert found is not None
    return found.counts.shown


async def _order(desk: Desk, number: int, size: str) -> None:
    """The next order of a person who returned a size."""
    line = {**item(size=size), "quantity": 1, "price": "60.00"}
    del line["reason"]
    order = {
        "order_id": f"o{number}", "currency": "USD", "total": "60.00", "items": [line],
        "customer": {"id": f"s{number}", "phone": f"+1314555{1000 + number}"},
    }  # fmt: skip
    now = desk.rig.clock.now().isoformat()
    event = {"id": f"order{number}", "type": "order.created", "occurred_at": now, "data": order}
    status, body = await desk.rig.post("/api/v1/events", event)
    assert (status, body.get("unreadable")) == (202, None)
    await desk.work_off()
