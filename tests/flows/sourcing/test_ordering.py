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
from flows.sourcing.ordering import OrderingFacts, PlaceOrder, decide
from flows.sourcing.wishes import Next, Orderable, OrderWish, Picked

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
WHERE = (UUID(int=50), "whatsapp", UUID(int=51))
SHORTS = Orderable(UUID(int=1), "SHORTS", "Tiger Shorts", ("S", "L"), 899 * MICROS)
MUG = Orderable(UUID(int=2), "MUG", "Taj Mug", (), 350 * MICROS)
CAP = Orderable(UUID(int=3), "CAP", "Delhi Cap", (), 250 * MICROS)
SOLD = OrderingFacts(sold={SHORTS.product: SHORTS, MUG.product: MUG})


def wanted(*wares: Orderable, size: str = "", quantity: int = 0) -> Decision[Ordering]:
    decided = decide(None, OrderWish(wares or (SHORTS, MUG), *WHERE, size, quantity), OrderingFacts(), NOW)
    assert decided is not None
    return decided


def said(before: Decision[Ordering], facts: OrderingFacts = SOLD, **more: object) -> Decision[Ordering]:
    decided = decide(before.state, Picked(*WHERE, **more), facts, NOW)  # type: ignore[arg-type]
    assert decided is not None
    return decided


def asked(decided: Decision[Ordering]) -> str:
    """The template of the one message that goes."""
    (sent,) = (one for one in decided.effects if isinstance(one, Send))
    return sent.template


def values(decided: Decision[Ordering]) -> dict[str, object]:
    (sent,) = (one for one in decided.effects if isinstance(one, Send))
    return dict(sent.values)


def orders(decided: Decision[Ordering]) -> list[PlaceOrder]:
    return [one for one in decided.effects if isinstance(one, PlaceOrder)]


def test_step_by_step() -> None:
    step = wanted()
    assert (asked(step), values(step)["lines"]) == ("pick_product", ("1. Tiger Shorts", "2. Taj Mug"))
    step = said(step, wares=(SHORTS.product,))
    assert (asked(step), values(step)["lines"]) == ("pick_size", ("1. S", "2. L"))
    step = said(step, size="L")
    assert values(step)["items"] == ("Tiger Shorts L",)
    step = said(step, quantity=2)
    assert asked(step) == "pick_summary"
    assert values(step) == {"items": ("2 Tiger Shorts L",), "amount": Decimal(1798), "later": "yes"}
    step = said(step, agrees=True)
    assert orders(step) == [PlaceOrder((Next(SHORTS, "L", 2),))]
    assert step.ended == "ordered"


def test_what_they_named_beside_it_is_another_line_of_the_same_order() -> None:
    begun = decide(None, OrderWish((SHORTS,), *WHERE, "L", 2, later=(Next(MUG, quantity=3),)), OrderingFacts(), NOW)
    assert begun is not None
    assert values(begun)["items"] == ("2 Tiger Shorts L", "3 Taj Mug")
    assert values(begun)["amount"] == Decimal(2 * 899 + 3 * 350)
    step = said(begun, agrees=True)
    assert (orders(step), step.ended) == ([PlaceOrder((Next(SHORTS, "L", 2), Next(MUG, "", 3)))], "ordered")


def test_what_lacks_its_size_is_asked_for_before_all_is_summed_up() -> None:
    step = said(wanted(MUG), picks=(Next(SHORTS),), beside=True)
    assert (asked(step), values(step)["item"]) == ("pick_size", "Tiger Shorts")
    assert values(said(step, size="L"))["items"] == ("Taj Mug", "Tiger Shorts L")


@pytest.mark.parametrize(
    ("more", "items"),
    [
        ({"removes": (MUG.product,)}, ("Tiger Shorts L",)),
        ({"removes": (SHORTS.product,)}, ("Taj Mug",)),
        ({"changes": (Next(SHORTS, "S"),)}, ("Tiger Shorts S", "Taj Mug")),
        ({"changes": (Next(SHORTS, "", 3),)}, ("3 Tiger Shorts L", "Taj Mug")),
        ({"changes": (Next(MUG, "", 2),)}, ("Tiger Shorts L", "2 Taj Mug")),
        ({"changes": (Next(SHORTS, "S", 2), Next(MUG, "", 3))}, ("2 Tiger Shorts S", "3 Taj Mug")),
        ({"removes": (MUG.product,), "changes": (Next(SHORTS, "", 3),)}, ("3 Tiger Shorts L",)),
        ({"removes": (MUG.product, SHORTS.product), "picks": (Next(CAP),), "beside": True}, ("Delhi Cap",)),
        ({"picks": (Next(MUG, quantity=2),), "beside": True}, ("Tiger Shorts L", "3 Taj Mug")),
        ({"again": True}, ("Tiger Shorts L", "Taj Mug")),
    ],
)
def test_a_line_is_changed_at_the_summary(more: dict[str, Any], items: tuple[str, ...]) -> None:
    step = said(wanted(SHORTS, size="L"), picks=(Next(MUG),), beside=True)
    step = said(step, **more)
    assert (asked(step), values(step)["items"], orders(step)) == ("pick_summary", items, [])


