"""Shops that are asked before they open: their time begins when they do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.sourcing.order_facts import ShopChoice, SourcingFacts
from flows.sourcing.order_state import Status
from tests.flows.sourcing.play import CONNAUGHT, HAUZ, KAROL, START, Play, begun, sourcing

HOUR = timedelta(hours=1)
NINE = START + 12 * HOUR


class Night(Play):
    """All shops open at nine, but those that are open now."""

    awake: tuple[object, ...] = ()

    def facts(self) -> SourcingFacts:
        known = super().facts()
        shops = {
            name: tuple(
                ShopChoice(one.shop, one.commission, None if one.shop in self.awake else NINE) for one in choices
            )
            for name, choices in known.shops.items()
        }
        return replace(known, shops=shops)


def test_a_wave_of_closed_shops_ends_an_hour_after_the_first_opens() -> None:
    play = Night(settings=sourcing(wave=2, next_wave_after=HOUR)).reserve()
    assert play.the_order.wave_ends == NINE + HOUR


def test_who_is_open_need_not_wait_for_who_is_not() -> None:
    play = Night(settings=sourcing(wave=3, next_wave_after=HOUR))
    play.awake = (KAROL,)
    assert play.reserve().the_order.wave_ends == START + HOUR


@pytest.mark.parametrize("given", [timedelta(hours=6), timedelta(hours=12)])
def test_who_opens_too_late_is_not_asked(given: timedelta) -> None:
    play = Night(shops=(CONNAUGHT, HAUZ)).reserve(replace(begun(), answer_by=START + given))
    assert play.the_order.asks == ()
    assert play.status == Status.UNAVAILABLE


def test_a_wave_ends_no_later_than_the_time_to_answer() -> None:
    play = Night(settings=sourcing(next_wave_after=24 * HOUR)).reserve()
    assert play.the_order.wave_ends == play.the_order.answer_by
