"""The report of offers: all of it for the operator, and for a sponsor nothing about fewer than ten people."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import insert

from flows.events import ReturnCompleted
from flows.events.customer_activity_events import ReturnedItem
from flows.events.external_person import NOBODY
from flows.money import Money
from flows.promotions.charge import Charge, ChargeKind
from flows.promotions.conversion import Conversion, ConversionStatus
from flows.promotions.prompt import Prompt, PromptChoice
from flows.promotions.sponsor import Fees, Sponsor
from handlers.engine.turn import Turn
from handlers.returns.offer_report import OfferReport, describe_period, load_report
from storage.profiles.customer_returns import Returns
from storage.promotions.charge_ledger import ChargeLedger
from storage.promotions.conversions import Conversions
from storage.promotions.prompts import Prompts
from storage.schema import order_lines, orders
from templates.phrases import Phrases
from templates.speech import Speech
from tests.handlers.returns.offered import OfferApi
from tests.handlers.returns.returned import NOON, PARCELS, Parcels
from tests.storage.promotions.promoted import promotion, sponsor

USD = 1_000_000
DAY = timedelta(days=1)


@pytest.fixture
async def analysed(parcels: Parcels) -> Parcels:
    """The sponsor pays for its figures."""
    parcels.sponsor = replace(parcels.sponsor, fees=Fees("USD", data=99 * USD))
    return parcels


async def tell(parcels: Parcels, first: int, last: int, **values: Any) -> list[Prompt]:
    """Returns of the people with these numbers; ``bought`` is what each spent after a click."""
    spent, reason = values.pop("bought", 0), values.pop("reason", "size")
    made = []
    for number in range(first, last):
        at = values.get("shown_at") or parcels.clock.now()
        more = {"clicked_at": at, "bought_at": at} if spent else {}
        one = await parcels.prompt(f"r{number}-{at:%m%d%H}", f"+1314555{number:04}", **{"shown_at": at} | values | more)
        await parcels.act(lambda turn, one=one: _keep(turn, one, reason, spent))  # type: ignore[misc]
        made.append(one)
    return made


async def _keep(turn: Turn, prompt: Prompt, reason: str, spent: int) -> None:
    item = ReturnedItem("Boots", size="42", reason=reason, category="Shoes", brand="Boots & Co")
    told = ReturnCompleted(prompt.ref, "", (item,), NOBODY, turn.now)
    await turn.unit.of(Returns).add("api", told, prompt.contact, None)
    if spent:
        assert prompt.sponsor
        assert prompt.promotion
        which = (turn.unit.ids.make(), prompt.sponsor, f"o-{prompt.ref}", prompt.id, prompt.promotion)
        bought = Conversion(*which, spent, "USD", ConversionStatus.COUNTED, turn.now, turn.now)
        assert await turn.unit.of(Conversions).add(bought)


async def buy_again(parcels: Parcels, prompt: Prompt, at: datetime, currency: str = "USD") -> None:
    """An order of the shop with two pieces of the brand, 30 each."""

    async def work(turn: Turn) -> None:
        order = turn.unit.ids.make()
        own = {"business": PARCELS.id}
        await turn.unit.run(
            insert(orders).values(
                **own, id=order, source="api", ref=str(order), number="", contact=prompt.contact, placed_at=at,
                total=60 * USD, currency=currency, created_at=at,
            )
        )  # fmt: skip
        await turn.unit.run(
            insert(order_lines).values(
                **own, order=order, line=0, contact=prompt.contact, at=at, sku="", title="Boots", variant="", size="",
                brand=prompt.brand, quantity=2, price=30 * USD,
            )
        )  # fmt: skip

    await parcels.act(work)


async def report(
    parcels: Parcels, of: Sponsor | None = None, start: datetime | None = None, end: datetime | None = None
) -> OfferReport:
    return await parcels.act(lambda turn: load_report(turn, start, end, of))


def read_steps(found: OfferReport) -> tuple[int, int, int, int, str]:
    return found.prompts, found.sent, found.clicked, found.converted, str(found.revenue)


async def test_the_operator_sees_every_step_exactly(parcels: Parcels) -> None:
    await tell(parcels, 0, 2, shown_at=None)
    await tell(parcels, 2, 4)
    await tell(parcels, 4, 5, clicked_at=NOON, reason="colour")
    (bought,) = await tell(parcels, 5, 6, bought=80 * USD)
    held = await tell(parcels, 6, 8, shown_at=None, promotion=None, held_out=True)
    await buy_again(parcels, bought, NOON + DAY)
    await buy_again(parcels, held[0], NOON + 31 * DAY)
    found = await report(parcels)
    assert read_steps(found) == (8, 4, 2, 1, "80.00")
    assert (found.prompt_rate, found.click_rate, found.purchase_rate) == (4 / 8, 2 / 4, 1 / 2)
    assert (str(found.revenue_per_return), found.partners) == ("10.00", 1)
    assert (found.returned, found.reasons) == ({"shoes": 8}, {"size": 7, "colour": 1})
    assert found.treated is not None
    assert found.control is not None
    assert (found.treated.people, found.treated.bought, str(found.treated.revenue)) == (6, 1, "60.00")
    assert (found.control.people, found.control.bought, str(found.control.revenue)) == (2, 0, "0.00")
    assert found.lift is not None
    assert found.lift.rate == pytest.approx(1 / 6)
    (offer,) = found.by_offer
    assert (offer.name, offer.offer, offer.partner, offer.sent) == ("Autumn sale", parcels.offer.id, "Boots & Co", 4)
    (brand,) = found.by_brand
    assert (brand.name, brand.offer, brand.clicked, str(brand.revenue)) == ("Boots & Co", None, 2, "80.00")


async def test_a_report_adds_amounts_beyond_an_integer_of_the_database(parcels: Parcels) -> None:
    await tell(parcels, 0, 3, bought=2**62)
    found = await report(parcels)
    assert (found.converted, found.revenue.micros) == (3, 3 * 2**62)


async def test_clicks_on_pages_are_counted_beside_those_on_offers(parcels: Parcels, analysed: Parcels) -> None:
    plain: dict[str, Any] = {"shown_at": None, "promotion": None, "reason": "size"}
    await tell(parcels, 0, 12, **plain, choice=PromptChoice.EXCHANGE, clicked_at=NOON)
    await tell(parcels, 12, 14, **plain, choice=PromptChoice.EXCHANGE)
    await tell(parcels, 14, 15, **plain, choice=PromptChoice.DONATION, clicked_at=NOON)
    await tell(parcels, 15, 16, clicked_at=NOON)
    found = await report(parcels)
    assert (found.exchange_clicks, found.donation_clicks, found.clicked) == (12, 1, 1)
    parcels.later(days=1)
    found = await report(analysed, analysed.sponsor)
    assert (found.exchange_clicks, found.donation_clicks, found.clicked) == (10, 0, 0)


async def test_reversals_and_other_currencies_are_no_revenue(parcels: Parcels) -> None:
    (first,) = await tell(parcels, 0, 1, bought=80 * USD)

    async def reverse(turn: Turn) -> None:
        stored = turn.unit.of(Conversions)
        (bought,) = await stored.of_prompt(first.id)
        fixed = (bought.sponsor,)
        for ref, micros, currency, status, of in (
            ("back", -30 * USD, "USD", ConversionStatus.REVERSAL, bought.id),
            ("yen", 10 * USD, "JPY", ConversionStatus.OTHER_CURRENCY, None),
            ("late", 20 * USD, "USD", ConversionStatus.LATE, None),
        ):
            one = Conversion(
                turn.unit.ids.make(), *fixed, ref, first.id, bought.promotion, micros, currency, status, NOON, NOON, of
            )
            assert await stored.add(one)
        late = await stored.find_by_ref(bought.sponsor, "late")
        assert late is not None
        back = replace(late, id=turn.unit.ids.make(), ref="late-back", micros=-20 * USD, reverses=late.id)
        assert await stored.add(replace(back, status=ConversionStatus.REVERSAL))

    await parcels.act(reverse)
    assert str((await report(parcels)).revenue) == "50.00"


async def test_a_return_counts_in_the_period_of_its_decision(parcels: Parcels) -> None:
    await tell(parcels, 0, 3)
    parcels.later(days=2)
    await tell(parcels, 3, 5)
    assert (await report(parcels, start=NOON + DAY)).prompts == 2
    assert (await report(parcels, end=NOON + DAY)).prompts == 3
    assert (await report(parcels, start=NOON, end=NOON + DAY)).prompts == 3


async def test_an_erased_person_stays_a_number_for_the_operator_only(analysed: Parcels) -> None:
    told = await tell(analysed, 0, 10)
    analysed.later(days=1)
    assert (await report(analysed, analysed.sponsor)).sent == 10
    await analysed.act(lambda turn: turn.unit.of(Prompts).forget([told[0].contact or UUID(int=0)]))
    assert (await report(analysed)).sent == 10
    assert (await report(analysed, analysed.sponsor)).sent == 0


async def test_a_sponsor_sees_nothing_of_nine_people_and_ten_of_nineteen(analysed: Parcels) -> None:
    await tell(analysed, 0, 9, bought=10 * USD)
    analysed.later(days=1)
    few = await report(analysed, analysed.sponsor)
    assert read_steps(few) == (0, 0, 0, 0, "0.00")
    assert (few.returned, few.reasons, few.by_offer[0].sent, few.by_brand[0].sent) == ({}, {}, 0, 0)
    assert few.treated is not None
    assert (few.treated.people, few.treated.revenue) == (0, None)
    await tell(analysed, 9, 19, bought=10 * USD)
    analysed.later(days=1)
    many = await report(analysed, analysed.sponsor)
    assert read_steps(many) == (10, 10, 10, 10, "100.00")
    assert (many.returned, many.reasons) == ({"shoes": 10}, {"size": 10})


async def test_a_person_with_many_returns_is_one_person(analysed: Parcels) -> None:
    for _ in range(12):
        await tell(analysed, 0, 1)
        analysed.later(hours=1)
    analysed.later(days=1)
    assert (await report(analysed)).sent == 12
    assert (await report(analysed, analysed.sponsor)).sent == 0


async def test_no_choice_of_dates_isolates_a_person(analysed: Parcels) -> None:
    """A sponsor gets whole months for any dates, and today does not count yet."""
    await tell(analysed, 0, 19)
    analysed.later(days=1)
    await tell(analysed, 19, 20)
    whole = (await report(analysed, analysed.sponsor)).sent
    starts = [None, NOON, NOON + DAY, NOON + timedelta(days=20)]
    ends = [None, NOON + timedelta(hours=1), NOON + 2 * DAY]
    asked = [(start, end) for start in starts for end in ends if start is None or end is None or start < end]
    found = {(await report(analysed, analysed.sponsor, *span)).sent for span in asked}
    assert found == {whole} == {10}
    analysed.later(days=1)
    assert (await report(analysed, analysed.sponsor)).sent == 20


async def test_totals_are_the_sums_of_rounded_parts(analysed: Parcels) -> None:
    """Two months and two offers of 15 people each: a total of 60 would show that 20 are somewhere below ten."""
    second = await analysed.act(lambda turn: promotion(turn.unit, analysed.sponsor, id=turn.unit.ids.make()))
    for month in range(2):
        await tell(analysed, 0, 15)
        await tell(analysed, 15, 30, promotion=second.id)
        analysed.later(days=31 if month == 0 else 1)
    found = await report(analysed, analysed.sponsor)
    march = await report(analysed, analysed.sponsor, end=NOON + DAY)
    april = await report(analysed, analysed.sponsor, start=NOON + 31 * DAY)
    assert [one.sent for one in (found, march, april)] == [40, 20, 20]
    assert [one.sent for one in found.by_offer] == [20, 20]
    assert [one.sent for one in found.by_brand] == [40]


async def test_revenue_moves_by_ten_buyers_and_shows_two_digits(analysed: Parcels) -> None:
    await tell(analysed, 0, 10, bought=12 * USD + 340_000)
    analysed.later(days=1)
    before = (await report(analysed, analysed.sponsor)).revenue
    await tell(analysed, 10, 11, bought=5000 * USD)
    analysed.later(days=1)
    assert before == (await report(analysed, analysed.sponsor)).revenue == Money(120 * USD, "USD")


async def test_a_sponsor_sees_its_own_rows_and_its_exact_bill(analysed: Parcels) -> None:
    other = await analysed.act(lambda turn: sponsor(turn.unit, "Hats"))
    hat = await analysed.act(lambda turn: promotion(turn.unit, other, price=analysed.offer.price))
    await tell(analysed, 0, 12, sponsor=other.id, promotion=hat.id, brand="hats")
    for number, (payer, micros) in enumerate(((other, 70), (analysed.sponsor, 30), (analysed.sponsor, -7))):
        await analysed.act(lambda turn, n=number, p=payer, m=micros: _charge(turn, p, n, m))  # type: ignore[misc]
    analysed.later(days=1)
    own, all_of_it = await report(analysed, analysed.sponsor), await report(analysed)
    assert (own.sent, own.by_offer, own.by_brand, own.partners, str(own.billed)) == (0, (), (), 0, "23.00")
    assert (all_of_it.sent, all_of_it.partners, str(all_of_it.billed)) == (12, 1, "93.00")
    assert (await report(analysed, other)).sent == 10


async def _charge(turn: Turn, payer: Sponsor, number: int, units: int) -> None:
    which, at = (turn.unit.ids.make(), payer.id), turn.now
    line = Charge(
        *which, promotion=None, prompt=None, kind=ChargeKind.DATA, micros=units * USD, currency="USD", day=turn.today,
        period="2026-03", key=f"k{number}", reverses=None, at=at,
    )  # fmt: skip
    assert await turn.unit.of(ChargeLedger).add(line)


async def test_a_partners_key_reads_its_own_rounded_figures(api: OfferApi) -> None:
    await tell(api.parcels, 0, 14)
    api.parcels.later(days=1)
    found = {}
    for key in ("mine", "read"):
        status, found[key], _ = await api.ask(key, "GET", "/api/v1/reports/offers?from=2026-03-02T17:00:00Z")
        assert status == 200
    assert (found["mine"]["sent"], found["mine"]["from"], found["mine"]["reasons"]) == (10, "2026-03-01T06:00:00Z", {})
    assert (found["read"]["sent"], found["read"]["from"]) == (14, "2026-03-02T17:00:00Z")


async def test_without_the_subscription_a_sponsor_sees_its_offers_only(parcels: Parcels) -> None:
    await tell(parcels, 0, 10)
    parcels.later(days=1)
    found = await report(parcels, parcels.sponsor)
    assert (found.sent, found.returned, found.reasons, found.treated, found.lift) == (10, {}, {}, None, None)


async def test_the_staff_read_the_figures_of_a_period(parcels: Parcels) -> None:
    async def say(turn: Turn) -> list[str]:
        speech = Speech(Phrases.load(), "en", {"currency": "USD"}, {})
        return [speech.say(line) for line in await describe_period(turn, None, None)]

    assert await parcels.act(say) == []
    await tell(parcels, 0, 3, bought=20 * USD)
    await tell(parcels, 3, 5, shown_at=None, promotion=None, held_out=True)
    assert await parcels.act(say) == [
        "Offers after returns: 3 of 5 returns got one, 3 clicked, 3 bought for $60. Billed: $0 (active partners: 1).",
        "Bought the brand again within 30 days: 0 %; without offers 0 % (control group of 2).",
        "Most frequent reasons: size 5; categories: shoes 5.",
    ]
