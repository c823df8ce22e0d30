"""Every cart of the recovery report has one fate, and the fates add up."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from flows.delivery import MessageStatus
from flows.events import ConsentAction
from flows.policy.departure_facts import Kind, Purpose
from storage.database.stores import Database
from storage.people.people import Address
from tests.handlers.sourcing.staff.rows import DAY, HOUR, START, Shop, play
from tests.storage.customers import DANA


async def _messaged(shop: Shop, who: Address) -> None:
    await shop.sent(who, await shop.cart(who))


async def _held_out(shop: Shop, who: Address) -> None:
    await shop.refused(who, await shop.cart(who), "holdout")


async def _reminded_after_all(shop: Shop, who: Address) -> None:
    cart = await shop.cart(who)
    await shop.refused(who, cart, "holdout")
    await shop.sent(who, cart, None, START + DAY, kind=Kind.ASKED)


async def _given_the_link(shop: Shop, who: Address) -> None:
    cart = await shop.cart(who)
    await shop.refused(who, cart, "holdout")
    answer: dict[str, Any] = {"purpose": Purpose.TRANSACTIONAL, "kind": Kind.ANSWER, "template": "cart_link"}
    await shop.sent(who, cart, None, START + DAY, **answer)


async def _refused_at_last(shop: Shop, who: Address) -> None:
    cart = await shop.cart(who)
    await shop.refused(who, cart, "expired")
    await shop.refused(who, cart, "cap.FL", step=2, at=START + DAY)


async def _one_of_two(shop: Shop, who: Address) -> None:
    cart = await shop.cart(who)
    await shop.sent(who, cart)
    await shop.refused(who, cart, "one-sms-per-cart", step=2, at=START + DAY)


async def _failed(shop: Shop, who: Address) -> None:
    await shop.sent(who, await shop.cart(who), reached=MessageStatus.FAILED)


async def _queued(shop: Shop, who: Address) -> None:
    await shop.planned(who, await shop.cart(who))


async def _bought_first(shop: Shop, who: Address) -> None:
    cart = await shop.cart(who)
    await shop.order(who, "89", START + HOUR, cart)


async def _told_nobody(shop: Shop, who: Address) -> None:
    await shop.cart(None)


async def _newer(shop: Shop, who: Address) -> None:
    await shop.cart(who)


async def _opted_out(shop: Shop, who: Address) -> None:
    await shop.consent(who, ConsentAction.REVOKED, START + HOUR)
    await shop.cart(who)


async def _had_opted_out(shop: Shop, who: Address) -> None:
    await shop.consent(who, ConsentAction.REVOKED, START - HOUR)
    await shop.cart(who)


@pytest.mark.parametrize(
    ("scene", "reachable", "fate"),
    [
        pytest.param(_messaged, 1, "messaged", id="messaged"),
        pytest.param(_held_out, 1, "held_out", id="left alone"),
        pytest.param(_reminded_after_all, 1, "messaged", id="left alone, and reminded as they asked"),
        pytest.param(_given_the_link, 1, "messaged", id="left alone, and given the link"),
        pytest.param(_one_of_two, 1, "messaged", id="the second was refused"),
        pytest.param(_refused_at_last, 1, "cap.FL", id="the last refusal of two"),
        pytest.param(_failed, 1, "failed", id="did not get through"),
        pytest.param(_queued, 1, "waiting", id="still to come"),
        pytest.param(_bought_first, 1, "bought", id="bought alone"),
        pytest.param(_told_nobody, 0, "no-address", id="of nobody"),
        pytest.param(_newer, 1, "replaced", id="no conversation is about it"),
        pytest.param(_opted_out, 1, "consent.revoked", id="opted out meanwhile"),
        pytest.param(_had_opted_out, 0, "consent.revoked", id="opted out before"),
    ],
)
async def test_every_cart_has_one_fate(
    store: Database, scene: Callable[[Shop, Address], Awaitable[None]], reachable: int, fate: str
) -> None:
    async def played(shop: Shop) -> None:
        await scene(shop, await shop.person(DANA))
        report = await shop.report()
        fates = {"messaged": report.messaged, "held_out": report.held_out, **report.unsent}
        assert {name: count for name, count in fates.items() if count} == {fate: 1}
        assert (report.carts, report.reachable) == (1, reachable)

    await play(store, played)


SCENES = (
    _messaged, _held_out, _reminded_after_all, _given_the_link, _one_of_two, _refused_at_last, _failed, _queued,
    _bought_first, _told_nobody, _newer, _opted_out, _had_opted_out,
)  # fmt: skip


async def test_all_fates_add_up(store: Database) -> None:
    async def played(shop: Shop) -> None:
        for number, scene in enumerate(SCENES):
            await scene(shop, await shop.person(f"+131455501{number:02}"))
        report = await shop.report()
        assert report.carts == len(SCENES) == report.messaged + report.held_out + sum(report.unsent.values())
        assert report.carts >= report.reachable >= report.messaged + report.held_out
        assert report.refused_later == {"holdout": 2, "one-sms-per-cart": 1}
        assert sum(report.refused.values()) == 6

    await play(store, played)
