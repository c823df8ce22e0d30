"""The mails of a month: carts of customers who are known by mail alone, and the owner's campaign to them."""

from __future__ import annotations

import random
from datetime import timedelta
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from bot.simulator.sample_business import Sample
from bot.simulator.sample_people import SampleCustomer, generate_newcomers
from bot.simulator.sandbox_month import Month
from bot.simulator.simulated_acts import Acts, Buyer
from flows.channels import EMAIL
from handlers.engine.turn import Turn
from storage.campaigns.campaign_scene import CampaignReader, list_readers
from storage.campaigns.campaigns import Campaigns

if TYPE_CHECKING:
    from bot.app import Service

_FIRST, _PEOPLE = 30, 12  # of the newcomers by mail: the first ones are left to the visitor
_DISAGREES = 6  # one in so many did not tick the box
_MAILING = timedelta(days=21, hours=1)
_CLICKS, _BUYS = 0.6, 0.5  # how many open the campaign's link, and how many of these buy


class MonthMails:
    """The customers by mail, played with another month. Random generators of its own decide."""

    def __init__(self, service: Service, sample: Sample, month: Month, seed: int) -> None:
        chance, self._chance = (random.Random(f"{of} {seed}") for of in ("mails", "mailing"))  # noqa: S311 - no secret
        self._month = Month(service, sample, chance, month)
        self._acts = Acts(service.turns, service.clock, service.inbox)
        self._turns = service.turns
        self._sample = sample

    def plan(self) -> None:
        """Plan the carts and the campaign; nothing for a sample without mails."""
        if not self._sample.mails:
            return
        found = islice(generate_newcomers(EMAIL.name, self._sample.country), _FIRST, _FIRST + _PEOPLE)
        crowd = [SampleCustomer(one, agrees=number % _DISAGREES != 4, joined=False) for number, one in enumerate(found)]
        self._month.plan_carts(crowd, self._sample.mails, "mail")
        if self._sample.mailing:
            begins = self._month.agenda.now + _MAILING
            for minutes, words in enumerate((self._sample.mailing, "1")):
                self._month.agenda.at(begins + timedelta(minutes=minutes), partial(self._say, words))
            self._month.agenda.at(begins + timedelta(hours=2), self._answer)

    async def _say(self, words: str) -> None:
        await self._acts.say(self._sample.business, {"from": self._sample.owner, "text": words})

    async def _answer(self) -> None:
        """Open the campaign's link as some of its readers, and order as some of these."""
        for reader in await self._turns.look(self._sample.business, _list_readers):
            if self._chance.random() >= _CLICKS:
                continue
            await self._acts.click(reader.code)
            if self._chance.random() < _BUYS:
                ware, buyer = self._chance.choice(self._sample.wares), Buyer(reader.address, reader.name)
                await self._acts.order(self._sample.business, f"mailing-{reader.message}", ware, buyer)


async def _list_readers(turn: Turn) -> list[CampaignReader]:
    """Return the readers of the newest campaign, by their address, as ids differ in each run."""
    newest = await turn.unit.of(Campaigns).page(1)
    found = [one for campaign in newest for one in await list_readers(turn.unit, campaign)]
    return sorted(found, key=lambda one: one.address)
