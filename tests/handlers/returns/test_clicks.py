"""A click is counted once in half an hour, without robots, and charged at the price of now; limits stop exactly."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from uuid import UUID

from flows.events import LinkVisited
from flows.promotions.charge import ChargeKind
from flows.promotions.promotion import PricedBy, PromotionStatus
from flows.promotions.prompt import Prompt, PromptChoice, PromptReason
from flows.promotions.sponsor import Fees
from handlers.engine.turn import Turn
from handlers.returns import charge_posting
from handlers.returns.click_counting import count_click, hear_link_visit
from handlers.returns.prompt_message import add_click_code
from storage.database.stores import Database
from storage.promotions.promotions import Promotions
from storage.promotions.prompts import Prompts
from storage.promotions.sponsors import Sponsors
from storage.sending.short_links import Link
from tests.handlers.returns.returned import Parcels, stored
from tests.storage.promotions.promoted import CLICK


async def _visit(parcels: Parcels, of: Prompt, *, robot: bool = False) -> str | None:
    """Somebody opens the link of the prompt's message."""

    async def work(turn: Turn) -> str | None:
        code = of.id.hex
        await turn.unit.of(Prompts).set_message([of.id], of.id)
        await turn.unit.links.add_all([Link(turn.business.id, code, "https://boots.example", of.id, None)], turn.now)
        event = LinkVisited(code, robot, turn.now)
        return await hear_link_visit(turn, stored(turn, event), event)

    return await parcels.act(work)


async def test_a_click_is_counted_and_charged_once(parcels: Parcels) -> None:
    made = await parcels.prompt()
    assert await _visit(parcels, made, robot=True) is not None
    assert (await parcels.read(made)).clicked_at is None
    await _visit(parcels, made)
    await _visit(parcels, made)
    offer = await parcels.read_offer()
    assert (offer.counts.shown, offer.counts.clicked, offer.counts.spent) == (1, 1, CLICK)
    (line,) = await parcels.list_charges(made)
    assert (line.kind, line.amount, line.period, line.promotion) == (ChargeKind.CLICK, CLICK, "2026-03", offer.id)


async def test_a_later_click_is_charged_at_the_new_price_and_counted_once_for_the_choice(parcels: Parcels) -> None:
    made = await parcels.prompt()
    await _visit(parcels, made)
    await parcels.change_offer(price=replace(parcels.offer.price, micros=2 * CLICK))
    parcels.later(minutes=30)
    await _visit(parcels, made)
    assert [one.amount for one in await parcels.list_charges(made)] == [CLICK, 2 * CLICK]
    assert (await parcels.read_offer()).counts.clicked == 1


async def test_the_same_event_again_charges_nothing(parcels: Parcels) -> None:
    made, event = await parcels.prompt(), UUID(int=7)
    await parcels.act(lambda turn: count_click(turn, made, event))
    parcels.later(hours=1)
    await parcels.act(lambda turn: count_click(turn, made, event))
    assert len(await parcels.list_charges(made)) == 1
    assert (await parcels.read_offer()).counts.spent == CLICK


