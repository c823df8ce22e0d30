"""/stats in plain words: what reminders bring back of a hundred carts, said only where enough people were compared.

The same of its statistics: no interval of a few people.
"""

import pytest

from storage.database.stores import Database
from tests.handlers.sourcing.staff.rows import DAY, HOUR, START, Shop, play
from tests.handlers.staff_chat.test_commanded import Chat

TOO_EARLY = "too early to tell"


async def left_carts(shop: Shop, many: int, ordered: int, *, alone: bool) -> None:
    """So many people left a cart and were reminded, or left alone; the first of them ordered."""
    for place in range(many):
        who = await shop.person(f"+1314555{(5000 if alone else 0) + place:04}")
        await shop.drawn(who, 0.1 if alone else 0.9)
        cart = await shop.cart(who)
        await (shop.refused(who, cart, "holdout") if alone else shop.sent(who, cart))
        if place < ordered:
            await shop.order(who, "50", START + 2 * HOUR)


async def told(store: Database, command: str, reminded: tuple[int, int], alone: tuple[int, int]) -> str:
    """The answer to a command where so many were reminded, or left alone, and so many of these ordered."""

    async def scene(shop: Shop) -> str:
        await left_carts(shop, *reminded, alone=False)
        await left_carts(shop, *alone, alone=True)
        chat = await Chat.open(shop)
        chat.now = START + 3 * DAY
        return await chat.ask(command)

    return await play(store, scene)


@pytest.mark.parametrize(
    ("reminded", "alone", "expected"),
    [
        pytest.param((30, 24), (30, 6), "reminders bring back 60 more than silence does.", id="more"),
        pytest.param((30, 6), (30, 24), "reminders bring back 60 fewer than silence does.", id="fewer"),
        pytest.param((29, 24), (30, 6), TOO_EARLY, id="a person short"),
        pytest.param((30, 24), (29, 5), TOO_EARLY, id="a person short of those left alone"),
        pytest.param((30, 11), (30, 6), TOO_EARLY, id="may be chance"),
    ],
)  # fmt: skip
async def test_what_reminders_bring_back(
    store: Database, reminded: tuple[int, int], alone: tuple[int, int], expected: str
) -> None:
    assert expected in await told(store, "/stats 7d more", reminded, alone)


@pytest.mark.parametrize(
    ("reminded", "alone", "expected"),
    [
        pytest.param((30, 0), (3, 3), "0 of 30 reminded, 3 of 3 in the control group; too few people yet", id="three"),
        pytest.param((30, 24), (30, 6), "Per hundred carts that is +60.0, by all likelihood between", id="enough"),
        pytest.param((30, 11), (30, 6), "too few people yet to be sure.", id="may be chance"),
    ],
)  # fmt: skip
async def test_an_interval_of_a_few_people_is_not_told(
    store: Database, reminded: tuple[int, int], alone: tuple[int, int], expected: str
) -> None:
    assert expected in await told(store, "/stats more", reminded, alone)
