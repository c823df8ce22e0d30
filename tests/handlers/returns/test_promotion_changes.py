"""Nothing of an offer is shown that the staff did not approve, and a bad offer is refused with its field."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from flows.actor import Actor
from flows.delivery import Answer, Failure
from flows.events import ConsentAction, Customer, ReturnCompleted, ReturnedItem
from flows.policy.departure_facts import Programme
from flows.privacy_limits import PrivacyLimit
from flows.promotions.promotion import Price, PricedBy, Promotion, PromotionLimits, PromotionStatus
from flows.promotions.sponsor import Fees, Sponsor
from handlers.engine.turn import Turn
from handlers.returns import offer_images
from handlers.returns.promotion_audience import Reach, estimate_reach
from handlers.returns.promotion_changes import (
    PromotionRefused,
    PromotionWish,
    approve_promotion,
    change_promotion,
    create_promotion,
    end_promotion,
    pause_promotion,
    reject_promotion,
    resume_promotion,
    submit_promotion,
)
from storage.consent.consents import LedgerLine
from storage.consent.privacy_limits import PrivacyLimits
from storage.people.people import Identity
from storage.profiles.customer_returns import Returns
from storage.promotions.promotions import Promotions
from storage.promotions.sponsors import Sponsors
from storage.schema import messages
from tests.handlers.returns.returned import NOON, Parcels, answer_links
from tests.storage.promotions.promoted import CLICK, CONTENT, promotion, sponsor

LIMITS = PromotionLimits(NOON + timedelta(days=30))
WISH = PromotionWish("Boots & Co", replace(CONTENT, title="Winter sale"), LIMITS)
ANN = UUID(int=7)
STAFF = Actor.staff(ANN)


def _by(parcels: Parcels) -> Actor:
    return Actor.sponsor(parcels.sponsor.id)


async def _hire(parcels: Parcels) -> None:
    """Ann, an owner with a chat."""

    async def work(turn: Turn) -> None:
        contact = await turn.unit.people.resolve([Identity("whatsapp", "+13145550199")], turn.now)
        member, _ = await turn.unit.access.put_member("Ann", "owner", turn.now)
        await turn.unit.access.link(member.id, contact, turn.now)

    await parcels.act(work)


async def _create(parcels: Parcels, wish: PromotionWish = WISH) -> Promotion:
    return await parcels.act(lambda turn: create_promotion(turn, parcels.sponsor, wish, _by(parcels)))


async def _submit(parcels: Parcels) -> Promotion:
    made = await _create(parcels)
    return await parcels.act(lambda turn: submit_promotion(turn, made, _by(parcels)))


async def _approve(parcels: Parcels, shown: Promotion, version: int | None = None) -> Promotion:
    """Ann approves, once the links are opened."""
    await answer_links(parcels)
    return await parcels.act(lambda turn: approve_promotion(turn, shown, version or shown.version, STAFF))


async def _change(parcels: Parcels, now: Promotion, by: Actor | None = None, **values: Any) -> Promotion:
    content = replace(now.latest or CONTENT, **{k: values.pop(k) for k in list(values) if hasattr(CONTENT, k)})
    limits = replace(now.limits, **{k: values.pop(k) for k in list(values) if hasattr(LIMITS, k)})
    wish = replace(WISH, content=content, limits=limits, **values)
    return await parcels.act(lambda turn: change_promotion(turn, now, wish, by or _by(parcels)))


async def _asked(parcels: Parcels) -> list[str]:
    """The texts that ask the staff for an approval, once the links are opened."""
    await answer_links(parcels)

    async def work(turn: Turn) -> list[str]:
        mine = messages.c.key.like("offer-approval:%")
        rows = await turn.unit.rows(messages.select().where(turn.unit.owns(messages), mine).order_by(messages.c.id))
        return [row.text for row in rows]

    return await parcels.act(work)


async def _is_live(parcels: Parcels, which: Promotion) -> bool:
    async def work(turn: Turn) -> bool:
        live = await turn.unit.of(Promotions).list_live(which.sponsor, which.brand, turn.now, turn.today)
        return which.id in {one.id for some in live.values() for one in some}

    return await parcels.act(work)


async def test_a_first_content_is_shown_only_once_it_is_approved(parcels: Parcels) -> None:
    await _hire(parcels)
    draft = await _create(parcels)
    assert (draft.status, draft.content, draft.proposed) == (PromotionStatus.DRAFT, None, WISH.content)
    assert draft.price == Price(PricedBy.CLICK, CLICK, "USD")
    waiting = await parcels.act(lambda turn: submit_promotion(turn, draft, _by(parcels)))
    assert waiting.status is PromotionStatus.WAITING
    assert not await _is_live(parcels, draft)
    (asked,) = await _asked(parcels)
    for shown in ("Boots & Co", "Winter sale", "20 % off all boots", "https://boots.example/sale", "0.25"):
        assert shown in asked
    live = await _approve(parcels, waiting)
    assert (live.status, live.content, live.proposed) == (PromotionStatus.LIVE, WISH.content, None)
    assert await _is_live(parcels, live)
    with pytest.raises(PromotionRefused):
        await _approve(parcels, live, waiting.version)


async def test_a_change_of_content_waits_while_the_approved_one_is_shown(parcels: Parcels) -> None:
    await _hire(parcels)
    live = await _approve(parcels, await _submit(parcels))
    other = await _change(parcels, live, title="Spring sale")
    assert (other.status, other.content, other.latest) == (live.status, WISH.content, other.proposed)
    assert len(await _asked(parcels)) == 2
    approved = await _approve(parcels, other)
    assert approved.content == replace(WISH.content, title="Spring sale")
    third = await _change(parcels, approved, text="Half price")
    back = await parcels.act(lambda turn: reject_promotion(turn, third, third.version, "too loud", STAFF))
    assert (back.status, back.content, back.proposed) == (PromotionStatus.LIVE, approved.content, None)


async def test_an_approval_covers_the_content_that_was_shown_and_no_other(parcels: Parcels) -> None:
    waiting = await _submit(parcels)
    richer = await _change(parcels, waiting, budget=50_000_000)
    assert richer.version > waiting.version
    changed = await _change(parcels, richer, url="https://boots.example/other")
    with pytest.raises(PromotionRefused) as refused:
        await _approve(parcels, changed, waiting.version)
    assert (refused.value.field, refused.value.text.name) == ("version", "offer_changed_meanwhile")
    assert not await _is_live(parcels, changed)
    same = await _change(parcels, changed, budget=60_000_000)
    assert (await _approve(parcels, same, changed.version)).limits.budget == 60_000_000


BAD_LINKS = {
    "private": (Answer(failure=Failure.ALERT, code="offer_link_private"), "offer_link_private"),
    "redirect": (Answer(values={"0": CONTENT.url, "1": "https://leaf.example/"}), "offer_link_taken"),
}


@pytest.mark.parametrize("name", BAD_LINKS)
async def test_a_link_that_leads_elsewhere_never_reaches_the_staff(parcels: Parcels, name: str) -> None:
    await _hire(parcels)
    await parcels.act(_add_leaf)
    waiting = await _submit(parcels)
    await answer_links(parcels, BAD_LINKS[name][0])
    assert await _asked(parcels) == []
    assert (await _read(parcels, waiting)).status is PromotionStatus.DRAFT
    again = await parcels.act(lambda turn: _submit_again(turn, waiting.id))
    # By the API, before the link was opened.
    live = await parcels.act(lambda turn: approve_promotion(turn, again, again.version, STAFF))
    await answer_links(parcels, BAD_LINKS[name][0])
    assert (await _read(parcels, live)).status is PromotionStatus.PAUSED


async def _submit_again(turn: Turn, which: UUID) -> Promotion:
    now = await turn.unit.of(Promotions).get(which)
    assert now is not None
    return await submit_promotion(turn, now, STAFF)


async def _read(parcels: Parcels, of: Promotion) -> Promotion:
    found = await parcels.act(lambda turn: turn.unit.of(Promotions).get(of.id))
    assert found is not None
    return found


async def test_a_rejected_first_content_is_a_draft_again(parcels: Parcels) -> None:
    waiting = await _submit(parcels)
    back = await parcels.act(lambda turn: reject_promotion(turn, waiting, waiting.version, "", STAFF))
    assert (back.status, back.proposed) == (PromotionStatus.DRAFT, WISH.content)
    with pytest.raises(PromotionRefused):
        await _approve(parcels, back, waiting.version)
    again = await parcels.act(lambda turn: submit_promotion(turn, back, _by(parcels)))
    assert (await _approve(parcels, again)).status is PromotionStatus.LIVE


async def test_dates_audience_and_money_change_without_an_approval(parcels: Parcels) -> None:
    await _hire(parcels)
    live = await _approve(parcels, await _submit(parcels))
    other: dict[str, Any] = {
        "expires_at": NOON + timedelta(days=60),
        "budget": 9_000_000,
        "daily_cap": 1_000_000,
        "priority": 2,
    }
    audience = '{"fact":"return.size","op":"=","value":"l"}'
    now = await _change(parcels, live, audience=audience, **other)
    assert (now.proposed, now.limits) == (None, replace(LIMITS, audience=audience, **other))
    assert len(await _asked(parcels)) == 1


async def test_a_sponsor_asks_nothing_about_people(parcels: Parcels) -> None:
    live = await _approve(parcels, await _submit(parcels))
    tagged = '{"all":[{"fact":"return.size","op":"=","value":"l"},{"fact":"tag","op":"=","value":"vip"}]}'
    with pytest.raises(PromotionRefused, match="offer_audience_unread"):
        await _change(parcels, live, audience=tagged)
    now = await _change(parcels, live, STAFF, audience=tagged)
    kept = await _change(parcels, now, audience=tagged, budget=9_000_000)  # what the staff set stays
    assert kept.limits.audience == tagged


async def test_a_sponsor_cannot_resume_what_the_shop_paused(parcels: Parcels) -> None:
    live = await _approve(parcels, await _submit(parcels))
    own = await parcels.act(lambda turn: pause_promotion(turn, live, _by(parcels)))
    again = await parcels.act(lambda turn: resume_promotion(turn, own, _by(parcels)))
    paused = await parcels.act(lambda turn: pause_promotion(turn, again, STAFF))
    assert await parcels.act(lambda turn: pause_promotion(turn, paused, _by(parcels))) == paused
    with pytest.raises(PromotionRefused, match="offer_paused_by_shop"):
        await parcels.act(lambda turn: resume_promotion(turn, paused, _by(parcels)))
    assert await _is_live(parcels, await parcels.act(lambda turn: resume_promotion(turn, paused, STAFF)))


async def test_pause_resume_and_end(parcels: Parcels) -> None:
    live = await _approve(parcels, await _submit(parcels))
    paused = await parcels.act(lambda turn: pause_promotion(turn, live, STAFF))
    assert not await _is_live(parcels, paused)
    again = await parcels.act(lambda turn: resume_promotion(turn, paused, STAFF))
    assert await _is_live(parcels, again)
    ended = await parcels.act(lambda turn: end_promotion(turn, again, STAFF))
    for work in (pause_promotion, resume_promotion, submit_promotion):
        with pytest.raises(PromotionRefused) as refused:
            await parcels.act(lambda turn, do=work: do(turn, ended, STAFF))  # type: ignore[misc]
        assert refused.value.text.name == "offer_is_ended"
    draft = await _create(parcels)
    with pytest.raises(PromotionRefused):
        await parcels.act(lambda turn: resume_promotion(turn, draft, _by(parcels)))


_BAD: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "budget 0": ("budget", {}, {"budget": 0}),
    "budget of less than a click": ("budget", {}, {"budget": CLICK - 1}),
    "cap 0": ("daily_cap", {}, {"daily_cap": 0}),
    "over": ("expiry", {}, {"expires_at": NOON}),
    "ends before it starts": ("expiry", {}, {"starts_at": NOON + timedelta(days=31)}),
    "unread audience": ("audience", {}, {"audience": '{"fact":"shoe","op":"=","value":1}'}),
    "no criteria": ("audience", {}, {"audience": "everyone"}),
    "gone audience": ("audience", {}, {"audience": '{"fact":"audience","op":"=","value":"nobody"}'}),
    "no title": ("title", {"title": " "}, {}),
    "title of two lines": ("title", {"title": "A\nB"}, {}),
    "long text": ("text", {"text": "x" * 601}, {}),
    "a link in its text": ("text", {"text": "See www.evil.example/x"}, {}),
    "a chat": ("url", {"url": "https://wa.me/13145550100?text=STOP"}, {}),
    "http": ("url", {"url": "http://boots.example/"}, {}),
    "loopback": ("url", {"url": "https://127.0.0.1/"}, {}),
    "metadata": ("url", {"url": "https://169.254.169.254/latest"}, {}),
    "a number": ("url", {"url": "https://2130706433/"}, {}),
    "of IPv6": ("url", {"url": "https://[::1]/"}, {}),
    "mapped to IPv4": ("url", {"url": "https://[::ffff:10.0.0.1]/"}, {}),
    "a local name": ("url", {"url": "https://printer.local/"}, {}),
    "with a password": ("url", {"url": "https://boots:secret@boots.example/"}, {}),
    "of another sponsor": ("url", {"url": "https://shop.leaf.example/boots"}, {}),
    "above another sponsor's": ("url", {"url": "https://www.leafwear.example/"}, {}),
    "with another's brand in it": ("url", {"url": "https://leaf.store.example/"}, {}),
    "of the business": ("url", {"url": "https://go.parcels.example/"}, {}),
    "an image by URL": ("image", {"image": "https://boots.example/boot.jpg"}, {}),
    "an image of nobody": ("image", {"image": f"{'0' * 32}-{'0' * 32}"}, {}),
}


@pytest.mark.parametrize("name", _BAD)
async def test_a_bad_offer_is_refused_with_its_field(parcels: Parcels, name: str) -> None:
    field, content, limits = _BAD[name]
    await parcels.act(_add_leaf)
    wish = replace(WISH, content=replace(WISH.content, **content), limits=replace(LIMITS, **limits))
    with pytest.raises(PromotionRefused) as refused:
        await _create(parcels, wish)
    assert refused.value.field == field

    async def count(turn: Turn) -> int:
        return len(await turn.unit.of(Promotions).of(parcels.sponsor.id))

    assert await parcels.act(count) == 1


async def _add_leaf(turn: Turn) -> Sponsor:
    """Another sponsor, with an approved offer."""
    leaf = await sponsor(turn.unit, "Leaf")
    for url in ("https://www.leaf.example/", "https://shop.leafwear.example/"):
        await promotion(turn.unit, leaf, content=replace(CONTENT, url=url))
    return leaf


async def test_a_brand_of_another_sponsor_is_refused(parcels: Parcels) -> None:
    await parcels.act(_add_leaf)
    with pytest.raises(PromotionRefused) as refused:
        await _create(parcels, replace(WISH, brand="Leaf"))
    assert refused.value.field == "brand"


async def test_a_picture_belongs_to_its_sponsor(parcels: Parcels) -> None:
    leaf = await parcels.act(_add_leaf)

    async def make(turn: Turn) -> tuple[str, str]:
        return offer_images.make_image_id(turn, parcels.sponsor), offer_images.make_image_id(turn, leaf)

    mine, theirs = await parcels.act(make)
    made = await _create(parcels, replace(WISH, content=replace(WISH.content, image=mine)))
    assert made.latest is not None
    assert made.latest.image == mine
    with pytest.raises(PromotionRefused) as refused:
        await _change(parcels, made, image=theirs)
    assert refused.value.field == "image"


async def test_a_domain_that_another_sponsor_got_meanwhile_is_not_approved(parcels: Parcels) -> None:
    waiting = await _submit(parcels)

    async def work(turn: Turn) -> None:
        leaf = await sponsor(turn.unit, "Leaf")
        await promotion(turn.unit, leaf, content=replace(CONTENT, url="https://www.boots.example/"))

    await parcels.act(work)
    with pytest.raises(PromotionRefused) as refused:
        await _approve(parcels, waiting)
    assert refused.value.field == "url"


async def test_a_sponsor_cannot_lower_its_price_and_the_business_can(parcels: Parcels) -> None:
    cheap, dear = Price(PricedBy.CLICK, 100_000, "USD"), Price(PricedBy.CLICK, 400_000, "USD")
    month = Price(PricedBy.MONTH, 300_000_000, "USD")
    for price in (cheap, month, replace(dear, currency="EUR")):
        with pytest.raises(PromotionRefused) as refused:
            await _create(parcels, replace(WISH, price=price))
        assert refused.value.field == "price"
    made = await _create(parcels, replace(WISH, price=dear))
    with pytest.raises(PromotionRefused):
        await _change(parcels, made, price=cheap)
    lower = await _change(parcels, made, STAFF, price=cheap)
    assert (await _change(parcels, lower, title="Other")).price == lower.price == cheap


async def test_a_month_is_charged_with_the_approval(parcels: Parcels) -> None:
    month = Price(PricedBy.MONTH, 300_000_000, "USD")
    made = await parcels.act(lambda turn: create_promotion(turn, parcels.sponsor, replace(WISH, price=month), STAFF))
    await _approve(parcels, made)
    assert await parcels.sum_charges() == month.micros


async def _fill_reach(turn: Turn, days: int = 1) -> None:
    """Of 29 people who returned boots, 25 agreed to the sponsor's offers and 4 to another's; 19 boots had the size L.
    One person returned ten more pairs. All that is ``days`` ago.
    """
    for number in range(29):
        phone = f"+1314555{number:04d}"
        contact = await turn.unit.people.resolve([Identity("whatsapp", phone)], turn.now)
        (address,) = await turn.unit.people.addresses_of(contact)
        line = LedgerLine(
            contact, address.id, Programme.PARTNER_OFFERS, ConsentAction.CONFIRMED, at=turn.now, source="a form",
            text="I agree", partners=("BOOTS & Co", "Hats") if number < 25 else ("Hats",),
        )  # fmt: skip
        await turn.unit.consents.record(line, turn.now)
        for again in range(11 if number == 0 else 1):
            goods = ReturnedItem("Boots", brand="Boots & Co", size="L" if number < 19 else "M", reason="too_large")
            when = turn.now - timedelta(days=days)
            told = ReturnCompleted(f"{number}/{again}", "", (goods,), Customer(), when, "Delhi" if number < 9 else "")
            assert await turn.unit.of(Returns).add("test", told, contact, None)


_L = {"fact": "return.size", "op": "=", "value": "L"}
_REACHES: dict[str, tuple[Any, int, int]] = {
    "everybody": (None, 20, 20),
    "a size": (_L, 20, 10),
    "the others": ({"not": _L}, 20, 10),
    "a city of nine": ({"fact": "return.city", "op": "=", "value": "delhi"}, 20, 0),
    "people too": ({"all": [{"not": _L}, {"fact": "orders", "op": ">", "value": 3}]}, 0, 10),
}


@pytest.mark.parametrize("name", _REACHES)
async def test_reach_counts_people_in_tens_who_agreed_to_this_partner_and_who_returned(
    parcels: Parcels, name: str
) -> None:
    audience, people, returns = _REACHES[name]
    await parcels.act(_fill_reach)
    text = json.dumps(audience) if audience else ""
    found = await parcels.act(lambda turn: estimate_reach(turn, parcels.sponsor, "boots & co", text))
    assert (found.people, found.returns) == (people, returns)


async def test_reach_leaves_out_restricted_data(parcels: Parcels) -> None:
    async def restrict(turn: Turn) -> None:
        await _fill_reach(turn)
        for number in range(10):
            contact = await turn.unit.people.resolve([Identity("whatsapp", f"+1314555{number:04d}")], turn.now)
            await turn.unit.of(PrivacyLimits).add(contact, PrivacyLimit.PROCESSING, STAFF, turn.now)

    await parcels.act(restrict)
    found = await parcels.act(lambda turn: estimate_reach(turn, parcels.sponsor, "Boots & Co", ""))
    assert (found.people, found.returns) == (10, 10)


async def test_reach_of_a_brand_of_others_is_refused(parcels: Parcels) -> None:
    await parcels.act(lambda turn: sponsor(turn.unit, "Hats"))
    with pytest.raises(PromotionRefused) as refused:
        await parcels.act(lambda turn: estimate_reach(turn, parcels.sponsor, "hats", ""))
    assert refused.value.field == "brand"


async def test_reach_leaves_out_today_and_what_is_long_ago(parcels: Parcels) -> None:
    async def estimate() -> Reach:
        return await parcels.act(lambda turn: estimate_reach(turn, parcels.sponsor, "Boots & Co", ""))

    await parcels.act(lambda turn: _fill_reach(turn, days=0))
    assert await estimate() == Reach(20, 0)
    parcels.later(days=1)
    assert await estimate() == Reach(20, 20)
    parcels.later(days=90)
    assert await estimate() == Reach(20, 0)


async def test_a_removed_sponsor_makes_no_offer(parcels: Parcels) -> None:
    await parcels.act(lambda turn: turn.unit.of(Sponsors).remove(parcels.sponsor.id, turn.now))
    gone = await parcels.act(lambda turn: turn.unit.of(Sponsors).get(parcels.sponsor.id))
    assert gone is not None
    with pytest.raises(PromotionRefused) as refused:
        await parcels.act(lambda turn: create_promotion(turn, gone, WISH, STAFF))
    assert refused.value.field == "partner"
    assert Fees("USD").click == CLICK