def test_the_newest_thing_takes_the_place_of_what_is_picked() -> None:
    for before in (wanted(SHORTS), wanted(SHORTS, size="L"), inquired(SHORTS, size="L")):
        assert values(said(before, picks=(Next(MUG),)))["items"] == ("Taj Mug",)


def test_nothing_is_left_of_an_order_without_its_only_line() -> None:
    assert said(wanted(MUG), removes=(MUG.product,)).ended == "dropped"


def test_express_costs_its_fee_and_is_taken_back() -> None:
    facts = replace(SOLD, express_fee=149)
    step = said(wanted(MUG), facts, express=True)
    assert (values(step)["amount"], values(step)["express"]) == (Decimal(499), Decimal(149))
    back = said(step, facts, express=False)
    assert (values(back)["amount"], values(back)["fee"]) == (Decimal(350), Decimal(149))
    assert orders(said(step, facts, agrees=True)) == [PlaceOrder((Next(MUG, "", 1),), express=True)]


def test_express_is_not_taken_where_it_is_not_sold() -> None:
    assert values(said(wanted(MUG), express=True))["amount"] == Decimal(350)


def test_a_line_that_is_gone_leaves_the_others_which_are_shown_anew() -> None:
    step = said(wanted(SHORTS, size="L"), picks=(Next(MUG),), beside=True)
    facts = OrderingFacts(sold={SHORTS.product: SHORTS})
    step = said(step, facts, agrees=True)
    assert (values(step)["items"], values(step)["gone"], orders(step)) == (("Tiger Shorts L",), ("Taj Mug",), [])
    assert orders(said(step, facts, agrees=True)) == [PlaceOrder((Next(SHORTS, "L", 1),))]


def test_a_yes_to_a_run_that_never_summed_up_is_shown_first() -> None:
    before = Decision(replace(wanted(MUG).state, summed=False))
    assert (asked(said(before, agrees=True)), orders(said(before, agrees=True))) == ("pick_summary", [])


def test_a_size_that_it_lacks_is_asked_for_anew() -> None:
    step = said(wanted(SHORTS, size="L", quantity=2), lacks="XXL")
    assert (asked(step), values(step)["lacks"], step.state.size) == ("pick_size", "XXL", "")


@pytest.mark.parametrize(
    ("ware", "size", "quantity", "question"),
    [
        (SHORTS, "L", 2, "pick_summary"),
        (SHORTS, "L", 0, "pick_summary"),
        (SHORTS, "", 2, "pick_size"),
        (SHORTS, "XXL", 2, "pick_size"),
        (MUG, "", 0, "pick_summary"),
        (MUG, "", 1, "pick_summary"),
    ],
)
def test_what_was_named_is_not_asked_again(ware: Orderable, size: str, quantity: int, question: str) -> None:
    assert asked(wanted(ware, size=size, quantity=quantity)) == question


def test_nothing_to_pay_now_is_not_said_where_it_is_paid_first() -> None:
    decided = decide(None, OrderWish((MUG,), *WHERE, quantity=1), OrderingFacts(pay_first=True), NOW)
    assert decided is not None
    assert "later" not in values(decided)


def test_another_number_or_size_is_summed_up_anew() -> None:
    step = said(wanted(SHORTS, size="L", quantity=2), quantity=3)
    assert values(step)["items"] == ("3 Tiger Shorts L",)
    assert values(said(step, size="S"))["items"] == ("3 Tiger Shorts S",)


def test_a_no_ends_it_at_any_step() -> None:
    for step in (wanted(), wanted(SHORTS), wanted(MUG), wanted(MUG, quantity=1)):
        dropped = said(step, agrees=False)
        assert (asked(dropped), dropped.ended, orders(dropped)) == ("pick_dropped", "dropped", [])


