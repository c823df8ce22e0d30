"""The cost of letting an order go, whole or in part: in numbers, before a member confirms."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flows.money import Money
from flows.phrase import Lines, Text, phrase
from flows.sourcing.line import Line, Promise, PromiseState
from flows.sourcing.order import Order
from handlers.sourcing import shown
from handlers.sourcing.actions.foreseen import Foreseen, told
from handlers.sourcing.at_hand import AtHand
from handlers.turn import Turn
from storage.sourcing.shops import Shops


async def costs(turn: Turn, at_hand: AtHand, foreseen: Foreseen, lines: Sequence[Line]) -> list[Text]:
    """A sentence for each thing that comes of it where these ``lines`` are let go: the money, the pieces, who hears."""
    order = at_hand.order
    if order.for_stock:
        return _of_restock(order, lines)
    return [
        *_money(order, foreseen),
        *await _pieces(turn, order, lines),
        *_commissions(order, foreseen),
        *_going_on(foreseen, lines),
        await told(turn, at_hand, _hears(order, foreseen)),
    ]


def _of_restock(order: Order, lines: Sequence[Line]) -> list[Text]:
    """What is let go of a restock; what was fetched is our own."""
    freed, here = _promised(order, lines, PromiseState.HELD), _promised(order, lines, PromiseState.PICKED)
    return [
        *_free_again(order, freed),
        *([phrase("stays_on_our_shelf", what=shown.kept_of(order, here))] if here else []),
        phrase("shops_will_be_told"),
    ]


def _money(order: Order, foreseen: Foreseen) -> list[Text]:
    """What goes back to the customer, and how."""
    money: list[Text] = []
    if foreseen.refunded:
        money.append(phrase("goes_back_by_itself", amount=Money(foreseen.refunded, order.currency)))
    if foreseen.by_hand:
        money.append(phrase("yours_to_send_back", amount=Money(foreseen.by_hand, order.currency)))
    return money or [phrase("nothing_was_paid_for_it")]


async def _pieces(turn: Turn, order: Order, lines: Sequence[Line]) -> list[Text]:
    """The pieces that shops then keep for nobody, and those that go back to a shop."""
    freed, fetched = _promised(order, lines, PromiseState.HELD), _promised(order, lines, PromiseState.PICKED)
    back = [phrase("to_be_returned", what=await _where_to(turn, order, fetched))] if fetched else []
    return [*_free_again(order, freed), *back]


def _promised(order: Order, lines: Sequence[Line], stand: PromiseState) -> tuple[Promise, ...]:
    """What of these lines is promised, and stands so."""
    names = {line.id for line in lines}
    return tuple(one for one in order.promises if one.line in names and one.stand is stand)


def _free_again(order: Order, freed: tuple[Promise, ...]) -> list[Text]:
    return [phrase("free_again", what=shown.kept_of(order, freed))] if freed else []


async def _where_to(turn: Turn, order: Order, fetched: tuple[Promise, ...]) -> Text:
    """Whose is what of that: "Karol Bagh Gifts: 2 Taj Mug; Hauz Khas Crafts: Taj Mug"."""
    shops = await turn.unit.of(Shops).by_ids({one.shop for one in fetched if one.shop is not None})
    theirs: dict[UUID | None, list[Promise]] = {}
    for one in fetched:
        theirs.setdefault(one.shop, []).append(one)
    names: dict[UUID | None, Text] = {
        shop: shown.shop_name(shops.get(shop)) if shop else phrase("own_stock") for shop in theirs
    }
    whose = [Lines((names[shop], shown.kept_of(order, kept)), between=": ") for shop, kept in theirs.items()]
    return Lines(tuple(whose), between="; ")


def _commissions(order: Order, foreseen: Foreseen) -> list[Text]:
    if not foreseen.reversed:
        return []
    return [phrase("commissions_taken_back", amount=Money(foreseen.reversed, order.currency))]


def _going_on(foreseen: Foreseen, lines: Sequence[Line]) -> list[Text]:
    """What of the order stays as it is, where a part of it is let go."""
    left = foreseen.order.wants
    return [phrase("other_lines_go_on", many=len(left))] if left and lines else []


def _hears(order: Order, foreseen: Foreseen) -> Text:
    """When the customer hears of it."""
    if foreseen.by_hand and not foreseen.told:
        return phrase("customer_told_once_sent", command=shown.next_tap("refunded", order))
    return phrase("customer_will_be_told")
