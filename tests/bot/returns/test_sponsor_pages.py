"""The partner's pages over a real server: its offers, the form with its errors, invoices and settings."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from bot.config import Settings
from flows.actor import Actor
from flows.promotions.audience_choices import AudienceChoices, read_choices
from flows.promotions.invoice import Invoice
from flows.promotions.promotion import PromotionStatus
from flows.promotions.sponsor import SponsorStatus
from flows.sponsor_invoice_call import InvoiceState
from handlers.engine.turn import Turn
from handlers.returns.postback_signature import derive_secret
from handlers.returns.promotion_changes import reject_promotion
from storage.promotions.invoices import Invoices
from storage.promotions.promotions import Promotions
from storage.promotions.sponsors import Sponsors
from tests.bot.commands.test_keys import Watch
from tests.bot.installed import apply, installed
from tests.bot.returns.partnered import OURS, RETURNS, TYPED, Partner, draw, make_pages
from tests.conftest import START
from tests.storage.promotions.promoted import PAPER, promotion, sponsor

Open = Callable[[web.Application], Awaitable[TestClient[web.Request, web.Application]]]
BY = Actor.staff(UUID(int=7))


@pytest.fixture
async def partner(database: str, aiohttp_client: Open) -> AsyncIterator[Partner]:
    """A partner with the brand Boots & Co, signed in."""
    async with installed(Settings(database_url=database, public_url=OURS), Watch(START)) as service:
        await apply(service, RETURNS)
        pays = await service.turns.act("tiger", lambda turn: sponsor(turn.unit))
        made = Partner(await aiohttp_client(make_pages(service)), service, pays)
        await made.sign_in()
        yield made


async def act(partner: Partner, work: Callable[[Turn], Awaitable[Any]]) -> Any:
    return await partner.service.turns.act("tiger", work)


async def add_offer(partner: Partner, **typed: str) -> str:
    """Make an offer with the form, and return the path of its page."""
    assert (await partner.post("/offers/new", TYPED | typed))[0] == 303
    return partner.location.partition("?")[0]


async def test_the_first_offer_is_made_checked_and_sent(partner: Partner) -> None:
    status, text = await partner.get()
    assert (status, "no offer yet" in text) == (200, True)
    status, text = await partner.get("/offers/new")
    assert (status, 'value="2026-' in text, "$0.25 a click" in text) == (200, True, True)
    status, text = await partner.post("/offers/new", TYPED | {"do": "check", "budget": "200"})
    assert (status, await partner.list_offers()) == (200, [])
    assert text.count("fewer than 10") == 2  # people who agreed, and returns
    assert "Parts of the SMS: 1" in text
    assert text.count("Autumn sale") == 4  # in the SMS, the chat, the banner and the field
    path = await add_offer(partner, budget="200", daily_cap="49,50")
    (made,) = await partner.list_offers()
    assert (made.status, made.limits.budget, made.limits.daily_cap) == (PromotionStatus.DRAFT, 200_000_000, 49_500_000)
    assert f"{made.limits.expires_at:%Y-%m-%dT%H:%M}" == "2026-12-25T06:00"  # the end of that day in Chicago
    text = (await partner.get(f"{path}?done=saved"))[1]
    assert ("Saved." in text, "Send for approval" in text, "Until 24 Dec 2026" in text) == (True, True, True)
    assert (await partner.post(path, {"do": "send"}))[0] == 303
    assert "It is waiting for approval." in (await partner.get(partner.location))[1]
    assert [one.status for one in await partner.list_offers()] == [PromotionStatus.WAITING]


async def test_a_form_that_is_submitted_twice_makes_one_offer(partner: Partner) -> None:
    answers = await asyncio.gather(*(partner.post("/offers/new", TYPED, draw()) for _ in range(2)))
    assert [status for status, _ in answers] == [303, 303]
    assert len(await partner.list_offers()) == 1
    await add_offer(partner, once="form-2")
    assert len(await partner.list_offers()) == 2


async def test_errors_lead_to_their_fields_and_nothing_typed_is_lost(partner: Partner) -> None:
    typed = {
        "title": "",
        "ends": "soon",
        "budget": "much",
        "text": "Half & <half>",
        "reasons": "size",
        "cities": "Delhi",
    }
    status, text = await partner.post("/offers/new", TYPED | typed, draw())
    assert (status, await partner.list_offers()) == (422, [])
    for field in ("title", "ends", "budget"):
        assert f'<a href="#{field}">' in text
        assert re.search(rf'id="{field}"[^>]*aria-invalid="true"', text)
    assert "Half &amp; &lt;half&gt;</textarea>" in text
    assert 'value="much"' in text
    assert 'value="Delhi"' in text
    assert 'value="size" checked' in text
    kept = re.search(r'name="kept_image" value="([^"]+)"', text)
    assert kept is not None
    await add_offer(partner, kept_image=kept[1])
    (made,) = await partner.list_offers()
    assert made.proposed is not None
    assert made.proposed.image == kept[1]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("url", "https://127.0.0.1/x"),
        ("url", "http://boots.example"),
        ("title", "Look at https://evil.example"),
        ("text", "x" * 601),
        ("budget", "0"),
        ("budget", "1e5"),
        ("budget", "1,000"),
        ("daily_cap", "-1"),
        ("daily_cap", "+1"),
        ("ends", "2020-01-01"),
        ("ends", "9999-12-31"),
        ("ends", "0001-01-01"),
        ("starts", "0001-01-01"),
        ("starts", "9999-12-31"),
        ("brand", "nike"),
        ("kept_image", f"{'0' * 32}-{'0' * 32}"),
    ],
)
async def test_what_the_guard_refuses_is_shown_at_its_field(partner: Partner, field: str, value: str) -> None:
    for do in ("save", "check"):
        status, text = await partner.post("/offers/new", TYPED | {field: value, "do": do})
        assert (status, await partner.list_offers()) == (422, [])
        assert f'href="#{field.removeprefix("kept_")}"' in text


async def test_the_reach_of_a_brand_of_others_is_not_shown(partner: Partner) -> None:
    status, text = await partner.post("/offers/new", TYPED | {"brand": "nike", "do": "check"})
    assert (status, "fewer than 10" in text) == (422, False)


async def test_a_picture_is_kept_or_refused(partner: Partner) -> None:
    for body in (b"GIF89a", b"x" * (5 * 2**20 + 1), draw()[:60]):
        status, text = await partner.post("/offers/new", TYPED, body)
        assert (status, 'href="#image"' in text, await partner.list_offers()) == (422, True, [])
    status, text = await partner.post("/offers/new", TYPED, b"x" * (50 * 2**20))
    assert (status, "too large" in text, await partner.list_offers()) == (413, True, [])
    assert (await partner.post("/offers/new", TYPED, draw("WEBP")))[0] == 303
    path = partner.location.partition("?")[0]
    assert '<img src="/oi/tiger.' in (await partner.get(path))[1]
    assert 'name="no_image"' in (await partner.get(f"{path}/edit"))[1]
    (made,) = await partner.list_offers()
    assert made.proposed is not None
    edited = TYPED | {"kept_image": made.proposed.image, "no_image": "yes"}
    assert (await partner.post(f"{path}/edit", edited))[0] == 303
    assert "<img" not in (await partner.get(path))[1]


async def test_an_audience_is_chosen_and_shown_again(partner: Partner) -> None:
    chosen = {"customers": "yes", "reasons": "colour", "categories": "Shoes, Jackets", "cities": "Delhi"}
    path = await add_offer(partner, **chosen)
    (made,) = await partner.list_offers()
    assert read_choices(made.limits.audience) == AudienceChoices("yes", ("colour",), ("jackets", "shoes"), ("delhi",))
    said = "People: Returning, Colour, jackets, shoes, delhi."
    assert said in (await partner.get(path))[1]
    text = (await partner.get(f"{path}/edit"))[1]
    assert 'value="yes" selected' in text
    assert 'value="jackets, shoes"' in text


async def test_criteria_of_the_api_stay_and_are_not_shown_as_choices(partner: Partner) -> None:
    own = '{"any": [{"fact": "orders", "op": ">=", "value": 3}]}'
    made = await act(partner, lambda turn: promotion(turn.unit, partner.sponsor, audience=own))
    text = (await partner.get(f"/offers/{made.id}/edit"))[1]
    assert ("Own conditions" in text, 'name="cities"' in text) == (True, False)
    typed = TYPED | {"cities": "Delhi", "title": "Winter sale"}
    assert (await partner.post(f"/offers/{made.id}/edit", typed))[0] == 303
    assert [one.limits.audience for one in await partner.list_offers()] == [own]


async def test_a_live_offer_is_changed_paused_resumed_and_ended(partner: Partner) -> None:
    made = await act(partner, lambda turn: promotion(turn.unit, partner.sponsor))
    path = f"/offers/{made.id}"
    assert (await partner.post(f"{path}/edit", TYPED | {"title": "Winter sale"}))[0] == 303
    text = (await partner.get(path))[1]
    assert "A change waits for approval" in text
    (now,) = await partner.list_offers()
    assert (now.content, now.proposed and now.proposed.title) == (made.content, "Winter sale")
    for deed, status in (("pause", "paused"), ("resume", "live"), ("end", "ended"), ("resume", "ended")):
        await partner.post(path, {"do": deed})
        assert [one.status for one in await partner.list_offers()] == [status]
    assert (await partner.get(f"{path}/edit"))[0] == 404


async def test_an_amount_of_the_api_stays_as_it_was_shown(partner: Partner) -> None:
    made = await act(partner, lambda turn: promotion(turn.unit, partner.sponsor, budget=9_123_456))
    assert 'value="9.123456"' in (await partner.get(f"/offers/{made.id}/edit"))[1]
    assert (await partner.post(f"/offers/{made.id}/edit", TYPED | {"budget": "9.123456"}))[0] == 303
    assert [one.limits.budget for one in await partner.list_offers()] == [9_123_456]


async def test_an_old_tab_undoes_no_newer_change_without_a_word(partner: Partner) -> None:
    edit = f"{await add_offer(partner, budget='200')}/edit"
    opened = re.search(r'name="version" value="(\d+)"', (await partner.get(edit))[1])
    assert opened is not None
    old = TYPED | {"version": opened[1], "title": "Winter sale"}
    assert (await partner.post(edit, old | {"budget": "50", "title": "Autumn sale"}))[0] == 303
    assert (await partner.post(edit, old | {"budget": "200", "do": "check"}))[0] == 422
    status, text = await partner.post(edit, old | {"budget": "200"})
    assert (status, "was changed meanwhile" in text, 'value="Winter sale"' in text) == (422, True, True)
    assert [one.limits.budget for one in await partner.list_offers()] == [50_000_000]
    now = re.search(r'name="version" value="(\d+)"', text)
    assert now is not None
    assert (await partner.post(edit, old | {"budget": "200", "version": now[1]}))[0] == 303
    assert [one.limits.budget for one in await partner.list_offers()] == [200_000_000]


async def test_a_rejection_shows_its_reason_until_it_is_sent_again(partner: Partner) -> None:
    path = await add_offer(partner)
    await partner.post(path, {"do": "send"})
    (waits,) = await partner.list_offers()
    await act(partner, lambda turn: reject_promotion(turn, waits, waits.version, "Name the brand.", BY))
    text = (await partner.get(path))[1]
    assert ("Our team wrote" in text, "Name the brand." in text) == (True, True)
    assert (await partner.post(f"{path}/edit", TYPED | {"title": "Boots & Co sale"}))[0] == 303
    await partner.post(path, {"do": "send"})
    assert "Name the brand." not in (await partner.get(path))[1]


async def test_a_refused_deed_is_explained(partner: Partner) -> None:
    made = await act(partner, lambda turn: promotion(turn.unit, partner.sponsor, status=PromotionStatus.ENDED))
    status, text = await partner.post(f"/offers/{made.id}", {"do": "pause"})
    assert (status, 'role="alert"' in text) == (422, True)


async def test_what_belongs_to_another_partner_is_not_found(partner: Partner) -> None:
    other = await act(partner, lambda turn: sponsor(turn.unit, "Hats"))
    hat = await act(partner, lambda turn: promotion(turn.unit, other))
    bill = await act(partner, lambda turn: add_invoice(turn, other.id))
    for path in (
        f"/offers/{hat.id}",
        f"/offers/{hat.id}/edit",
        f"/invoices/{bill.id}.pdf",
        "/offers/x",
        "/invoices/x.pdf",
    ):
        assert (await partner.get(path))[0] == 404
    assert (await partner.post(f"/offers/{hat.id}", {"do": "end"}))[0] == 404
    assert (await partner.post(f"/offers/{hat.id}/edit", TYPED))[0] == 404
    assert "Autumn sale" not in (await partner.get())[1]
    assert "INV-1" not in (await partner.get("/invoices"))[1]
    assert (await act(partner, lambda turn: turn.unit.of(Promotions).get(hat.id))) == hat


async def test_without_a_session_or_the_hidden_value_nothing_is_shown_or_changed(partner: Partner) -> None:
    token, partner.token = partner.token, "forged"
    assert (await partner.post("/offers/new", TYPED))[0] == 403
    partner.token = token
    await act(partner, lambda turn: turn.unit.of(Sponsors).set_status(partner.sponsor.id, SponsorStatus.REMOVED))
    assert (await partner.get("/invoices"))[0] == 403
    partner.cookie = ""
    assert (await partner.get())[0] == 403
    assert (await partner.post("/offers/new", TYPED))[0] == 403
    assert await partner.list_offers() == []


async def add_invoice(turn: Turn, which: UUID, **values: Any) -> Invoice:
    plain = Invoice(
        turn.unit.ids.make(), which, "2026-02", "INV-1", 23_250_000, "USD", PAPER,
        InvoiceState.OPEN, turn.now, turn.now + timedelta(days=14), url="https://pay.example/1", provider_id="in_1",
    )  # fmt: skip
    made = replace(plain, **values)
    assert await turn.unit.of(Invoices).add(made)
    return made


async def test_invoices_have_their_state_a_link_to_pay_and_a_paper(partner: Partner) -> None:
    assert "no invoice yet" in (await partner.get("/invoices"))[1]
    bill = await act(partner, lambda turn: add_invoice(turn, partner.sponsor.id))
    paid = {"period": "2026-01", "number": "INV-0", "status": InvoiceState.PAID}
    await act(partner, lambda turn: add_invoice(turn, partner.sponsor.id, **paid))
    text = (await partner.get("/invoices"))[1]
    assert "February 2026: $23.25" in text
    assert ("Open · due" in text, "<p>Paid</p>" in text, text.count("https://pay.example/1")) == (True, True, 1)
    path = f"/page/partner/invoices/{bill.id}.pdf"
    async with partner.client.get(path, headers={"Cookie": partner.cookie}) as answer:
        assert (answer.status, answer.content_type) == (200, "application/pdf")
        assert (await answer.read()).startswith(b"%PDF-")


async def test_settings_are_checked_and_change_the_language(partner: Partner) -> None:
    status, text = await partner.post("/settings", {"language": "en", "email": "billing"})
    assert (status, 'href="#email"' in text, 'value="billing"' in text) == (422, True, True)
    assert (await partner.post("/settings", {"language": "xx", "email": ""}))[0] == 422
    assert (await partner.post("/settings", {"language": "es", "email": " Billing@Boots.example "}))[0] == 303
    now = await partner.read()
    assert (now.language, now.email) == ("es", "billing@boots.example")
    assert "Guardado." in (await partner.get(partner.location))[1]


async def test_the_secret_is_shown_on_a_press_and_replaced(partner: Partner) -> None:
    assert "whsec_" not in (await partner.get("/settings"))[1]
    first = await act(partner, lambda turn: _derive(turn, partner))
    assert first in (await partner.post("/settings/secret", {"do": "show"}))[1]
    status, text = await partner.post("/settings/secret", {"do": "renew"})
    second = await act(partner, lambda turn: _derive(turn, partner))
    assert (status, second in text, first in text) == (200, True, False)


async def _derive(turn: Turn, partner: Partner) -> str:
    found = await turn.unit.of(Sponsors).get(partner.sponsor.id)
    assert found is not None
    return derive_secret(turn, found)


async def test_figures_are_drawn_and_empty_ones_say_so(partner: Partner) -> None:
    status, text = await partner.get("/figures")
    assert (status, "no figure is about fewer than 10 people" in text) == (200, True)
    assert text.count("There is not enough data for a chart yet.") == 3


async def test_an_unpaid_partner_reads_why_nothing_is_shown(partner: Partner) -> None:
    await act(partner, lambda turn: turn.unit.of(Sponsors).set_status(partner.sponsor.id, SponsorStatus.UNPAID))
    assert "until the open invoice is paid" in (await partner.get())[1]
