"""What is picked in the place of an order: the same goods take nothing's place, and another express does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from flows.engine import Decision, Send
from flows.money import MICROS
from flows.sourcing.basket import Ordering
from flows.sourcing.ordering import OrderingFacts, decide
from flows.sourcing.replacing import Placed, as_placed
from flows.sourcing.wishes import Next, Orderable, OrderWish, Picked

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
WHERE = (UUID(int=50), "whatsapp", UUID(int=51))
SHORTS = Orderable(UUID(int=1), "SHORTS", "Tiger Shorts", ("S", "L"), 899 * MICROS)
CAP = Orderable(UUID(int=3), "CAP", "Delhi Cap", (), 250 * MICROS)
PLACED = Placed(frozenset({(SHORTS.product, "S", 1)}))
FACTS = OrderingFacts(express_fee=100, replaced=PLACED)
SMALL = Ordering((SHORTS,), WHERE[0], WHERE[1], size="S", instead="P1")


def behind_l(**more: object) -> Decision[Ordering]:
    """What is said behind "sorry, i meant L"."""
    begun = decide(None, OrderWish((SHORTS,), *WHERE, "L", 1, instead="P1"), FACTS, NOW)
    assert begun is not None
    assert begun.ended is None
    decided = decide(begun.state, Picked(*WHERE, **more), FACTS, NOW)  # type: ignore[arg-type]
    assert decided is not None
    return decided


def test_what_they_had_is_kept_and_named() -> None:
    kept = behind_l(size="S")
    (sent,) = (one for one in kept.effects if isinstance(one, Send))
    assert (kept.ended, sent.template, sent.values) == ("dropped", "pick_dropped", {"orders": ("P1",)})


@pytest.mark.parametrize(
    "more",
    [{"size": "S", "quantity": 2}, {"quantity": 1}, {"size": "S", "express": True}, {"size": "S", "to": "12 MG Road"}],
)
def test_anything_else_is_summed_up(more: dict[str, object]) -> None:
    assert behind_l(**more).ended is None


@pytest.mark.parametrize(
    ("state", "same"),
    [
        (SMALL, True),
        (replace(SMALL, quantity=2), False),
        (replace(SMALL, express=True), False),
        (replace(SMALL, later=(Next(CAP),)), False),
        (replace(SMALL, kept=(Next(CAP, "", 1),)), False),
        (replace(SMALL, size=""), False),
    ],
)
def test_it_is_the_same_in_goods_sizes_pieces_and_express(state: Ordering, *, same: bool) -> None:
    assert as_placed(state, PLACED) is same
    assert not as_placed(state, None)
