"""A step that a member of the staff takes back: what it moved is as before, and not where the order has gone on."""

from __future__ import annotations

from uuid import UUID

import pytest

from flows.money import MICROS
from flows.sourcing.order_effects import AskShop, Book, RequestOutcome, UseOwn
from flows.sourcing.order_events import Assigned, Handed, ParcelMoved, PhotosTaken, StepUndone
from flows.sourcing.order_line import PromiseState
from flows.sourcing.shop_ask import Says
from tests.actors import ASHA
from tests.cases import each
from tests.flows.sourcing.play import CONNAUGHT, HAUZ, KAROL, ORDER, Play, begun, line, sourcing

COMMISSION = 2 * 100 * MICROS
ALL = ((KAROL, "1", 2),)


def paid(**settings: bool) -> Play:
    """Two pieces that Karol keeps, paid."""
    play = Play(shops=(KAROL,), settings=sourcing(**settings)).reserve()
    play.says(KAROL, Says.YES, 2).linked().paid()
    forget(play)
    return play


def forget(play: Play) -> None:
    """Whatever was told so far is not looked at."""
    play.effects.clear()


def undo(play: Play, step: str, *parts: tuple[UUID | None, str, int], to: str = "") -> bool:
    """Take a step back, as the staff does."""
    forget(play)
    return play.give(StepUndone(ORDER, step, ASHA, parts, to))


def stands(play: Play) -> list[tuple[UUID | None, int, PromiseState]]:
    """Who keeps how many pieces, and whether they were fetched."""
    return [(one.shop, one.quantity, one.stand) for one in play.the_order.promises]


def untold(play: Play) -> tuple[list[str], bool]:
    """What the customer is to be told of later, and whether that is due."""
    return list(play.the_order.untold), play.the_order.tell_at is not None


def booked(play: Play) -> list[tuple[int, bool]]:
    return [(one.amount, one.reverse) for one in play.effects if isinstance(one, Book)]


def test_what_was_fetched_waits_at_the_shop_again_and_is_not_earned() -> None:
    play = paid()
    play.give(Handed(ORDER, KAROL, ASHA))
    assert stands(play) == [(KAROL, 2, PromiseState.PICKED)]
    assert undo(play, "picked", *ALL)
    assert stands(play) == [(KAROL, 2, PromiseState.HELD)]
    assert booked(play) == [(COMMISSION, True)]
    assert play.shops_told() == [(KAROL, RequestOutcome.PAID)]
    assert (play.status, play.told()) == ("sourcing", [])


def test_that_it_is_here_is_not_told_to_the_customer_where_it_was_taken_back_in_time() -> None:
    play = paid()
    play.give(Handed(ORDER, KAROL, ASHA))
    assert untold(play) == (["picked"], True)
    undo(play, "picked", *ALL)
    assert untold(play) == ([], False)


def test_an_order_whose_photos_were_waited_for_is_fetched_again() -> None:
    play = paid(quality_check=True)
    play.give(Handed(ORDER, KAROL, ASHA))
    assert play.status == "quality_check"
    assert undo(play, "picked", *ALL)
    assert (play.status, stands(play)) == ("sourcing", [(KAROL, 2, PromiseState.HELD)])


def test_what_the_customer_sees_photos_of_stays_fetched() -> None:
    play = paid(quality_check=True)
    play.give(Handed(ORDER, KAROL, ASHA))
    play.give(PhotosTaken(ORDER, ASHA, 2))
    undo(play, "picked", *ALL)
    assert stands(play) == [(KAROL, 2, PromiseState.PICKED)]


