"""The message after a return: one for the returns of a window, looked at again as it leaves, and the ask behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from flows.events import (
    ConsentAction,
    ConsentGiven,
    Customer,
    CustomerConsented,
    ReturnCompleted,
    ReturnedItem,
    Teller,
)
from flows.policy.departure_facts import Programme
from flows.promotions.promotion import Promotion, PromotionStatus
from flows.promotions.prompt import Prompt, PromptChoice, PromptReason
from flows.promotions.sponsor import Sponsor, SponsorStatus
from handlers.engine.turn import Turn
from handlers.privacy.privacy_requests import erase_person
from handlers.returns.partner_ask import PARTNER_ASK
from handlers.returns.person_reach import find_reach
from handlers.returns.prompt_decision import decide_prompt
from handlers.returns.prompt_departure import OVER, fall_back
from handlers.returns.prompt_message import schedule_message
from storage.consent.consents import LedgerLine
from storage.people import people_merge
from storage.promotions.promotions import Promotions, Spending
from storage.promotions.prompts import Prompts
from storage.promotions.sponsors import Sponsors
from storage.sending.message import Message
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.storage.promotions import promoted

WINDOW = timedelta(hours=2)
HOUR = timedelta(hours=1)
CHAT = shop.ANN_CHAT


class Desk:
    """A shop with one partner, Boots & Co, and Ann, who has a chat."""

    def __init__(self, house: House, ann: UUID, address: UUID, sponsor: Sponsor) -> None:
        self.house, self.ann, self.address, self.sponsor = house, ann, address, sponsor
        self.returns = 0

    @classmethod
    async def open(cls, house: House, channel: str = "telegram", value: str = str(CHAT)) -> Desk:
        ann = await house.address(channel, value)
        return cls(house, ann.contact, ann.id, await house.act(lambda turn: promoted.sponsor(turn.unit)))

    async def agree(self, *partners: str, action: ConsentAction = ConsentAction.CONFIRMED) -> None:
        async def work(turn: Turn) -> None:
            line = LedgerLine(
                self.ann, self.address, Programme.PARTNER_OFFERS, action, "test", "yes", turn.now,
                teller=Teller.PERSON, partners=partners,
            )  # fmt: skip
            await turn.unit.consents.record(line, turn.now)

        await self.house.act(work)

    async def promote(self, **values: Any) -> Promotion:
        async def work(turn: Turn) -> Promotion:
            return await promoted.promotion(
                turn.unit, self.sponsor, **{"expires_at": turn.now + timedelta(days=9)} | values
            )

        return await self.house.act(work)

    async def come_back(self, shows: Promotion, **values: Any) -> UUID:
        """A return was decided on; the id of its prompt."""
        self.returns += 1
        ref = f"r{self.returns}"

        async def work(turn: Turn) -> UUID:
            given = {"decided_at": turn.now, "notice": {"brand": "Boots & Co", "items": [f"Boot {ref}"]}} | values
            prompt = promoted.make_prompt(turn.unit, shows, self.ann, ref, **given)
            prompts, partner = turn.unit.of(Prompts), "boots & co" if prompt.choice is PromptChoice.OFFER else ""
            to = (await find_reach(turn, self.ann)).choose(partner)
            if to is not None and prompt.choice is not PromptChoice.NONE:
                lately = await prompts.list_lately(self.ann, turn.now - WINDOW)
                prompt = await schedule_message(turn, prompt, lately, to, partner)
            assert await prompts.add(prompt)
            return prompt.id

        return await self.house.act(work)

    async def prompt(self, which: UUID) -> Prompt:
        found = await self.house.act(lambda turn: turn.unit.of(Prompts).get(which))
        assert found is not None
        return found

    async def shown(self, of: Promotion) -> int:
        found = await self.house.act(lambda turn: turn.unit.of(Promotions).get(of.id))
        assert found is not None
        return found.counts.shown

    async def messages(self) -> list[Message]:
        page = await self.house.act(lambda turn: turn.unit.messages.page(None, self.ann, None, 100))
        return [one for one in reversed(page) if one.direction == "out"]

    async def told(self) -> list[tuple[str | None, str]]:
        """The templates that Ann got or did not get, and how they stand."""
        return [(one.template, one.status.value) for one in await self.messages()]


@pytest.fixture
async def desk(house: House) -> Desk:
    return await Desk.open(house)


NOTICE = {"choice": PromptChoice.NOTICE, "reason": PromptReason.NO_OFFER, "promotion": None}
TAKEN = NOTICE | {"reason": PromptReason.ONE_A_DAY}
UNASKED = {"choice": PromptChoice.NOTICE, "reason": PromptReason.NO_CONSENT, "rule": "partner_not_named"}


async def test_an_offer_leaves_after_the_window_and_is_shown_once(desk: Desk) -> None:
    await desk.agree("Boots & Co")
    offer = await desk.promote()
    which = await desk.come_back(offer)
    await desk.house.pass_(now=WINDOW - timedelta(minutes=1))
    assert desk.house.chats_to(CHAT) == []
    await desk.house.pass_(now=timedelta(minutes=1))
    assert desk.house.chats_to(CHAT) == [
        "Your return is complete: Boot r1.\nAd by Boots & Co: Autumn sale\n20 % off all boots"
    ]
    (message,) = await desk.messages()
    assert (message.partner, message.programme) == ("boots & co", Programme.PARTNER_OFFERS)
    assert [one.get("url", "") != "" for one in message.buttons] == [True, False]
    told = await desk.prompt(which)
    assert (told.choice, told.message, told.shown_at) == (PromptChoice.OFFER, message.id, desk.house.clock.now())
    assert await desk.shown(offer) == 1


async def test_its_link_leads_to_the_partner_with_the_prompts_id(desk: Desk) -> None:
    await desk.agree("Boots & Co")
    which = await desk.come_back(await desk.promote())
    await desk.house.pass_(now=WINDOW)
    (message,) = await desk.messages()
    code = next(one["url"] for one in message.buttons if one.get("url")).rpartition("/")[2]
    link = await desk.house.act(lambda turn: turn.unit.links.get(code))
    assert link is not None
    assert link.url == f"https://boots.example/sale?parley_click={which}"


async def test_two_returns_of_a_window_are_one_message_with_one_offer(desk: Desk) -> None:
    await desk.agree("Boots & Co")
    first, second = await desk.promote(), await desk.promote()
    one = await desk.come_back(first)
    await desk.house.pass_(now=HOUR)
    other = await desk.come_back(second, **TAKEN)
    await desk.house.pass_(now=HOUR)
    assert desk.house.chats_to(CHAT) == [
        "Your return is complete: Boot r1 and Boot r2.\nAd by Boots & Co: Autumn sale\n20 % off all boots"
    ]
    told, later = await desk.prompt(one), await desk.prompt(other)
    assert told.message == later.message
    assert (later.choice, later.reason) == (PromptChoice.NOTICE, PromptReason.ONE_A_DAY)
    assert [await desk.shown(first), await desk.shown(second)] == [1, 0]


async def test_an_offer_takes_over_a_queued_notice(desk: Desk) -> None:
    await desk.agree("Boots & Co")
    offer = await desk.promote()
    one = await desk.come_back(offer, **NOTICE)
    await desk.house.pass_(now=HOUR)
    other = await desk.come_back(offer)
    assert await desk.told() == [("return_notice", "void"), ("return_offer", "queued")]
    await desk.house.pass_(now=HOUR)
    assert await desk.told() == [("return_notice", "void"), ("return_offer", "sent")]
    assert (await desk.prompt(one)).message == (await desk.prompt(other)).message


async def test_a_later_return_of_the_day_gets_a_notice_and_one_of_the_next_day_an_offer(desk: Desk) -> None:
    await desk.agree("Boots & Co")
    offer = await desk.promote()
    await desk.come_back(offer)
    await desk.house.pass_(now=WINDOW)
    await desk.come_back(offer, **TAKEN)
    await desk.house.pass_(now=WINDOW)
    assert [name for name, _ in await desk.told()] == ["return_offer", "return_notice"]
    await desk.house.pass_(now=timedelta(days=1))
    await desk.come_back(offer)
    await desk.house.pass_(now=WINDOW)
    assert [name for name, _ in await desk.told()] == ["return_offer", "return_notice", "return_offer"]


async def test_nothing_is_posted_when_nothing_is_to_be_shown(desk: Desk) -> None:
    nothing = {"choice": PromptChoice.NONE, "reason": PromptReason.UNREACHABLE}
    await desk.come_back(await desk.promote(), **nothing)
    await desk.house.pass_(now=WINDOW)
    assert await desk.messages() == []


async def _change(desk: Desk, offer: Promotion, **values: Any) -> None:
    changed = replace(offer, version=2, **values)
    await desk.house.act(lambda turn: turn.unit.of(Promotions).save(changed))


async def _pause(desk: Desk, offer: Promotion) -> None:
    await _change(desk, offer, status=PromotionStatus.PAUSED)


async def _expire(desk: Desk, offer: Promotion) -> None:
    await _change(desk, offer, limits=replace(offer.limits, expires_at=desk.house.clock.now() + HOUR))


async def _spend_all(desk: Desk, offer: Promotion) -> None:
    await _change(desk, offer, limits=replace(offer.limits, budget=promoted.CLICK))
    day = desk.house.clock.now().date()
    spent = Spending(offer.id, promoted.CLICK, day)
    assert await desk.house.act(lambda turn: turn.unit.of(Promotions).spend(spent))


async def _pause_partner(desk: Desk, _offer: Promotion) -> None:
    await desk.house.act(lambda turn: turn.unit.of(Sponsors).set_status(desk.sponsor.id, SponsorStatus.PAUSED))


@pytest.mark.parametrize("happens", [_pause, _expire, _spend_all, _pause_partner])
async def test_the_notice_leaves_where_the_offer_is_over(desk: Desk, happens: Any) -> None:
    await desk.agree("Boots & Co")
    offer = await desk.promote()
    which = await desk.come_back(offer)
    await happens(desk, offer)
    await desk.house.pass_(now=WINDOW)
    assert await desk.told() == [("return_offer", "refused"), ("return_notice", "sent")]
    assert desk.house.chats_to(CHAT) == ["Your return is complete: Boot r1."]
    told = await desk.prompt(which)
    assert (told.choice, told.reason, told.rule) == (PromptChoice.NOTICE, PromptReason.NO_OFFER, OVER)
    assert (told.promotion, told.shown_at, await desk.shown(offer)) == (offer.id, None, 0)


async def test_the_next_best_offer_of_the_choice_takes_its_place(desk: Desk) -> None:
    await desk.agree("Boots & Co")
    gone, over, left = [await desk.promote() for _ in range(3)]
    drawn = [[one.id.hex, 1, 1, 1, 1, 1, 0, False, 0.5, 0.0, 0.5] for one in (over, gone, left)]
    which = await desk.come_back(gone, candidates={"drawn": drawn})
    await _pause(desk, gone)
    await _pause(desk, over)
    await desk.house.pass_(now=WINDOW)
    assert await desk.told() == [("return_offer", "sent")]
    told = await desk.prompt(which)
    assert (told.choice, told.promotion, told.rule) == (PromptChoice.OFFER, left.id, None)
    assert [await desk.shown(one) for one in (gone, over, left)] == [0, 0, 1]


async def test_a_banner_is_not_replaced_nor_counted_twice(desk: Desk) -> None:
    await desk.agree("Boots & Co")
    gone, left = await desk.promote(), await desk.promote()
    which = await desk.come_back(gone, candidates={"drawn": [{"id": left.id.hex}]})

    async def see(turn: Turn) -> None:
        assert await turn.unit.of(Prompts).mark(which, "banner", turn.now)
        assert await turn.unit.of(Prompts).mark(which, "shown", turn.now)

    await desk.house.act(see)
    await _pause(desk, gone)
    await desk.house.pass_(now=WINDOW)
    assert [name for name, _ in await desk.told()] == ["return_offer", "return_notice"]
    assert (await desk.prompt(which)).shown_at is not None
    assert [await desk.shown(gone), await desk.shown(left)] == [0, 0]


async def _revoke(desk: Desk) -> None:
    await desk.agree(action=ConsentAction.REVOKED)


async def _revoke_by_shop(desk: Desk) -> None:
    now = desk.house.clock.now()
    given = ConsentGiven("telegram", ConsentAction.REVOKED, "account", "No more.", now)
    await desk.house.tell(CustomerConsented(Customer(telegram=str(CHAT)), (given,), now))
    await desk.house.settle()


@pytest.mark.parametrize("revoke", [_revoke, _revoke_by_shop])
async def test_the_notice_leaves_after_a_revocation(desk: Desk, revoke: Any) -> None:
    await desk.agree("Boots & Co")
    offer = await desk.promote()
    which = await desk.come_back(offer)
    await revoke(desk)
    await desk.house.pass_(now=WINDOW)
    assert desk.house.chats_to(CHAT) == ["Your return is complete: Boot r1."]
    told = await desk.prompt(which)
    assert (told.choice, told.reason, told.rule) == (PromptChoice.NOTICE, PromptReason.NO_CONSENT, "consent.revoked")
    assert await desk.shown(offer) == 0


async def test_a_partner_that_is_not_named_gets_a_notice(database: str) -> None:
    async with open_house(database, text=shop.file() + "[returns]\nholdout = 0\n") as house:
        desk = await Desk.open(house)
        await desk.agree("Trail Shoes")
        await desk.promote()

        async def decide(turn: Turn) -> Prompt:
            told = ReturnCompleted("r1", "", (ReturnedItem("Boot", brand="Boots & Co"),), Customer(), turn.now)
            return (await decide_prompt(turn, told, desk.ann)).prompt

        told = await house.act(decide)
        assert (told.choice, told.rule) == (PromptChoice.NOTICE, "partner_not_named")
        await house.pass_(now=WINDOW)
        assert (await desk.told())[0] == ("return_notice", "sent")


async def test_in_quiet_hours_the_notice_leaves_at_once(database: str) -> None:
    late = shop.MORNING + timedelta(hours=11)  # 21:00 in Chicago
    async with open_house(database, late) as house:
        desk = await Desk.open(house, "sms", shop.ANN)
        await desk.agree("Boots & Co")
        which = await desk.come_back(await desk.promote())
        await house.pass_(now=WINDOW)
        assert [name for name, _ in await desk.told()] == ["return_offer", "return_notice"]
        assert house.texts_to(shop.ANN) == ["Tiger Tees: Your return is complete: Boot r1."]
        assert (await desk.prompt(which)).rule == "stale"  # quiet hours end after its time


async def test_a_text_that_cannot_be_written_was_not_shown(desk: Desk) -> None:
    await desk.agree("Boots & Co")
    offer = await desk.promote()
    which = await desk.come_back(offer)
    (message,) = await desk.messages()

    async def refuse(turn: Turn) -> None:
        assert await turn.unit.of(Prompts).mark(which, "shown", turn.now)
        await turn.unit.of(Promotions).count(offer.id, shown=1)
        await fall_back(turn, message, "template.missing")

    await desk.house.act(refuse)
    assert ((await desk.prompt(which)).shown_at, await desk.shown(offer)) == (None, 0)


async def test_a_notice_that_whatsapp_takes_not_leaves_in_the_other_chat(database: str) -> None:
    text = shop.file(channels=("whatsapp", "telegram"))
    async with open_house(database, text=text) as house:
        both = Customer(id="ann", whatsapp=shop.ANN, telegram=str(CHAT))
        await house.tell(CustomerConsented(both, (), house.clock.now()))
        await house.settle()
        desk = await Desk.open(house)
        await desk.come_back(await desk.promote(), **NOTICE)
        await house.pass_(now=WINDOW)
        assert [(one.channel, one.status.value) for one in await desk.messages()] == [
            ("whatsapp", "refused"),
            ("telegram", "sent"),
        ]


async def test_after_a_merge_the_returns_of_both_contacts_are_one_message(desk: Desk) -> None:
    await desk.agree("Boots & Co")
    offer = await desk.promote()
    one = await desk.come_back(offer)
    known = await desk.house.address("sms", shop.ANN)
    await desk.house.act(lambda turn: people_merge.merge(turn.unit, desk.ann, known.contact, turn.now))
    desk.ann = known.contact
    other = await desk.come_back(offer)
    await desk.house.pass_(now=WINDOW)
    assert (await desk.prompt(one)).message == (await desk.prompt(other)).message
    assert await desk.told() == [("return_offer", "sent")]


async def test_a_stop_ends_the_queued_offer(desk: Desk) -> None:
    await desk.agree("Boots & Co")
    offer = await desk.promote()
    await desk.come_back(offer)
    await desk.house.telegram.say(CHAT, "STOP")
    await desk.house.pass_(now=WINDOW)
    assert ("return_offer", "void") in await desk.told()
    assert "return_offer" not in {name for name, status in await desk.told() if status == "sent"}
    assert await desk.shown(offer) == 0


async def test_an_erasure_ends_it_and_leaves_the_prompt(desk: Desk) -> None:
    await desk.agree("Boots & Co")
    which = await desk.come_back(await desk.promote())
    await desk.house.act(lambda turn: erase_person(turn, desk.ann, "test"))
    await desk.house.pass_(now=WINDOW)
    assert desk.house.chats_to(CHAT) == []
    assert (await desk.prompt(which)).contact is None


async def test_an_exchange_has_its_page_and_the_size_that_others_kept(desk: Desk) -> None:
    size = {"returned_size": "L", "kept_size": "M", "people": 34, "of": 40}
    page = "https://tigertees.example/exchange"
    notice = {"brand": "Boots & Co", "items": ["Boot"], "size": size, "page": page}
    exchange = {"choice": PromptChoice.EXCHANGE, "reason": PromptReason.NO_OFFER, "promotion": None}
    await desk.come_back(await desk.promote(), notice=notice, **exchange)
    await desk.house.pass_(now=WINDOW)
    assert desk.house.chats_to(CHAT) == [
        "Your return is complete: Boot. 34 of 40 people who returned Boots & Co in L kept M."
    ]
    (message,) = await desk.messages()
    (button,) = message.buttons
    link = await desk.house.act(lambda turn: turn.unit.links.get(button["url"].rpartition("/l/")[2]))
    assert link is not None
    assert (button["text"], link.url) == ("Exchange", page)


async def test_the_ask_follows_the_notice_and_a_yes_names_the_partners_shown(desk: Desk) -> None:
    offer = await desk.promote()
    await desk.come_back(offer, **UNASKED)
    await desk.house.pass_(now=WINDOW)
    notice, ask = desk.house.chats_to(CHAT)
    assert notice == "Your return is complete: Boot r1."
    assert ask.startswith("May Tiger Tees send you offers of Boots & Co here after a return")
    await desk.house.act(lambda turn: promoted.sponsor(turn.unit, "Trail Shoes"))  # comes after the ask
    shown = desk.house.telegram.messages[-1]
    await desk.house.telegram.press(CHAT, shown, shown.keys[0]["callback_data"])
    await desk.house.settle()
    assert desk.house.chats_to(CHAT)[2].startswith("You're in: offers of Boots & Co after a return")
    named = await desk.house.act(lambda turn: turn.unit.consents.find_partners([desk.address]))
    assert named == {desk.address: frozenset({"boots & co"})}
    proof = await desk.house.act(
        lambda turn: turn.unit.evidence.find_basis(
            desk.address, Programme.PARTNER_OFFERS, turn.now + HOUR, "boots & co"
        )
    )
    assert proof is not None
    assert proof.shown is not None
    assert "offers of Boots & Co" in proof.shown.text
    await desk.house.pass_(now=timedelta(days=1))
    await desk.come_back(offer)
    await desk.house.pass_(now=WINDOW)
    assert (await desk.told())[-1] == ("return_offer", "sent")


@pytest.mark.parametrize("words", ["YES", "no"])
async def test_it_is_answered_by_sms_too(house: House, words: str) -> None:
    desk = await Desk.open(house, "sms", shop.ANN)
    await desk.come_back(await desk.promote(), **UNASKED)
    await house.pass_(now=WINDOW)
    assert (await desk.told())[-1][0] == PARTNER_ASK
    await house.twilio.say(shop.ANN, shop.NUMBER, words, url=f"{house.url}/channels/twilio/{shop.TIGER}/inbound")
    await house.settle()
    named = await house.act(lambda turn: turn.unit.consents.find_partners([desk.address]))
    assert bool(named) is (words == "YES")


async def test_it_is_asked_once_a_month_and_never_after_a_revocation(desk: Desk) -> None:
    offer = await desk.promote()
    for days in (0, 20):
        await desk.house.pass_(now=timedelta(days=days))
        await desk.come_back(offer, **UNASKED)
        await desk.house.pass_(now=WINDOW)
    assert [name for name, _ in await desk.told()].count(PARTNER_ASK) == 1
    await desk.house.pass_(now=timedelta(days=12))
    await desk.come_back(offer, **UNASKED)
    await desk.house.pass_(now=WINDOW)
    assert [name for name, _ in await desk.told()].count(PARTNER_ASK) == 2
    await _revoke(desk)
    await desk.house.pass_(now=timedelta(days=40))
    await desk.come_back(offer, **UNASKED)
    await desk.house.pass_(now=WINDOW)
    assert [name for name, _ in await desk.told()].count(PARTNER_ASK) == 2


async def test_nobody_is_asked_where_no_offer_lacked_the_consent(desk: Desk) -> None:
    await desk.come_back(await desk.promote(), **NOTICE)
    await desk.house.pass_(now=WINDOW)
    assert [name for name, _ in await desk.told()] == ["return_notice"]
