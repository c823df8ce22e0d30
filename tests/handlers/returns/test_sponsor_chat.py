"""The chat of partners: whose offers a button reaches, what figures show, and what is written down of a budget."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any, cast

import pytest
from sqlalchemy import select, update

from flows.actor import Actor
from flows.charts.chart import Funnel
from flows.engine import Subject
from flows.events import Media, MessageReceived
from flows.promotions.charge import Charge, ChargeKind
from flows.promotions.promotion import PromotionStatus
from flows.promotions.sponsor import Sponsor
from handlers.conversation import Written
from handlers.engine.page_login import make_login_link
from handlers.engine.turn import Turn
from handlers.jobs.job_kind import JobFailed
from handlers.returns.charge_posting import charge_click
from handlers.returns.offer_charts import KIND, draw_chart
from handlers.returns.sponsor_admin import SUBJECT, change_writer, invite_sponsor, remove_sponsor
from handlers.returns.sponsor_chat.offer_buttons import OfferVerb, make_press
from handlers.returns.sponsor_chat.sponsor_readers import read_sponsor_message
from handlers.returns.staff.partner_commands import load_partner
from storage.businesses.approvals import Approvals
from storage.businesses.page_sessions import PageSessions
from storage.people.people import Identity
from storage.promotions.charge_ledger import ChargeLedger
from storage.promotions.promotions import Promotions
from storage.promotions.sponsors import Sponsors
from storage.schema import invites, jobs, messages
from storage.sending.message import Message
from templates.phrases import Phrases
from templates.speech import Speech
from tests.handlers.returns.returned import Parcels
from tests.handlers.sourcing.staff.rows import blank
from tests.storage.promotions.promoted import promotion, sponsor

PHONE = "+13145550199"


@dataclass
class PartnerPhone:
    """The phone of the person who writes for Boots & Co."""

    parcels: Parcels
    written: int = 0

    @classmethod
    async def link(cls, parcels: Parcels) -> PartnerPhone:
        async def work(turn: Turn) -> None:
            who = await turn.unit.people.resolve([Identity("whatsapp", PHONE)], turn.now)
            await turn.unit.of(Sponsors).link(parcels.sponsor.id, who)

        await parcels.act(work)
        return cls(parcels)

    async def say(self, text: str, *, phone: str = PHONE, **more: Any) -> Message | None:
        """Our answer to a text, or to a pressed ``button``; None if the reader passes it on."""
        self.written += 1

        async def work(turn: Turn) -> Message | None:
            await turn.unit.people.resolve([Identity("whatsapp", phone)], turn.now)
            address = await turn.unit.people.address("whatsapp", phone)
            assert address is not None
            said = replace(
                blank(cast(Any, turn), address, f"in:{self.written}", "in", text, turn.now), media=_list(more)
            )
            await turn.unit.messages.add(said)
            ours = (messages.c.address == address.id, messages.c.direction == "out")
            await turn.unit.run(update(messages).where(*ours).values(left_at=turn.now))
            event = replace(MessageReceived("whatsapp", phone, "us", said.key, text, turn.now), **more)
            question = await turn.unit.questions.find_answered(said)
            if not await read_sponsor_message(turn, Written(address, said, event, question)):
                return None
            page = await turn.unit.messages.page(address.id, None, None, 5)
            return next((one for one in page if one.direction == "out" and one.reply_to == said.id), None)

        return await self.parcels.act(work)

    async def hear(self, text: str, **more: Any) -> str:
        """The text of our answer."""
        answer = await self.say(text, **more)
        assert answer is not None
        return answer.text or ""

    async def press(self, verb: OfferVerb, value: str = "") -> str:
        """What comes of a button of the offer."""
        pressed, _ = make_press(verb, self.parcels.offer, "", value)
        return await self.hear("", button=pressed)


def _list(more: dict[str, Any]) -> list[dict[str, str]]:
    return [{"kind": one.kind, "url": one.url, "content_type": one.content_type} for one in more.get("media", ())]


@pytest.fixture
async def phone(parcels: Parcels) -> PartnerPhone:
    return await PartnerPhone.link(parcels)


async def test_figures_count_tens_of_people_up_to_yesterday(phone: PartnerPhone) -> None:
    now = phone.parcels.clock.now()
    for number in range(23):
        clicked = {"clicked_at": now, "last_click_at": now} if number < 12 else {}
        await phone.parcels.prompt(f"s{number}", f"+1314555{number:04d}", shown_at=now, **clicked)
    assert "clicks" not in await phone.hear("stats")  # today is not over
    assert await phone.parcels.act(list_charts) == []
    phone.parcels.later(days=1)
    assert "shown 20, clicks 10 (50%), purchases <10, cost $0" in await phone.hear("stats")
    (wanted,) = await phone.parcels.act(list_charts)
    speech = Speech(Phrases.load(), "en", {"currency": "USD"}, {})
    told = await phone.parcels.act(lambda turn: draw_chart(turn, wanted, speech))
    assert isinstance(told.chart, Funnel)
    assert [one.said for one in told.chart.steps] == ["20", "20 · 100%", "10 · 50%", "0 · 0%"]
    await phone.parcels.act(lambda turn: turn.unit.of(Sponsors).remove(phone.parcels.sponsor.id, turn.now))
    with pytest.raises(JobFailed):
        await phone.parcels.act(lambda turn: draw_chart(turn, wanted, speech))


async def list_charts(turn: Turn) -> list[Any]:
    """The charts that are asked for."""
    rows = await turn.unit.rows(select(jobs.c.asked).where(turn.unit.owns(jobs), jobs.c.kind == KIND))
    return [json.loads(row.asked)["chart"] for row in rows]


async def test_a_budget_below_what_is_spent_is_refused(phone: PartnerPhone) -> None:
    prompt = await phone.parcels.prompt()

    async def spend(turn: Turn) -> None:
        for _ in range(8):
            assert await charge_click(turn, phone.parcels.sponsor, phone.parcels.offer, prompt, turn.unit.ids.make())

    await phone.parcels.act(spend)
    assert "below the $2 that is spent" in await phone.hear("budget 1.99")
    assert (await phone.parcels.read_offer()).limits.budget is None
    assert "is $2;" in await phone.hear("budget 2")
    assert (await phone.parcels.read_offer()).limits.budget == 2_000_000


@pytest.mark.parametrize("text", ["budget 0", "budget 0.01"])
async def test_a_budget_below_one_click_is_refused(phone: PartnerPhone, text: str) -> None:
    assert "at least $0.25" in await phone.hear(text)
    assert (await phone.parcels.read_offer()).limits.budget is None


async def test_a_button_of_another_partners_offer_does_nothing(phone: PartnerPhone) -> None:
    async def add(turn: Turn) -> Any:
        return await promotion(
            turn.unit, await sponsor(turn.unit, "Trail"), expires_at=phone.parcels.offer.limits.expires_at
        )

    theirs = await phone.parcels.act(add)
    for verb in OfferVerb:
        pressed, _ = make_press(verb, theirs, "", "50")
        assert "not one of yours" in await phone.hear("", button=pressed)
    now = await phone.parcels.act(lambda turn: turn.unit.of(Promotions).get(theirs.id))
    assert now == theirs


@pytest.mark.parametrize("verb", [OfferVerb.BRAND, OfferVerb.AUDIENCE, OfferVerb.DAYS, OfferVerb.SEND])
async def test_an_old_button_of_a_draft_changes_no_live_offer(phone: PartnerPhone, verb: OfferVerb) -> None:
    before = await phone.parcels.read_offer()
    assert "is live by now" in await phone.press(verb, "7")
    assert await phone.parcels.read_offer() == before


_OLD = {
    "no limit of an ended offer": (OfferVerb.BUDGET, "none", PromotionStatus.ENDED, "is over by now"),
    "an amount of an ended offer": (OfferVerb.BUDGET, "50", PromotionStatus.ENDED, "is over by now"),
    "pause of an ended offer": (OfferVerb.PAUSE, "", PromotionStatus.ENDED, "has ended"),
    "resume of an ended offer": (OfferVerb.RESUME, "", PromotionStatus.ENDED, "has ended"),
    "text of an ended offer": (OfferVerb.TEXT, "", PromotionStatus.ENDED, "It is over."),
    "end of an ended offer": (OfferVerb.END, "", PromotionStatus.ENDED, "It is over."),
    "pause of a draft": (OfferVerb.PAUSE, "", PromotionStatus.DRAFT, "is a draft"),
    "pause of a paused offer": (OfferVerb.PAUSE, "", PromotionStatus.PAUSED, "It is paused."),
    "resume of a live offer": (OfferVerb.RESUME, "", PromotionStatus.LIVE, "It is live."),
    "an amount that is none": (OfferVerb.BUDGET, "much", PromotionStatus.LIVE, "The budget is above 0"),
}


@pytest.mark.parametrize("name", _OLD)
async def test_an_old_button_is_answered_and_changes_nothing(phone: PartnerPhone, name: str) -> None:
    verb, value, status, answer = _OLD[name]
    await phone.parcels.change_offer(status=status, limits=replace(phone.parcels.offer.limits, budget=90_000_000))
    before = await phone.parcels.read_offer()
    assert answer in await phone.press(verb, value)
    assert replace(await phone.parcels.read_offer(), version=1, updated_at=before.updated_at) == replace(
        before, version=1
    )


async def test_the_buttons_of_an_earlier_budget_question_still_set_the_budget(phone: PartnerPhone) -> None:
    await phone.hear("budget 200")
    assert "is No limit" in await phone.press(OfferVerb.BUDGET, "none")
    assert (await phone.parcels.read_offer()).limits.budget is None
    assert "is $200" in await phone.press(OfferVerb.BUDGET, "200")


async def test_a_removed_partner_reads_what_happens_with_its_invoices(phone: PartnerPhone) -> None:
    parcels = phone.parcels
    billed = replace(await parcels.act(lambda turn: _read(turn, parcels)), email="pay@boots.example")
    await parcels.act(lambda turn: turn.unit.of(Sponsors).save(billed))
    for _ in range(2):
        await parcels.act(lambda turn: remove_sponsor(turn, billed, Actor.sponsor(billed.id)))

    async def list_texts(turn: Turn) -> list[str]:
        rows = await turn.unit.rows(select(messages.c.text).where(turn.unit.owns(messages)))
        return [row.text for row in rows]

    (text,) = await parcels.act(list_texts)
    assert "no longer a partner" in text
    assert "come in a last one to pay@boots.example" in text


async def _read(turn: Turn, parcels: Parcels) -> Sponsor:
    found = await turn.unit.of(Sponsors).get(parcels.sponsor.id)
    assert found is not None
    return found


async def test_buttons_of_an_ended_offer_change_nothing(phone: PartnerPhone) -> None:
    assert "for good?" in await phone.press(OfferVerb.END)
    assert "It is over." in await phone.press(OfferVerb.ENDS)
    assert "It is over." in await phone.press(OfferVerb.ENDS)
    for verb in (OfferVerb.PAUSE, OfferVerb.RESUME, OfferVerb.BUDGET, OfferVerb.TEXT):
        await phone.press(verb, "50")
    assert (await phone.parcels.read_offer()).status is PromotionStatus.ENDED


async def test_two_taps_on_send_ask_once(phone: PartnerPhone) -> None:
    parcels = phone.parcels
    await parcels.change_offer(status=PromotionStatus.DRAFT, content=None, proposed=parcels.offer.content)
    assert "waits for approval" in await phone.press(OfferVerb.SEND)
    assert "waiting for approval by now" in await phone.press(OfferVerb.SEND)
    about = await parcels.read_offer()

    async def count(turn: Turn) -> int:
        return len(await turn.unit.of(Approvals).list_waiting(Subject("promotion", about.id), ("",)))

    assert about.status is PromotionStatus.WAITING
    assert await parcels.act(count) == 1


async def test_a_video_and_a_caption_without_a_link_are_asked_about_one_by_one(phone: PartnerPhone) -> None:
    video, photo = Media("video", "data:,x", "video/mp4"), Media("image", "data:,x", "image/png")
    assert "not a video" in await phone.hear("Sale\nAll boots", media=(video,))
    assert "Which page" in await phone.hear("", media=(photo,))


async def test_a_customer_is_not_read_as_a_partner(phone: PartnerPhone) -> None:
    assert await phone.say("offers", phone="+13145550111") is None


async def test_what_a_removed_partner_owes_is_still_shown(phone: PartnerPhone) -> None:
    parcels = phone.parcels

    async def owe(turn: Turn) -> Any:
        line = Charge(
            turn.unit.ids.make(), parcels.sponsor.id, ChargeKind.FEE, 300_000_000, "USD", turn.today, "2026-03", "fee",
            turn.now,
        )  # fmt: skip
        await turn.unit.of(ChargeLedger).add(line)
        await turn.unit.of(Sponsors).remove(parcels.sponsor.id, turn.now)
        return await load_partner(turn, parcels.sponsor.id)

    assert (await parcels.act(owe)).owed.micros == 300_000_000
    assert await phone.say("stats") is None  # the person who wrote for it is a customer now


async def test_pages_and_links_of_a_former_writer_end(parcels: Parcels) -> None:
    async def count(turn: Turn) -> tuple[int, int]:
        unopened = select(invites.c.token).where(turn.unit.owns(invites), invites.c.used_at.is_(None))
        pages = await turn.unit.of(PageSessions).end_all(SUBJECT, parcels.sponsor.id, turn.elapsed)
        return pages, len(await turn.unit.rows(unopened))

    async def open_both(turn: Turn) -> None:
        await make_login_link(turn, SUBJECT, parcels.sponsor.id)
        await invite_sponsor(turn, parcels.sponsor)

    await parcels.act(open_both)
    assert await parcels.act(count) == (1, 1)
    await parcels.act(open_both)
    await parcels.act(lambda turn: change_writer(turn, parcels.sponsor, None))
    assert await parcels.act(count) == (0, 0)
