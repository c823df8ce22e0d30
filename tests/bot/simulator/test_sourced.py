"""The sourced orders of the sample's month, and the agenda on which they stand."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from bot.simulator.agenda import Agenda
from bot.simulator.demo_businesses import samples
from bot.simulator.month_orders import Sourced
from bot.simulator.sample_business import LENGTH, Fate, Sample
from bot.simulator.sandbox_month import Month
from flows.channels import EMAIL
from flows.money import Money
from handlers.business_file import BusinessFile, make_text_check, read_business_file
from handlers.engine.turn import Turn
from storage.people.people import Identity
from storage.sourcing.partner_shops import Shops
from storage.sourcing.reservations import Reservations
from storage.sourcing.shop_earnings import Earnings
from templates.message_library import Library
from tests.bot.simulator.shop import TUESDAY, sandbox
from tests.single import events_by_status


def identity(address: str) -> Identity:
    """``telegram:9101`` as files are read."""
    channel, _, value = address.partition(":")
    return Identity(channel, value)


ENDS = {Fate.DELIVERED: "delivered", Fate.NOWHERE: "unavailable", Fate.FORGOTTEN: "refunded", Fate.FETCHING: "sourcing"}


EARNED = {
    "tiger": {"arch": 5_000_000, "mehta": 18_000_000, "cherokee": 15_000_000},
    "chandni": {"connaught": 450_000_000, "karol": 360_000_000, "hauz": 360_000_000},
}
each_sample = pytest.mark.parametrize("sample", [pytest.param(one, id=name) for name, one in samples().items()])


def file_of(sample: Sample) -> BusinessFile:
    return read_business_file(sample.toml, {}, make_text_check(Library.load()))


@each_sample
def test_a_sample_s_file_is_its_own(sample: Sample) -> None:
    file = file_of(sample)
    assert (file.business.id, file.business.country, file.later) == (sample.business, sample.country, ())
    assert file.business.timezone == sample.zone.key
    channels = {*sample.channels, *([EMAIL.name] if sample.mails else [])}
    assert {channel.channel for channel in file.business.channels} == channels
    assert {channel.provider for channel in file.business.channels} == {"simulator"}


@each_sample
def test_what_is_left_in_carts_is_what_shops_are_asked_for(sample: Sample) -> None:
    file = file_of(sample)
    sold = {one.listing.sku: (one.listing.title, one.listing.price) for one in file.products}
    currency = file.business.currency
    assert sold == {ware.sku: (ware.title, Money.parse(ware.price, currency)) for ware in sample.wares}
    sizes = {one.listing.sku: one.listing.sizes or ("",) for one in file.products}
    assert all(wish.want.size in sizes[wish.want.sku] for wish in sample.wishes)


@each_sample
def test_the_shops_are_those_of_the_file(sample: Sample) -> None:
    file = file_of(sample)
    assert {shop.ref: shop.address for shop in file.shops} == {
        one.shop: identity(one.address) for one in sample.keepers
    }
    assert len({shop.language for shop in file.shops}) == 3


@each_sample
def test_everything_that_whatsapp_must_approve_has_its_template(sample: Sample) -> None:
    whatsapp = file_of(sample).business.channel("whatsapp")
    assert whatsapp is not None
    folder = Path(__file__).parents[3] / "templates" / "messages"
    needed = {one.parent.name for one in folder.glob("*/whatsapp.toml")} - {"opt_in_ask", "staff_alert"}
    assert set(whatsapp.templates) == needed
    people = [one.language for one in sample.crowd(random.Random(3)) if one.buyer.address.startswith("whatsapp")]
    shops = [one for one in file_of(sample).shops if one.address is not None and one.address.channel == "whatsapp"]
    languages = {one.language for one in shops}.union(people)
    mapped = [approved for approved in whatsapp.templates.values() if isinstance(approved, dict)]
    assert [approved for approved in mapped if not languages <= set(approved)] == []
    contents = [sid for approved in mapped for sid in approved.values()]
    assert len(contents) == len(set(contents)) >= len(needed) * len(languages)


@each_sample
async def test_every_order_of_the_month_comes_to_its_end(sample: Sample, migrated_file: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{shutil.copy(migrated_file, tmp_path)}"
    async with sandbox(url, sample.find_first_moment(TUESDAY), sample.toml) as service:
        begins = service.clock.now()
        month = Month(service, sample, random.Random(3))
        Sourced(service, sample, month.agenda, month.numbers).plan()
        await month.play()
        assert service.clock.now() == begins + LENGTH
        orders, earned, events = await service.turns.look(sample.business, _came_of_it)
    assert orders == Counter(ENDS[wish.fate] for wish in sample.wishes)
    assert earned == EARNED[sample.business]
    assert set(events) == {"done"}


async def _came_of_it(turn: Turn) -> tuple[Counter[str], dict[str, int], dict[str, int]]:
    orders = Counter(one.status for one in await turn.unit.of(Reservations).page(None, None, 100))
    earned = {shop.ref: await turn.unit.of(Earnings).sum_owed(shop.id) for shop in await turn.unit.of(Shops).all()}
    return orders, earned, await events_by_status(turn.unit)


async def test_acts_are_done_in_order_of_time_and_as_planned(migrated_file: Path, tmp_path: Path) -> None:
    async with sandbox(f"sqlite:///{shutil.copy(migrated_file, tmp_path)}") as service:
        agenda, done = Agenda(service), list[tuple[str, timedelta]]()

        async def do(what: str) -> None:
            done.append((what, agenda.now - TUESDAY))
            if what == "first":
                agenda.later(1.5, lambda: do("planned by it"))

        agenda.at(TUESDAY + timedelta(hours=2), lambda: do("last"))
        agenda.at(TUESDAY + timedelta(hours=1), lambda: do("first"))
        agenda.at(TUESDAY + timedelta(hours=1), lambda: do("beside it"))
        agenda.at(TUESDAY + timedelta(hours=4), lambda: do("too late"))
        await agenda.play(TUESDAY + timedelta(hours=3))
        assert agenda.now == TUESDAY + timedelta(hours=3)
    assert [what for what, _ in done] == ["first", "beside it", "planned by it", "last"]
    assert done[2][1] == timedelta(hours=1, seconds=90)
