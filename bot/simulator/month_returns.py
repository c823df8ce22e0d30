"""The returns of a month: told each morning and answered with offers. Some customers open these, and some buy."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING
from uuid import UUID

from bot.payments import simulated_payments as payments
from bot.simulator.agenda import Agenda
from bot.simulator.sample_business import Sample, SampleOffer
from bot.simulator.sample_partners import add_consent, add_customer, add_partners
from bot.simulator.sample_people import generate_newcomers
from bot.simulator.sandbox_month import find_code
from bot.simulator.simulated_acts import Acts, Buyer, ReturnedPiece, Ware
from flows.money import Money
from flows.promotions.prompt import Prompt, PromptChoice
from flows.sponsor_invoice_call import InvoiceState
from handlers.engine.turn import Turn
from handlers.returns.charge_posting import charge_fees
from handlers.returns.conversion_counting import ReportedPurchase, take_conversion
from handlers.returns.prompt_decision import EXPERIMENT
from handlers.returns.prompt_message import get_settings
from storage.promotions.invoices import Invoices
from storage.promotions.prompts import Prompts
from storage.promotions.sponsors import Sponsors
from storage.sending.holdout_draws import Assignment

if TYPE_CHECKING:
    from bot.app import Service

_FIRST, _PEOPLE = 30, 72  # who return something, of the newcomers: none of the visitor's and of the former customers
_DAYS, _HOUR = 25, 10  # the returns come at this hour of the first so many days
_WITHOUT = 5  # one in so many agreed to no partner's offers
_PAYING = 5  # partners pay their invoices every so many days
_ORDERING = 0.2  # how many order again after a return
_DAY = 24 * 60  # minutes
_REASONS = {"too_small": 8, "too_large": 4, "wrong_colour": 2, "changed_mind": 4, "damaged": 1}
_SIZES = ("S", "M", "L", "XL")


class MonthReturns:
    """The acts of customers and partners around returns. A random generator, apart from the carts' one, decides."""

    def __init__(self, service: Service, sample: Sample, agenda: Agenda, seed: int) -> None:
        self._acts = Acts(service.turns, service.clock, service.inbox)
        self._turns = service.turns
        self._inbox = service.inbox
        self._home = service.accounts.photographs.home
        self._business = sample.business
        self._sample = sample
        self._agenda = agenda
        self._chance = random.Random(f"returns {seed}")  # noqa: S311 - a repeatable month, no secret
        self._branded = [one for one in sample.wares if one.brand]
        self._offers: Mapping[UUID, SampleOffer] = {}

    async def plan(self) -> None:
        """Store the partners and consents now, and plan the mornings; nothing for a sample without partners."""
        if not self._sample.partners:
            return
        people = self._choose_people()
        await self._turns.act(self._business, lambda turn: self._open(turn, people))
        every = [*people, *self._chance.choices(people, k=self._sample.returns - len(people))]
        numbered = list(enumerate(every, 1))
        for day in range(_DAYS):
            came = self._find_morning(day + 1)
            self._agenda.at(came, partial(self._take_in, numbered[day::_DAYS]))
            refs = [f"R{number}" for number, _ in numbered[day::_DAYS]]
            self._agenda.at(came + timedelta(hours=4), partial(self._look, refs))
            if day % _PAYING == _PAYING - 1:
                self._agenda.at(came, self._pay)

    def _find_morning(self, day: int) -> datetime:
        now, zone = self._agenda.now, self._sample.zone
        on = now.astimezone(zone).date() + timedelta(days=day)
        return datetime.combine(on, time(_HOUR), zone).astimezone(now.tzinfo)

    def _choose_people(self) -> list[Buyer]:
        channels = self._sample.channels
        each = -(-_PEOPLE // len(channels))
        some = [islice(generate_newcomers(one, self._sample.country), _FIRST, _FIRST + each) for one in channels]
        return [buyer for group in zip(*some, strict=True) for buyer in group][:_PEOPLE]

    async def _open(self, turn: Turn, people: Sequence[Buyer]) -> None:
        """Store the partners, with their fees of the month before, and the customers. Most agreed to offers."""
        names, settings = [one.name for one in self._sample.partners], get_settings(turn)
        self._offers = await add_partners(turn, self._sample.partners, self._home)
        before = replace(turn, now=turn.now - timedelta(days=turn.today.day))
        for sponsor in await turn.unit.of(Sponsors).all():
            await charge_fees(before, sponsor)
        for place, buyer in enumerate(people):
            address = await add_customer(turn, buyer)
            draw = Assignment(EXPERIMENT, address.contact, settings.holdout, self._chance.random())
            await turn.unit.draws.keep(draw)
            if place % _WITHOUT:
                await add_consent(turn, address, names)

    async def _take_in(self, some: Sequence[tuple[int, Buyer]]) -> None:
        """Complete the returns of a morning; some of these people order again."""
        for number, buyer in some:
            ware = self._chance.choice(self._branded)
            await self._acts.give_back(self._business, f"R{number}", self._choose_goods(ware), buyer)
            if self._chance.random() < _ORDERING:
                days = self._chance.uniform(2, 5)
                self._agenda.later(days * _DAY, partial(self._order, f"again-{number}", ware, buyer))

    def _choose_goods(self, ware: Ware) -> ReturnedPiece:
        (reason,) = self._chance.choices([*_REASONS], [*_REASONS.values()])
        size = self._chance.choice(_SIZES) if ware.variant in _SIZES else ware.variant
        return ReturnedPiece(ware.title, ware.sku, ware.brand, size, reason)

    async def _order(self, identity: str, ware: Ware, buyer: Buyer) -> None:
        """Order something at the shop."""
        tenant = await self._turns.tenant(self._business)
        goods = self._choose_goods(ware).to_data() | {"variant": ware.variant, "price": ware.price}
        paid = {"currency": tenant.business.currency, "total": ware.price, "items": [goods]}
        data = {"order_id": identity, **paid, "customer": buyer.to_data()}
        await self._acts.tell(self._business, f"{identity}:placed", "order.created", data)

    async def _look(self, refs: Sequence[str]) -> None:
        """Look at the messages of these returns: some people open the offer, and some of them buy at the partner's."""
        for prompt, code in await self._turns.look(self._business, lambda turn: _list_shown(turn, refs)):
            offer = self._offers.get(prompt.promotion) if prompt.promotion else None
            if offer is None or self._chance.random() >= offer.clicks:
                continue
            await self._acts.click(code)
            if self._chance.random() < offer.buys:
                cost = f"{self._chance.randrange(20, 90)}.00"
                self._agenda.later(self._chance.uniform(0.1, 3) * _DAY, partial(self._convert, prompt, cost))

    async def _convert(self, prompt: Prompt, cost: str) -> None:
        """Report a purchase, as the partner's postback does."""

        async def take(turn: Turn) -> None:
            clicked = await turn.unit.of(Prompts).get(prompt.id)
            sponsor = await turn.unit.of(Sponsors).get(prompt.sponsor) if prompt.sponsor else None
            if clicked is not None and sponsor is not None:
                amount = Money.parse(cost, sponsor.fees.currency)
                await take_conversion(turn, sponsor, clicked, ReportedPurchase(f"P-{prompt.ref}", amount, turn.now))

        await self._turns.act(self._business, take)

    async def _pay(self) -> None:
        """Pay the partners' open invoices."""
        for name in await self._turns.look(self._business, _list_unpaid):
            await self._inbox.take(self._business, payments.make_invoice_event(name, self._agenda.now))


async def _list_shown(turn: Turn, refs: Sequence[str]) -> list[tuple[Prompt, str]]:
    """Return the prompts of these returns whose offer was sent, with the code of its link."""
    found = [await turn.unit.of(Prompts).find_by_ref(ref) for ref in refs]
    offered = [one for one in found if one is not None and one.choice is PromptChoice.OFFER and one.message]
    sent = await turn.unit.messages.by_ids([one.message for one in offered if one.message])
    codes = [find_code(sent[one.message]) for one in offered if one.message]
    return [(one, code) for one, code in zip(offered, codes, strict=True) if code]


async def _list_unpaid(turn: Turn) -> list[str]:
    """Return the payment provider's names of the open invoices."""
    every = [await turn.unit.of(Invoices).of(sponsor.id) for sponsor in await turn.unit.of(Sponsors).all()]
    return [one.provider_id for some in every for one in some if one.status is InvoiceState.OPEN and one.provider_id]