async def test_clicks_of_many_people_at_once_stop_at_the_budget(store: Database) -> None:
    parcels = await Parcels.open(store, budget=3 * CLICK + CLICK // 2)
    made = [await parcels.prompt(f"r{number}", f"+131455501{number:02d}") for number in range(8)]
    await asyncio.gather(*(_visit(parcels, one) for one in made))
    assert await parcels.sum_charges() == 3 * CLICK == (await parcels.read_offer()).counts.spent
    assert (await parcels.read_offer()).counts.clicked == 8  # the others are free


async def test_a_pilot_and_a_price_by_the_month_charge_no_click(store: Database) -> None:
    parcels = await Parcels.open(store, fees=Fees("USD", pilot=True))
    await _visit(parcels, made := await parcels.prompt())
    assert await parcels.list_charges(made) == []
    await parcels.change_offer(price=replace(parcels.offer.price, by=PricedBy.MONTH))
    await _visit(parcels, other := await parcels.prompt("r2", "+13145550102"))
    assert await parcels.list_charges(other) == []


async def test_a_click_on_an_old_link_is_free(parcels: Parcels) -> None:
    made = await parcels.prompt()
    await parcels.change_offer(status=PromotionStatus.ENDED)
    await _visit(parcels, made)
    assert (await parcels.read(made)).clicked_at is not None
    await parcels.change_offer(status=PromotionStatus.LIVE)
    await parcels.act(lambda turn: turn.unit.of(Sponsors).remove(parcels.sponsor.id, turn.now))
    parcels.later(hours=1)
    await _visit(parcels, made)
    assert await parcels.list_charges(made) == []


async def test_a_credit_takes_a_line_back_once(parcels: Parcels) -> None:
    await _visit(parcels, made := await parcels.prompt())
    (line,) = await parcels.list_charges(made)
    credit = await parcels.act(lambda turn: charge_posting.credit_charge(turn, line.id))
    assert credit is not None
    assert (credit.micros, credit.reverses) == (-CLICK, line.id)
    assert await parcels.act(lambda turn: charge_posting.credit_charge(turn, line.id)) is None
    assert await parcels.act(lambda turn: charge_posting.credit_charge(turn, credit.id)) is None
    assert (await parcels.sum_charges(), (await parcels.read_offer()).counts.spent) == (0, 0)


async def test_a_month_is_charged_once_and_a_small_budget_pauses(store: Database) -> None:
    parcels = await Parcels.open(store, budget=5_000_000, daily_cap=1)
    await parcels.change_offer(price=replace(parcels.offer.price, by=PricedBy.MONTH, micros=3_000_000))

    async def charge(turn: Turn) -> bool:
        offer = await turn.unit.of(Promotions).get(parcels.offer.id)
        return offer is not None and await charge_posting.charge_month(turn, offer) is not None

    assert [await parcels.act(charge), await parcels.act(charge)] == [True, False]
    parcels.later(days=31)
    assert not await parcels.act(charge)
    assert (await parcels.read_offer()).status.value == "paused"
    assert await parcels.sum_charges() == 3_000_000


async def test_only_the_link_of_an_offers_message_counts(parcels: Parcels) -> None:
    offered, plain = await parcels.prompt(), await parcels.prompt("r2", "+13145550102")
    messages = {"a1": UUID(int=1), "b2": UUID(int=2)}

    async def work(turn: Turn) -> list[str | None]:
        prompts = turn.unit.of(Prompts)
        await prompts.set_message([offered.id], messages["a1"])
        await prompts.set_message([plain.id], messages["b2"])
        await prompts.change_choice(plain.id, PromptChoice.NOTICE, PromptReason.NO_CONSENT, plain.promotion, "rule")
        links = [Link(turn.business.id, code, "https://boots.example", which, None) for code, which in messages.items()]
        await turn.unit.links.add_all(links, turn.now)
        visits = [LinkVisited(code, robot, turn.now) for code, robot in (("a1", True), ("b2", False), ("a1", False))]
        return [await hear_link_visit(turn, stored(turn, one), one) for one in visits]

    assert await parcels.act(work) == ["a robot opened the link", "the link is not of a return", None]
    assert (await parcels.read(offered)).clicked_at is not None
    assert (await parcels.read(plain)).clicked_at is None


async def test_a_click_on_the_page_of_an_exchange_counts_once_and_costs_nothing(parcels: Parcels) -> None:
    made = await parcels.prompt(choice=PromptChoice.EXCHANGE, reason=PromptReason.NO_OFFER, promotion=None)
    await _visit(parcels, made, robot=True)
    assert (await parcels.read(made)).clicked_at is None
    await _visit(parcels, made)
    first = (await parcels.read(made)).clicked_at
    parcels.later(hours=1)
    await _visit(parcels, made)
    assert (await parcels.read(made)).clicked_at == first is not None
    assert await parcels.list_charges(made) == []


def test_a_click_code_replaces_another_and_keeps_the_rest() -> None:
    url = "https://boots.example/a?x=1&parley_click=old&y=#part"
    assert add_click_code(url, UUID(int=5)) == f"https://boots.example/a?x=1&y=&parley_click={UUID(int=5)}#part"
