"""Customers who ordered before a sample's month and not since: the people whom its owner may win back."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from bot.simulator.agenda import Agenda
from bot.simulator.sample_business import LENGTH, Sample
from bot.simulator.sample_people import newcomers
from bot.simulator.simulated_acts import Acts, Buyer, consent
from flows.channels import CHANNELS

if TYPE_CHECKING:
    from bot.app import Service

_FROM, _MANY = 20, 6  # of the newcomers to each channel: the first ones are left to the visitor
_GONE, _STEP = timedelta(days=95), timedelta(days=9)  # since their order, when the visitor comes


def plan_former(service: Service, sample: Sample, agenda: Agenda) -> None:
    """Plan what the shop's system reports of them, once on the first day: an old order, and their consent."""
    acts = Acts(service.turns, service.clock, service.inbox)
    for place, channel in enumerate(sample.channels):
        found = islice(newcomers(channel, sample.country), _FROM, _FROM + _MANY)
        for number, buyer in enumerate(found, place * _MANY):
            ordered = agenda.now + LENGTH - _GONE - _STEP * number
            agenda.at(agenda.now, partial(_report, acts, sample, buyer, ordered, f"old-{number + 1}"))


async def _report(acts: Acts, sample: Sample, buyer: Buyer, ordered: datetime, order: str) -> None:
    ware = sample.wares[len(order) % len(sample.wares)]
    currency = (await acts.turns.tenant(sample.business)).business.currency
    line = {"sku": ware.sku, "title": ware.title, "variant": ware.variant, "quantity": 1}
    data = {"order_id": order, "currency": currency, "total": ware.price, "items": [line], "customer": buyer.as_data()}
    if CHANNELS[buyer.channel].person_opens:
        await acts.say(sample.business, {"from": buyer.address, "text": "/start"})
    await acts.tell(sample.business, f"{order}:placed", "order.created", data, ordered)
    agreed = {**consent(buyer.channel, ordered.isoformat()), "double": True}
    said = {"customer": buyer.as_data(), "consent": agreed}
    await acts.tell(sample.business, f"{order}:agreed", "customer.consented", said, ordered)
