"""``bench prompts``: completed returns by ``POST /prompt/send``, each decided and committed before it is answered.

The brand of a return has ten live offers or a thousand. The same run measures signed webhooks, which are only stored.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select, update

from bot.bench import bench_people, bench_shop, child_process, signed_webhooks
from bot.bench.bench_people import CrowdMember
from bot.bench.bench_sheet import Sheet, at_least, at_most
from bot.bench.bench_shop import BUSINESS, SHOP
from bot.bench.child_process import Child
from bot.bench.delivery_bench import LostDelivery
from bot.bench.request_load import press, request
from bot.clock import SystemClock
from bot.config import load
from bot.vault import Vault
from flows.actor import Actor, ActorKind
from flows.business import ReturnSettings
from flows.name_folding import fold_name
from flows.policy.departure_facts import AddressState, Programme
from flows.promotions.promotion import Content, Price, PricedBy, Promotion, PromotionLimits, PromotionStatus
from flows.promotions.prompt import PromptChoice
from flows.promotions.sponsor import Fees, Sponsor, SponsorStatus
from handlers.actions.api_keys import create_key
from storage.businesses.businesses import bump
from storage.database.stores import Database
from storage.promotions.promotions import Promotions
from storage.promotions.sponsors import Sponsors
from storage.schema import addresses, permissions, prompts
from storage.unit import Unit

RATE, P99 = "answers", "p99"
OURS = "Parley"
WEBHOOKS, FEW, MANY = "webhooks", "10 offers", "1 000 offers"
_BRANDS = {FEW: ("Boots", 10), MANY: ("Hats", 1_000)}
_CONNECTIONS = 50
CUSTOMER = "customer"  # the channel of ids in a system
_BY = Actor(ActorKind.SYSTEM, "bench")


@dataclass(frozen=True, slots=True)
class PromptsPlan:
    """The measurement. Each person returns goods once for each brand, so there are as many people as returns."""

    runs: int = 5
    requests: int = 2_000
    database_url: str | None = None
    log_level: str = "info"


async def measure_prompts(plan: PromptsPlan) -> Sheet:
    """Run the benchmark and return its sheet. Raises LostDelivery, RequestFailed, Lived, Died."""
    settings = {**bench_shop.describe_database(plan.database_url), "requests": plan.requests}
    sheet = Sheet("prompts", {**settings, "runs": plan.runs, "connections": _CONNECTIONS, "log level": plan.log_level})
    with bench_shop.make_folder() as folder:
        for run in range(plan.runs):
            await _measure(sheet, plan, folder, plan.database_url or f"sqlite:///{folder / str(run)}.db", run)
    sheet.compare("10 offers / 1 000 offers", (OURS, FEW, RATE), (OURS, MANY, RATE), at_most(2))
    sheet.compare("POST /prompt/send / webhooks", (OURS, FEW, RATE), (OURS, WEBHOOKS, RATE), at_least(0.5))
    return sheet


async def _measure(sheet: Sheet, plan: PromptsPlan, folder: Path, url: str, run: int) -> None:
    known = await bench_people.fill_database(url, 3 * plan.requests)
    people = [one for one in known if one.home.country == SHOP.country][: 2 * plan.requests]
    key = await _open_returns(url, people)
    environ = bench_shop.make_environment(url, PARLEY_LOG_LEVEL=plan.log_level)
    command = child_process.module("bot.bench.web_process")
    loads = {
        WEBHOOKS: signed_webhooks.make_webhooks(
            people[: plan.requests // 5], plan.requests, f"prompts-{run}", SystemClock().now()
        ),
        FEW: _make_returns(people[: plan.requests], key, _BRANDS[FEW][0]),
        MANY: _make_returns(people[plan.requests :], key, _BRANDS[MANY][0]),
    }
    async with child_process.running(f"prompts-{run}", command, folder, environ) as process:
        port = (await process.read_message())["port"]
        for case, sent in loads.items():
            await _press(sheet, process, port, case, sent)
    async with bench_shop.open_store(url) as store:
        chosen = await store.read(BUSINESS, _count_offers)
    if chosen != 2 * plan.requests:
        raise LostDelivery(f"{2 * plan.requests} returns were posted, and {chosen} became an offer")


async def _press(sheet: Sheet, process: Child, port: int, case: str, sent: Sequence[bytes]) -> None:
    load = await press(port, sent, _CONNECTIONS)
    if load.statuses != {200 if case == WEBHOOKS else 202: len(sent)}:
        raise LostDelivery(f"{case}: {dict(load.statuses)} to {len(sent)} requests: {process.read_log_end()}")
    sheet.note(OURS, case, RATE, "/s", load.rate)
    sheet.note(OURS, case, P99, "ms", load.slowest(0.99) * 1000)


def _make_returns(people: Sequence[CrowdMember], key: str, brand: str) -> list[bytes]:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    item = {"brand": brand, "title": "Trail shoes", "category": "Shoes", "size": "42", "reason": "arrived late"}
    found = []
    for one in people:
        told = {"user_id": one.contact.hex, "return_id": f"{brand}-{one.contact.hex}", "brand": brand, "items": [item]}
        body = json.dumps({**told, "customer": {"phone": one.number}}).encode()
        found.append(request("/prompt/send", headers, body))
    return found


async def _open_returns(url: str, people: Sequence[CrowdMember]) -> str:
    """Store the sponsors with their offers, which everybody agreed to. Return an API key.

    The returns system told of its customers before, so their ids are known.
    """
    now = SystemClock().now()
    vault = Vault(load(bench_shop.make_environment(url)).require_secret())
    known = {"channel": CUSTOMER, "state": AddressState.USABLE.value, "state_at": now, "created_at": now}
    async with bench_shop.open_store(url) as store:
        ids = [{"id": store.ids.make(), "contact": one.contact, "value": f"api:{one.contact.hex}"} for one in people]
        await bench_shop.put(store, (addresses, [one | known for one in ids]))
        for name, many in _BRANDS.values():
            await _add_offers(store, name, many, now)
        return await store.write(BUSINESS, lambda unit: _settle(unit, vault, now))


async def _settle(unit: Unit, vault: Vault, now: datetime) -> str:
    await unit.businesses.put(replace(SHOP, returns=ReturnSettings(holdout=0)), now)
    names = json.dumps([name for name, _ in _BRANDS.values()])
    everybody = update(permissions).where(unit.owns(permissions))
    await unit.run(everybody.values(programme=Programme.PARTNER_OFFERS.value, partners=names))
    await bump(unit)
    return await create_key(unit, ("events",), now, vault)


async def _add_offers(store: Database, name: str, many: int, now: datetime) -> None:
    async def add(unit: Unit) -> None:
        sponsor = Sponsor(unit.ids.make(), name, SponsorStatus.ACTIVE, Fees("USD"), now)
        await unit.of(Sponsors).add(sponsor)
        await unit.of(Sponsors).claim_brand(sponsor.id, name)
        for number in range(many):
            await unit.of(Promotions).add(_make_offer(unit.ids.make(), sponsor, number, now), _BY)

    await store.write(BUSINESS, add)


def _make_offer(identity: UUID, sponsor: Sponsor, number: int, now: datetime) -> Promotion:
    content = Content(f"Offer {number}", "20 % off", "https://brand.example/sale")
    price = Price(PricedBy.CLICK, sponsor.fees.click, sponsor.fees.currency)
    limits = PromotionLimits(now + timedelta(days=30), budget=10**12)
    status = PromotionStatus.LIVE
    return Promotion(
        identity, sponsor.id, fold_name(sponsor.name), status, content, None, price, limits, 1, now, now
    )  # fmt: skip


async def _count_offers(unit: Unit) -> int:
    query = select(func.count()).select_from(prompts)
    return int(await unit.value(query.where(unit.owns(prompts), prompts.c.choice == PromptChoice.OFFER.value)))