@pytest.mark.parametrize(("step", "before"), [("packed", "sourcing"), ("shipped", "packed"), ("delivered", "shipped")])
def test_a_parcel_is_where_it_was_before(step: str, before: str) -> None:
    play = paid()
    play.give(Handed(ORDER, KAROL, ASHA))
    parcel = {"packed": (), "shipped": ("TRACK1", "DTDC"), "delivered": ()}
    for to in list(parcel)[: list(parcel).index(step)]:
        play.give(ParcelMoved(ORDER, to, ASHA, *parcel[to]))
    assert play.status == before
    play.give(ParcelMoved(ORDER, step, ASHA, *parcel[step]))
    assert undo(play, step, to=before)
    assert play.status == before
    assert play.the_order.tracking == ("TRACK1" if step == "delivered" else "")
    assert stands(play) == [(KAROL, 2, PromiseState.PICKED)], "what was fetched before the step stays fetched"
    assert booked(play) == []


def test_packing_that_fetched_as_well_gives_both_back() -> None:
    play = paid()
    play.give(ParcelMoved(ORDER, "packed", ASHA))
    assert undo(play, "packed", *ALL, to="sourcing")
    assert (play.status, stands(play)) == ("sourcing", [(KAROL, 2, PromiseState.HELD)])
    assert booked(play) == [(COMMISSION, True)]


def test_pieces_of_our_own_stock_are_held_again_and_nobody_is_told() -> None:
    play = Play(shops=(KAROL,), own={"1": 2}).reserve(begun(line()))
    play.linked().paid()
    play.give(ParcelMoved(ORDER, "packed", ASHA))
    assert undo(play, "packed", (None, "1", 2), to="sourcing")
    assert [(one.line.id, one.quantity) for one in play.effects if isinstance(one, UseOwn)] == [("1", -2)]
    assert (play.shops_told(), booked(play)) == ([], [])
    assert stands(play) == [(None, 2, PromiseState.HELD)]


def test_a_shop_that_was_named_keeps_nothing_and_the_rest_is_looked_for_anew() -> None:
    play = Play(settings=sourcing(wave=1)).reserve()
    play.give(Assigned(ORDER, HAUZ, (("1", 0),), ASHA, (("1", 2),)))
    assert play.status == "available"
    losses = play.the_order.losses
    assert undo(play, "assign", (HAUZ, "1", 2))
    assert (play.status, stands(play)) == ("checking", [])
    assert play.the_order.losses == losses + 1
    assert (HAUZ, RequestOutcome.FREED) in play.shops_told()
    assert HAUZ not in {one.shop for one in play.effects if isinstance(one, AskShop)}


@each(
    ("step", "parts", "to"),
    [
        pytest.param("picked", (), "", id="nothing was fetched by it"),
        pytest.param("picked", ((KAROL, "1", 1),), "", id="another number was fetched"),
        pytest.param("picked", ((CONNAUGHT, "1", 2),), "", id="another shop"),
        pytest.param("picked", (*ALL, *ALL), "", id="once more than it was fetched"),
        pytest.param("packed", ALL, "sourcing", id="it was never packed"),
        pytest.param("shipped", (), "packed", id="it never left"),
        pytest.param("assign", ALL, "", id="what was fetched since"),
        pytest.param("assign", (), "", id="nobody was named by it"),
    ],
)
def test_what_is_not_as_the_step_left_it_stays(
    step: str, parts: tuple[tuple[UUID | None, str, int], ...], to: str
) -> None:
    play = paid()
    play.give(Handed(ORDER, KAROL, ASHA))
    before = play.the_order
    undo(play, step, *parts, to=to)
    assert (play.order, play.effects) == (before, [])


def test_what_was_packed_since_is_not_unfetched() -> None:
    play = paid()
    play.give(Handed(ORDER, KAROL, ASHA))
    play.give(ParcelMoved(ORDER, "packed", ASHA))
    undo(play, "picked", *ALL)
    assert (play.status, stands(play)) == ("packed", [(KAROL, 2, PromiseState.PICKED)])


def test_a_step_is_taken_back_once() -> None:
    play = paid()
    play.give(Handed(ORDER, KAROL, ASHA))
    assert undo(play, "picked", *ALL)
    undo(play, "picked", *ALL)
    assert (stands(play), booked(play)) == ([(KAROL, 2, PromiseState.HELD)], [])
