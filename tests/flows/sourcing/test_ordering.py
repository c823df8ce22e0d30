"""An order in chat, question by question: what was named is not asked again, and nothing is ordered without a yes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.availability import Availability, Promisable
from flows.engine import Decision, Elapsed, Left, Permitted, Send
from flows.money import MICROS
from flows.sourcing import basket
from flows.sourcing.basket import Ordering
from flows.sourcing.chat_order import OrderingFacts, PlaceOrder, decide
from flows.sourcing.order_wishes import Next, Orderable, OrderWish, Picked, Wanted

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
WHERE = (UUID(int=50), "whatsapp", UUID(int=51))
SHORTS = Orderable(UUID(int=1), "SHORTS", "Tiger Shorts", ("S", "L"), 899 * MICROS)
MUG = Orderable(UUID(int=2), "MUG", "Taj Mug", (), 350 * MICROS)
CAP = Orderable(UUID(int=3), "CAP", "Delhi Cap", (), 250 * MICROS)
SOLD = OrderingFacts(sold={SHORTS.product: SHORTS, MUG.product: MUG})


def line(ware: Orderable, size: str = "", quantity: int = 0) -> Wanted:
    return Wanted((ware,), size, quantity)


def wanted(*goods: Wanted, facts: OrderingFacts = SOLD, asks: bool = False) -> Decision[Ordering]:
    decided = decide(None, OrderWish(goods or (Wanted((SHORTS, MUG)),), *WHERE, asks), facts, NOW)
    assert decided is not None
    return decided


def said(before: Decision[Ordering], facts: OrderingFacts = SOLD, **more: object) -> Decision[Ordering]:
    decided = decide(before.state, Picked(*WHERE, **more), facts, NOW)  # type: ignore[arg-type]
    assert decided is not None
    return decided


def asked(decided: Decision[Ordering]) -> str:
    """Return the template of the one message that goes."""
    (sent,) = (one for one in decided.effects if isinstance(one, Send))
    return sent.template


def values(decided: Decision[Ordering]) -> dict[str, object]:
    (sent,) = (one for one in decided.effects if isinstance(one, Send))
    return dict(sent.values)


def orders(decided: Decision[Ordering]) -> list[PlaceOrder]:
    return [one for one in decided.effects if isinstance(one, PlaceOrder)]


TWO = (line(SHORTS, "L"), line(MUG))


def test_step_by_step() -> None:
    step = wanted()
    assert (asked(step), values(step)["lines"]) == ("pick_product", ("1. Tiger Shorts", "2. Taj Mug"))
    step = said(step, choices=(1,))
    assert (asked(step), values(step)["lines"]) == ("pick_size", ("1. S", "2. L"))
    step = said(step, choices=(2,))
    assert values(step)["items"] == ("Tiger Shorts L",)
    step = said(step, goods=(Wanted((), "", 2),))
    assert values(step) == {"items": ("2 Tiger Shorts L",), "amount": Decimal(1798), "later": "yes"}
    step = said(step, agrees=True)
    assert (orders(step), step.ended) == ([PlaceOrder((line(SHORTS, "L", 2),))], "ordered")


@pytest.mark.parametrize(
    ("goods", "question"),
    [
        (line(SHORTS, "L", 2), "pick_summary"),
        (line(SHORTS, "L"), "pick_summary"),
        (line(SHORTS, "", 2), "pick_size"),
        (line(SHORTS, "XXL", 2), "pick_size"),
        (line(MUG), "pick_summary"),
        (Wanted((MUG, CAP)), "pick_product"),
    ],
)
def test_what_was_named_is_not_asked_again(goods: Wanted, question: str) -> None:
    assert asked(wanted(goods)) == question


def test_a_size_that_it_lacks_is_said() -> None:
    assert values(wanted(line(SHORTS, "XXL")))["lacks"] == "XXL"


def test_several_are_lines_of_one_order() -> None:
    step = wanted(line(SHORTS, "", 2), line(MUG, "", 3))
    assert (asked(step), values(step)["item"]) == ("pick_size", "Tiger Shorts")
    step = said(step, choices=(2,))
    assert (values(step)["items"], values(step)["amount"]) == (("2 Tiger Shorts L", "3 Taj Mug"), 2 * 899 + 3 * 350)
    assert orders(said(step, agrees=True)) == [PlaceOrder((line(SHORTS, "L", 2), line(MUG, "", 3)))]


def test_several_of_a_list_are_lines() -> None:
    step = said(said(wanted(), choices=(1, 2)), choices=(1,))
    assert values(step)["items"] == ("Tiger Shorts S", "Taj Mug")


@pytest.mark.parametrize(
    ("goods", "joins", "items"),
    [
        (line(MUG, "", 2), True, ("Tiger Shorts L", "3 Taj Mug")),
        (line(MUG, "", 2), False, ("Tiger Shorts L", "2 Taj Mug")),
        (line(SHORTS, "S"), False, ("Tiger Shorts S", "Taj Mug")),
        (line(SHORTS, "S"), True, ("Tiger Shorts L", "Taj Mug", "Tiger Shorts S")),
        (line(SHORTS, "", 3), False, ("3 Tiger Shorts L", "Taj Mug")),
        (line(CAP), False, ("Tiger Shorts L", "Taj Mug", "Delhi Cap")),
    ],
)
def test_goods_that_are_named_change_a_line_or_come_beside(goods: Wanted, joins: bool, items: tuple[str, ...]) -> None:
    step = said(wanted(*TWO), goods=(goods,), joins=joins)
    assert (asked(step), values(step)["items"], orders(step)) == ("pick_summary", items, [])


@pytest.mark.parametrize(
    ("joins", "items"), [(False, ("2 Tiger Shorts S",)), (True, ("Tiger Shorts L", "2 Tiger Shorts S"))]
)
def test_a_bare_size_and_number_are_of_the_only_line(joins: bool, items: tuple[str, ...]) -> None:
    step = said(wanted(line(SHORTS, "L")), goods=(Wanted((), "S", 2),), joins=joins)
    assert values(step)["items"] == items


def test_a_bare_number_beside_two_lines_changes_none() -> None:
    begun = wanted(*TWO)
    assert decide(begun.state, Picked(*WHERE, goods=(Wanted((), "", 2),)), SOLD, NOW) is None


@pytest.mark.parametrize(
    ("number", "question", "items"),
    [
        (1, "pick_summary", ("2 Tiger Shorts L", "Taj Mug")),
        (2, "pick_summary", ("Taj Mug",)),
        (3, "pick_summary", ("Taj Mug",)),
        (4, "pick_size", None),
    ],
)
def test_a_line_is_changed_by_its_list(number: int, question: str, items: tuple[str, ...] | None) -> None:
    step = said(wanted(*TWO), changes=True)
    assert (asked(step), values(step)["lines"]) == ("pick_lines", ("1. Tiger Shorts L", "2. Taj Mug"))
    step = said(step, choices=(1,))
    assert (asked(step), values(step)) == ("pick_line", {"item": "Tiger Shorts L", "sized": "yes", "more": 5})
    step = said(step, choices=(number,))
    assert (asked(step), values(step).get("items"), orders(step)) == (question, items, [])


def test_the_only_line_is_changed_at_once_and_taken_out() -> None:
    step = said(wanted(line(MUG, "", 2)), changes=True)
    assert asked(step) == "pick_line"
    assert values(said(step, choices=(2,)))["items"] == ("Taj Mug",)
    assert said(step, choices=(3,)).ended == "dropped"


def test_something_is_added_by_the_list_of_products() -> None:
    for begun in (wanted(line(MUG)), wanted(line(MUG, "", 2), line(CAP))):
        step = said(said(begun, changes=True), adds=(SHORTS, MUG))
        assert (asked(step), values(step)["lines"]) == ("pick_product", ("1. Tiger Shorts", "2. Taj Mug"))
        assert values(said(step, agrees=False))["items"] == basket.name_lines(begun.state.lines)
        added = said(said(step, choices=(1,)), choices=(2,))
        assert values(added)["items"] == (*basket.name_lines(begun.state.lines), "Tiger Shorts L")
        more = values(said(step, choices=(2,)))["items"]
        assert more == basket.name_lines(basket.merge_lines((*begun.state.lines, line(MUG))))


def test_a_list_in_which_a_product_is_to_be_chosen_is_not_asked_for_twice() -> None:
    step = said(said(wanted(line(MUG)), adds=(SHORTS, CAP)), adds=(SHORTS, CAP))
    assert (asked(step), len(step.state.lines)) == ("pick_product", 2)


def test_a_no_leaves_a_change_or_the_line_that_is_picked_beside_others() -> None:
    assert values(said(said(wanted(*TWO), changes=True), agrees=False))["items"] == ("Tiger Shorts L", "Taj Mug")
    assert values(said(wanted(line(MUG), line(SHORTS)), agrees=False))["items"] == ("Taj Mug",)


def test_express_costs_its_fee() -> None:
    facts = replace(SOLD, express_fee=149)
    step = said(wanted(line(MUG), facts=facts), facts, express=True)
    assert (values(step)["amount"], values(step)["express"]) == (Decimal(499), Decimal(149))
    assert orders(said(step, facts, agrees=True)) == [PlaceOrder((line(MUG),), express=True)]
    assert decide(wanted(line(MUG)).state, Picked(*WHERE, express=True), SOLD, NOW) is None
    both = values(said(wanted(line(MUG), facts=facts), facts, express=True, goods=(line(CAP, "", 2),)))
    assert (both["items"], both["express"]) == (("Taj Mug", "2 Delhi Cap"), Decimal(149))


def test_a_line_that_is_gone_leaves_the_others_which_are_shown_anew() -> None:
    facts = OrderingFacts(sold={SHORTS.product: SHORTS})
    step = said(wanted(*TWO), facts, agrees=True)
    assert (values(step)["items"], values(step)["gone"], orders(step)) == (("Tiger Shorts L",), ("Taj Mug",), [])
    assert orders(said(step, facts, agrees=True)) == [PlaceOrder((line(SHORTS, "L"),))]


def test_a_price_that_moved_is_shown_before_it_is_agreed_to() -> None:
    dearer = replace(MUG, price=400 * MICROS)
    facts = OrderingFacts(sold={MUG.product: dearer})
    step = said(wanted(line(MUG)), facts, agrees=True)
    assert (asked(step), values(step)["amount"], orders(step)) == ("pick_summary", Decimal(400), [])
    assert orders(said(step, facts, agrees=True)) == [PlaceOrder((line(dearer),))]


@pytest.mark.parametrize("sold", [{}, {SHORTS.product: replace(SHORTS, sizes=("S",))}])
def test_what_is_gone_is_not_ordered(sold: dict[UUID, Orderable]) -> None:
    step = said(wanted(line(SHORTS, "L")), OrderingFacts(sold=sold), agrees=True)
    assert (asked(step), step.ended, orders(step)) == ("pick_gone", "gone", [])


def test_nothing_to_pay_now_is_not_said_where_it_is_paid_first() -> None:
    assert "later" not in values(wanted(line(MUG), facts=OrderingFacts(pay_first=True)))


def test_a_no_ends_it_at_any_step() -> None:
    for step in (wanted(), wanted(line(SHORTS)), wanted(line(MUG))):
        dropped = said(step, agrees=False)
        assert (asked(dropped), dropped.ended, orders(dropped)) == ("pick_dropped", "dropped", [])


def test_a_yes_to_another_question_orders_nothing() -> None:
    for step, question in ((wanted(line(SHORTS)), "pick_size"), (said(wanted(*TWO), changes=True), "pick_summary")):
        assert (asked(said(step, agrees=True)), orders(said(step, agrees=True))) == (question, [])


def test_what_is_not_understood_changes_nothing() -> None:
    for begun in (wanted(), wanted(line(MUG)), wanted(line(SHORTS, "L"), facts=OFFERED, asks=True)):
        assert decide(begun.state, Picked(*WHERE), OFFERED, NOW) is None


def test_a_wish_comes_beside_what_is_picked() -> None:
    again = decide(wanted(line(SHORTS, "L", 2)).state, OrderWish((line(MUG),), *WHERE), SOLD, NOW)
    assert again is not None
    assert values(again)["items"] == ("2 Tiger Shorts L", "Taj Mug")


def test_it_waits_for_a_day() -> None:
    step = wanted()
    (wait,) = step.waits
    assert wait.question is not None
    assert wait.due_at == NOW + timedelta(hours=24)
    over = decide(step.state, Elapsed("answer"), OrderingFacts(), NOW)
    assert over is not None
    assert (over.ended, [one for one in over.effects if isinstance(one, Send)]) == ("unanswered", [])


@pytest.mark.parametrize(("reason", "ends"), [("opted_out", True), ("erased", True), ("bought", False)])
def test_who_leaves_is_asked_no_more(reason: str, ends: bool) -> None:
    over = decide(wanted().state, Left(reason), OrderingFacts(), NOW)
    assert (over is not None and over.ended == reason) is ends


def test_it_hears_nothing_before_it_began() -> None:
    assert decide(None, Picked(*WHERE, agrees=True), SOLD, NOW) is None
    assert decide(wanted().state, Permitted(), SOLD, NOW) is None


@pytest.mark.parametrize("answer", [{"agrees": True}, {"choices": (2,)}, {}], ids=["yes", "2", "unclear"])
def test_an_order_of_the_version_before_is_shown_anew(answer: dict[str, Any]) -> None:
    """Nothing is ordered before what is stored was shown by this version."""
    old = Ordering(WHERE[0], WHERE[1], wares=(SHORTS,), size="L", quantity=2, kept=(Next(MUG, "", 1),))
    step = said(Decision(old), **answer)
    assert (asked(step), values(step)["items"], orders(step)) == ("pick_summary", ("Taj Mug", "2 Tiger Shorts L"), [])
    assert orders(said(step, agrees=True)) == [PlaceOrder((line(MUG, "", 1), line(SHORTS, "L", 2)))]
    assert said(Decision(old), agrees=False).ended == "dropped"


GOODS = st.builds(
    Wanted,
    st.sampled_from([(), (SHORTS,), (MUG,), (SHORTS, MUG)]),
    st.sampled_from(["", "S", "L", "XXL"]),
    st.integers(0, 50),
)
ANSWERS = st.builds(
    Picked,
    st.just(WHERE[0]),
    st.just(WHERE[1]),
    st.just(WHERE[2]),
    choices=st.sampled_from([(), (), (1,), (2,), (3,), (4,), (9,), (1, 2)]),
    goods=st.lists(GOODS, max_size=2).map(tuple),
    joins=st.booleans(),
    agrees=st.sampled_from([None, None, None, True, True, False]),
    changes=st.sampled_from([False, False, True]),
    express=st.sampled_from([False, False, True]),
    again=st.sampled_from([False, False, False, True]),
    adds=st.sampled_from([(), (), (), (SHORTS, MUG), (MUG,)]),
)
BARE_YES = Picked(*WHERE, agrees=True)
EXPRESS_SOLD = replace(SOLD, express_fee=149)


@given(st.lists(st.one_of(ANSWERS, st.just(BARE_YES)), max_size=12))
def test_whatever_is_said_the_order_is_just_what_was_summed_up_last(answers: list[Picked]) -> None:
    step, shown = wanted(), None
    for answer in answers:
        decided = decide(step.state, answer, EXPRESS_SOLD, NOW)
        if decided is None:
            continue
        for order in orders(decided):
            assert answer.agrees
            assert shown == (basket.name_lines(order.lines), order.express)
            assert len({one.article for one in order.lines}) == len(order.lines)
            for one in order.lines:
                assert 1 <= one.pieces <= basket.MOST_PIECES
                assert (one.size in one.ware.sizes) if one.ware.sizes else True
        if decided.ended:
            return
        told = values(decided)
        shown = (told["items"], "express" in told) if asked(decided) == "pick_summary" else None
        step = decided


OFFERED = OrderingFacts(
    sold=SOLD.sold,
    offered={
        (SHORTS.product, "S"): Promisable(Availability.PRE_ORDER, 14, ""),
        (SHORTS.product, "L"): Promisable(Availability.SOURCE_2_3_DAYS, 3, ""),
        (MUG.product, ""): Promisable(Availability.TEMPORARILY_OUT, None, ""),
    },
)
L_OUT = replace(OFFERED, offered={**OFFERED.offered, (SHORTS.product, "L"): OFFERED.offered[MUG.product, ""]})


def inquired(goods: Wanted, facts: OrderingFacts = OFFERED) -> Decision[Ordering]:
    return wanted(goods, facts=facts, asks=True)


def test_who_asks_is_told_how_soon_and_for_how_much() -> None:
    step = inquired(line(SHORTS, "L"))
    told = {"items": ("Tiger Shorts L",), "soon": "source_2_3_days", "days": 3, "amount": Decimal(899)}
    assert (asked(step), values(step)) == ("pick_offer", told)


@pytest.mark.parametrize(("quantity", "pieces"), [(0, None), (1, None), (3, 3)])
def test_an_offer_says_how_many_a_yes_orders(quantity: int, pieces: int | None) -> None:
    assert values(inquired(line(SHORTS, "L", quantity))).get("pieces") == pieces


def test_a_number_to_the_offer_is_summed_up_and_orders_nothing() -> None:
    step = said(inquired(line(SHORTS, "L")), OFFERED, goods=(Wanted((), "", 2),))
    assert (asked(step), values(step)["items"], orders(step)) == ("pick_summary", ("2 Tiger Shorts L",), [])


def test_one_yes_to_the_offer_orders_what_was_told() -> None:
    step = said(inquired(line(SHORTS, "L")), OFFERED, agrees=True)
    assert (orders(step), step.ended) == ([PlaceOrder((line(SHORTS, "L"),), False)], "ordered")


def test_a_yes_to_the_offer_at_a_price_that_changed_is_asked_once_more() -> None:
    dearer = replace(OFFERED, sold={SHORTS.product: replace(SHORTS, price=SHORTS.price + 1)})
    step = said(inquired(line(SHORTS, "L")), dearer, agrees=True)
    assert (asked(step), orders(step), step.ended) == ("pick_summary", [], None)


def test_another_size_is_another_offer() -> None:
    step = said(inquired(line(SHORTS, "L")), OFFERED, goods=(Wanted((), "S"),))
    assert (asked(step), values(step)["soon"]) == ("pick_offer", "pre_order")


def test_other_goods_take_the_place_of_an_offer() -> None:
    step = said(inquired(line(SHORTS, "L")), OFFERED, goods=(line(MUG, "", 2),))
    assert (asked(step), values(step)["items"]) == ("pick_summary", ("2 Taj Mug",))


def test_who_asks_without_a_size_chooses_one_and_is_then_told() -> None:
    step = inquired(line(SHORTS))
    assert (asked(step), values(step)["amount"]) == ("pick_size", Decimal(899))
    assert asked(said(step, OFFERED, choices=(2,))) == "pick_offer"


def test_what_is_out_is_not_offered() -> None:
    step = inquired(line(MUG))
    assert (asked(step), step.ended) == ("out_now", "out")


def test_the_other_sizes_of_what_is_out_are_told() -> None:
    step = inquired(line(SHORTS, "L"), facts=L_OUT)
    assert (asked(step), values(step)) == ("pick_out", {"items": ("Tiger Shorts L",), "others": ("S",)})
    assert asked(said(step, L_OUT, goods=(Wanted((), "S"),))) == "pick_offer"


def test_what_is_not_sold_any_more_is_gone() -> None:
    step = inquired(line(SHORTS, "L"), facts=OrderingFacts())
    assert (asked(step), step.ended) == ("pick_gone", "gone")
