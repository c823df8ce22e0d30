"""The sample shop: when its month begins, who is in it, and that playing it leaves nothing undone."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest

from bot.app import assemble
from bot.clock import PushedClock
from bot.config import Settings
from bot.conversations import CONVERSATIONS
from bot.simulator import sample_people
from bot.simulator.demo_businesses import play_month, samples
from bot.simulator.sample_business import LENGTH, Sample
from bot.simulator.sample_people import generate_newcomers, make_crowd, make_indian_crowd
from bot.simulator.sandbox_month import Month
from bot.simulator.simulated_acts import Acts, price_after_code
from flows.channels import CHANNELS
from flows.mail_address import MAIL
from flows.money import Money
from handlers.actions.business_file_apply import apply_file
from handlers.business_file import read_business_file
from handlers.engine.turn import Turn
from handlers.people.channel_addresses import normalise_phone
from handlers.replies.customer_intents import Intent, read
from handlers.replies.expected_answers import Expecting
from handlers.replies.opt_out_recognition import OptOut, read_opt_out
from handlers.replies.text_language import language_of
from storage.campaigns.campaign_scene import CampaignReader, list_readers
from storage.campaigns.campaigns import Campaigns
from storage.profiles.loyalty import Loyalty
from storage.sending.message import Message
from storage.store.carts import Cart
from storage.upkeep.sandbox_scene import cast
from tests.bot.simulator.shop import TIGER, TUESDAY, sandbox
from tests.single import events_by_status

TUESDAY_ID = UUID(int=1)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "ends"),
    [
        pytest.param("2026-03-12 20:00", "2026-03-12 15:00", id="this morning"),
        pytest.param("2026-03-12 14:59", "2026-03-11 15:00", id="before ten it was yesterday"),
        pytest.param("2026-03-16 20:00", "2026-03-13 15:00", id="a Monday is too close to the weekend"),
        pytest.param("2026-03-15 20:00", "2026-03-13 15:00", id="a Sunday"),
        pytest.param("2026-03-03 20:00", "2026-03-03 16:00", id="in winter ten is an hour later"),
    ],
)
def test_a_month_ends_on_a_working_morning(now: str, ends: str) -> None:
    assert TIGER.find_first_moment(utc(now)) + LENGTH == utc(ends)


def test_ninety_people_can_all_be_written_to() -> None:
    crowd = [customer.buyer for customer in make_crowd(random.Random(7))]
    assert len(crowd) == len({buyer.address for buyer in crowd}) == len({buyer.id for buyer in crowd}) == 90
    phones = [buyer.address.partition(":")[2] for buyer in crowd if buyer.channel != "telegram"]
    assert phones == [normalise_phone(phone, "US") for phone in phones]


@pytest.mark.parametrize("channel", ["sms", "whatsapp", "telegram"])
def test_newcomers_are_none_of_the_crowd(channel: str) -> None:
    known = {customer.buyer.address for customer in make_crowd(random.Random(7))}
    fresh = [buyer.address for _, buyer in zip(range(50), generate_newcomers(channel), strict=False)]
    assert len(set(fresh)) == 50
    assert known.isdisjoint(fresh)


def test_no_two_newcomers_are_called_alike_and_none_like_the_crowd() -> None:
    fresh = [
        buyer.name for channel in CHANNELS for _, buyer in zip(range(400), generate_newcomers(channel), strict=False)
    ]
    assert len(set(fresh)) == len(fresh)
    crowd = {customer.buyer.name for customer in make_crowd(random.Random(7))}
    assert crowd.isdisjoint(fresh)


def test_forty_indians_can_all_be_written_to_and_newcomers_are_none_of_them() -> None:
    crowd = [customer.buyer for customer in make_indian_crowd(random.Random(7))]
    fresh = [buyer for channel in ("whatsapp", "telegram") for buyer in generate_newcomers(channel, "IN")]
    everybody = [*crowd, *fresh]
    assert len(crowd) == 40
    assert len({buyer.address for buyer in everybody}) == len({buyer.name for buyer in everybody}) == 180
    phones = [buyer.address.partition(":")[2] for buyer in everybody if buyer.channel != "telegram"]
    assert phones == [normalise_phone(phone, "IN") for phone in phones]


@pytest.mark.parametrize("seed", range(5))
def test_ninety_people_have_ninety_names(seed: int) -> None:
    assert len({customer.buyer.name for customer in make_crowd(random.Random(seed))}) == 90


def test_the_same_seed_makes_the_same_crowd() -> None:
    assert make_crowd(random.Random(7)) == make_crowd(random.Random(7))


@pytest.mark.parametrize("sample", samples().values(), ids=samples())
def test_everybody_writes_in_the_language_that_is_told_of_them(sample: Sample) -> None:
    tongues = {one.language for one in sample.crowd(random.Random(7))}
    assert tongues <= sample.questions.keys() & sample_people.WHERE.keys()
    shops = {one.ref: one.language for one in read_business_file(sample.toml, {}).shops}
    written = [(shops[one.shop], text) for one in sample.keepers for text in (one.yes, one.no)]
    for tongue in tongues:
        questions = [text for text, _ in sample.questions[tongue]]
        said = (
            *sample_people.YES[tongue],
            *sample_people.STOP[tongue],
            *sample_people.LATER[tongue],
            sample_people.WHERE[tongue],
        )
        written += [(tongue, text) for text in (*questions, *said)]
    assert [(tongue, text) for tongue, text in written if language_of(text) not in {tongue, None}] == []
    assert {tongue for tongue, text in written if language_of(text)} >= tongues


@pytest.mark.parametrize("tongue", sample_people.WHERE)
def test_what_the_crowd_writes_is_understood(tongue: str) -> None:
    assert read(sample_people.WHERE[tongue]).intent is Intent.ORDER_STATUS
    assert {read_opt_out(text) for text in sample_people.STOP[tongue]} == {OptOut.STOP}
    assert {read(text).intent for text in sample_people.LATER[tongue]} == {Intent.LATER}
    assert {read(text, expecting=Expecting.YES_NO).intent for text in sample_people.YES[tongue]} == {Intent.YES}


@pytest.mark.parametrize(
    ("total", "code", "paid"),
    [
        pytest.param("34.00", None, "34.00", id="no code"),
        pytest.param("34.00", ("A", 10), "30.60", id="ten percent"),
        pytest.param("0.99", ("A", 15), "0.84", id="in whole cents"),
    ],
)
def test_a_code_takes_its_percent_off(total: str, code: tuple[str, int] | None, paid: str) -> None:
    money = Money.parse(total, "USD")
    cart = Cart(TUESDAY_ID, "api", "c1", None, money, (), "", TUESDAY, TUESDAY, "open", None)
    assert str(price_after_code(cart, code)) == paid


async def test_the_same_seed_makes_the_same_figures(migrated_file: Path, tmp_path: Path) -> None:
    """Ids differ in each run. Only the wordings of the test are drawn by them, so those lines are not compared."""

    async def figures(number: int) -> str | None:
        file = tmp_path / f"{number}.db"
        url = f"sqlite:///{shutil.copy(migrated_file, file)}"
        service = assemble(Settings(database_url=url), PushedClock(TUESDAY), fleeting=True)
        try:
            settings = read_business_file(TIGER.toml, {})
            await apply_file(CONVERSATIONS, service.turns.store, settings, service.vault, TUESDAY, TUESDAY)
            chance = random.Random(7)
            month = Month(service, TIGER, chance)
            month.plan(make_crowd(chance)[:8], 15)
            acts = Acts(service.turns, service.clock, service.inbox)
            words = {"from": TIGER.owner, "text": "/stats_30d_more"}
            month.agenda.at(TUESDAY + LENGTH, partial(acts.say, TIGER.business, words))
            await month.play()
            return (await service.turns.look(TIGER.business, _owners_thread))[-1].text
        finally:
            await service.stop()

    first, again = await figures(1), await figures(2)
    assert _without_wordings(first) == _without_wordings(again)
    assert "Whether reminders bring back" in (first or "")


def _without_wordings(figures: str | None) -> list[str]:
    return [line for line in (figures or "").splitlines() if not line.startswith("Wording ")]


async def _owners_thread(turn: Turn) -> list[Message]:
    owner = await turn.unit.people.address("telegram", "9001")
    assert owner is not None
    return await turn.unit.messages.thread(owner.id)


async def test_the_owner_finds_customers_to_win_back_and_questions_to_answer(
    migrated_file: Path, tmp_path: Path
) -> None:
    """Without carts: the customers of before the month, and those whose questions wait."""
    bare = replace(TIGER, crowd=lambda _chance: [], carts=0, mails=0, wishes=TIGER.wishes[:3], partners=())
    async with sandbox(f"sqlite:///{shutil.copy(migrated_file, tmp_path)}", toml=None) as service:
        await play_month(service, bare)
        acts = Acts(service.turns, service.clock, service.inbox)
        assert service.sandbox is not None
        for words in ("/questions", "/winback", "win back customers gone 90 days, 15% off, friday 6pm"):
            await acts.say(TIGER.business, {"from": TIGER.owner, "text": words})
            await service.sandbox.settle()
        thread = await service.turns.look(TIGER.business, _owners_thread)
    said = "\n".join(one.text or "" for one in thread)
    assert "3 customers wait for an answer" in said
    # The plan's control group is drawn by the customers' ids: it may be empty, and then nobody is named beside it.
    assert "18 match" in said or "would write to 18 people" in said
    assert "goes to 18 of 18 people" in said


@pytest.mark.long
async def test_a_month_has_mails(migrated_file: Path, tmp_path: Path) -> None:
    """The people of mails alone: some are reminded, some answer, and the owner's campaign reaches those who agreed."""
    alone = replace(TIGER, crowd=lambda _chance: [], carts=0, wishes=(), partners=())
    async with sandbox(f"sqlite:///{shutil.copy(migrated_file, tmp_path)}", toml=None) as service:
        await play_month(service, alone)

        async def look(turn: Turn) -> tuple[list[Message], list[str], list[CampaignReader], dict[str, int]]:
            people = [one for one in await cast(turn.unit) if not one.role]
            lines = [address for one in people for address in one.addresses if address.channel == MAIL]
            assert {len(one.addresses) for one in people if one.addresses[0].channel == MAIL} == {1}
            threads = [message for one in lines for message in await turn.unit.messages.thread(one.id)]
            (mailing,) = await turn.unit.of(Campaigns).page(9)
            status = await events_by_status(turn.unit)
            return threads, [str(one) for one in lines], await list_readers(turn.unit, mailing), status

        mails, addresses, readers, events = await service.turns.look(alone.business, look)
    assert len(addresses) == 12
    assert {one.template for one in mails if one.left_at} >= {"cart_reminder", "cart_reminder_again", "campaign"}
    assert any(one.direction == "in" for one in mails)
    assert {one.address for one in readers} <= set(addresses)
    assert 0 < sum(one.bought for one in readers) <= sum(one.clicked for one in readers) < len(readers) < len(addresses)
    assert set(events) == {"done"}


async def test_a_month_leaves_nothing_undone(migrated_file: Path, tmp_path: Path) -> None:
    async with sandbox(f"sqlite:///{shutil.copy(migrated_file, tmp_path)}") as service:
        chance = random.Random(3)
        month = Month(service, TIGER, chance)
        month.plan(make_crowd(chance)[:6], 9)
        await month.play()
        assert service.clock.now() == TUESDAY + LENGTH

        async def counted(turn: Turn) -> tuple[dict[str, int], list[str | None], set[str]]:
            words = [message.text for message in await _owners_thread(turn)]
            cards = await turn.unit.of(Loyalty).find_progress([player.contact for player in await cast(turn.unit)])
            programmes = {one.programme for progress in cards.values() for one in progress}
            return await events_by_status(turn.unit), words, programmes

        assert service.sandbox is not None
        await service.sandbox.settle()
        events, words, programmes = await service.turns.look(TIGER.business, counted)
    assert set(events) == {"done"}
    assert programmes == {"Paw points"}
    assert words[-2] == "/stats 30d"
    assert (words[-1] or "").startswith("Last 30 days: ")