def test_a_yes_to_another_question_orders_nothing() -> None:
    step = said(wanted(SHORTS), agrees=True)
    assert (asked(step), orders(step)) == ("pick_size", [])


def test_a_price_that_moved_is_shown_before_it_is_agreed_to() -> None:
    step = wanted(MUG, quantity=1)
    dearer = replace(MUG, price=400 * MICROS)
    facts = OrderingFacts(sold={MUG.product: dearer})
    step = said(step, facts, agrees=True)
    assert (asked(step), values(step)["amount"], orders(step)) == ("pick_summary", Decimal(400), [])
    assert orders(said(step, facts, agrees=True)) == [PlaceOrder((Next(dearer, "", 1),))]


@pytest.mark.parametrize("sold", [{}, {SHORTS.product: replace(SHORTS, sizes=("S",))}])
def test_what_is_gone_is_not_ordered(sold: dict[UUID, Orderable]) -> None:
    step = said(wanted(SHORTS, size="L", quantity=1), OrderingFacts(sold=sold), agrees=True)
    assert (asked(step), step.ended, orders(step)) == ("pick_gone", "gone", [])


def test_what_is_not_understood_is_asked_once_more_and_then_left_to_a_person() -> None:
    step = said(wanted())
    assert (asked(step), values(step)["again"]) == ("pick_product", "yes")
    assert decide(step.state, Picked(*WHERE), SOLD, NOW) is None
    assert said(said(step, wares=(MUG.product,))).state.unread == 1


def test_a_new_wish_begins_anew() -> None:
    step = wanted(SHORTS, size="L", quantity=2)
    again = decide(step.state, OrderWish((MUG,), *WHERE), OrderingFacts(), NOW)
    assert again is not None
    assert (values(again)["items"], again.state.quantity) == (("Taj Mug",), 0)


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


LINES = st.builds(
    Next, st.sampled_from([SHORTS, MUG]), st.sampled_from(["", "S", "L", "XXL"]), st.integers(0, 3)
)  # fmt: skip
PRODUCTS = st.sampled_from([SHORTS.product, MUG.product, UUID(int=9)])
ANSWERS = st.builds(
    Picked,
    st.just(WHERE[0]), st.just(WHERE[1]), st.just(WHERE[2]),
    wares=st.sampled_from([(), (SHORTS.product,), (MUG.product,), (UUID(int=9),)]),
    size=st.sampled_from(["", "S", "L", "XXL"]),
    quantity=st.integers(0, 50),
    agrees=st.sampled_from([None, None, None, True, True, False]),
    picks=st.one_of(st.just(()), st.lists(LINES, max_size=2).map(tuple)),
    beside=st.booleans(),
    removes=st.one_of(st.just(()), st.just(()), st.lists(PRODUCTS, max_size=2).map(tuple)),
    changes=st.one_of(st.just(()), st.lists(LINES, max_size=2).map(tuple)),
    express=st.sampled_from([None, None, True, False]),
    again=st.sampled_from([False, False, False, True]),
)  # fmt: skip
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
            assert shown == (basket.named(order.lines), order.express)
            assert len({(one.ware.product, one.size) for one in order.lines}) == len(order.lines)
            for one in order.lines:
                assert one.quantity >= 1
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


def inquired(
    *wares: Orderable, size: str = "", quantity: int = 0, facts: OrderingFacts = OFFERED
) -> Decision[Ordering]:
    decided = decide(None, OrderWish(wares, *WHERE, size, quantity, asks=True), facts, NOW)
    assert decided is not None
    return decided


def test_who_asks_is_told_how_soon_and_for_how_much() -> None:
    step = inquired(SHORTS, size="L")
    told = {"items": ("Tiger Shorts L",), "soon": "source_2_3_days", "days": 3, "amount": Decimal(899)}
    assert (asked(step), values(step)) == ("pick_offer", told)


@pytest.mark.parametrize(("quantity", "pieces"), [(0, None), (1, None), (3, 3)])
def test_an_offer_says_how_many_a_yes_orders(quantity: int, pieces: int | None) -> None:
    assert values(inquired(SHORTS, size="L", quantity=quantity)).get("pieces") == pieces


@pytest.mark.parametrize("more", [{"quantity": 2}, {"agrees": True, "partly": True}], ids=["a number", "half a yes"])
def test_a_number_or_half_a_yes_to_the_offer_is_summed_up_and_orders_nothing(more: dict[str, object]) -> None:
    step = said(inquired(SHORTS, size="L"), OFFERED, **more)
    assert (asked(step), orders(step), step.ended) == ("pick_summary", [], None)


def test_one_yes_to_the_offer_orders_what_was_told() -> None:
    step = said(inquired(SHORTS, size="L"), OFFERED, agrees=True)
    assert (orders(step), step.ended) == ([PlaceOrder((Next(SHORTS, "L", 1),), False)], "ordered")


def test_a_yes_to_the_offer_at_a_price_that_changed_is_asked_once_more() -> None:
    dearer = replace(OFFERED, sold={SHORTS.product: replace(SHORTS, price=SHORTS.price + 1)})
    step = said(inquired(SHORTS, size="L"), dearer, agrees=True)
    assert (asked(step), orders(step), step.ended) == ("pick_summary", [], None)


def test_another_size_is_another_offer() -> None:
    step = said(inquired(SHORTS, size="L"), OFFERED, size="S")
    assert (asked(step), values(step)["soon"]) == ("pick_offer", "pre_order")


def test_what_is_no_answer_to_the_offer_is_left_alone() -> None:
    assert decide(inquired(SHORTS, size="L").state, Picked(*WHERE), OFFERED, NOW) is None


def test_who_asks_without_a_size_chooses_one_and_is_then_told() -> None:
    step = inquired(SHORTS)
    assert (asked(step), values(step)["amount"]) == ("pick_size", Decimal(899))
    assert asked(said(step, OFFERED, size="L")) == "pick_offer"


def test_what_is_out_is_not_offered() -> None:
    step = inquired(MUG)
    assert (asked(step), step.ended) == ("out_now", "out")


def test_the_other_sizes_of_what_is_out_are_told() -> None:
    step = inquired(SHORTS, size="L", facts=L_OUT)
    assert (asked(step), values(step), step.ended) == (
        "pick_out", {"items": ("Tiger Shorts L",), "others": ("S",)}, None,
    )  # fmt: skip
    assert asked(said(step, L_OUT, size="S")) == "pick_offer"


def test_what_is_not_sold_any_more_is_gone() -> None:
    step = inquired(SHORTS, size="L", facts=OrderingFacts())
    assert (asked(step), step.ended) == ("pick_gone", "gone")


def test_a_line_that_is_changed_while_a_size_is_asked_is_said_back() -> None:
    step = said(wanted(MUG, quantity=1), picks=(Next(SHORTS),), beside=True)
    assert (asked(step), "noted" in values(step)) == ("pick_size", False)
    step = said(step, changes=(Next(MUG, quantity=2),), beside=True)
    assert (asked(step), values(step)["noted"]) == ("pick_size", ("2 Taj Mug",))


PLAIN = Picked(*WHERE, agrees=True)
WEAK, PRESSED = replace(PLAIN, weak=True), replace(PLAIN, pressed=True)


@pytest.mark.parametrize(
    ("doubt", "yes", "orders"),
    [
        (basket.DENIED, PLAIN, False), (basket.DENIED, WEAK, False), (basket.DENIED, PRESSED, True),
        (basket.HESITANT, PLAIN, True), (basket.HESITANT, WEAK, False), ("", WEAK, True),
    ],
)  # fmt: skip
def test_a_doubted_yes_has_it_put_once_more(doubt: str, yes: Picked, orders: bool) -> None:
    """What was said against it: a yes behind it shows it anew, and the next one orders."""
    asked = decide(None, OrderWish((MUG,), *WHERE), SOLD, NOW)
    assert asked is not None
    shown = decide(asked.state, Picked(*WHERE, again=True, doubt=doubt), SOLD, NOW)
    assert shown is not None
    agreed = decide(shown.state, yes, SOLD, NOW)
    assert agreed is not None
    assert any(isinstance(one, PlaceOrder) for one in agreed.effects) is orders
    again = decide(agreed.state, yes, SOLD, NOW) if not orders else agreed
    assert again is not None
    assert any(isinstance(one, PlaceOrder) for one in again.effects)


def test_what_took_the_place_of_another_gives_it_back_as_it_was() -> None:
    """ "No, the shorts" are those in the size and the number that they had."""
    asked = decide(None, OrderWish((SHORTS,), *WHERE, size="L", quantity=2), SOLD, NOW)
    assert asked is not None
    mug = decide(asked.state, Picked(*WHERE, picks=(Next(MUG),)), SOLD, NOW)
    assert mug is not None
    shorts = decide(mug.state, Picked(*WHERE, picks=(Next(SHORTS),)), SOLD, NOW)
    assert shorts is not None
    assert shorts.state.lines == (Next(SHORTS, "L", 2),)
