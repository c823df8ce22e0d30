"""Settings of a shop that the staff changes: commission, hours, handover, and removal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeAlias
from uuid import UUID

from flows.business import Business
from flows.engine import Subject
from flows.money import Money
from flows.phrase import Ours, Text, join_first, phrase, sentences, tap
from flows.sourcing.order_line import PromiseState
from flows.sourcing.order_state import FETCHING
from handlers.actions.action import Origin, Preview, Refused
from handlers.engine.turn import Turn
from handlers.sourcing import order_words
from handlers.sourcing.actions.order_refusals import WhyNot
from handlers.sourcing.actions.shop_onboarding import close
from handlers.sourcing.actions.sourcing_choices import CHOICE, save_for_shop, save_removed
from storage.businesses.deeds import Deeds
from storage.sourcing.partner_shops import Shop, Shops
from storage.sourcing.promises import KeptLine, Promises
from storage.sourcing.reservations import Reservations

REMOVED = "shop.removed"
"""The deed of taking a shop out."""
_MOST_NAMED = 6
_LEAP = 100  # factor of a commission increase that needs a preview


Figures: TypeAlias = tuple[int | float | str | None, ...]
"""Values of a shop's fields."""


class ShopSetting(StrEnum):
    """A setting of a shop that can be changed, by the name of its phrase."""

    COMMISSION = "shop_commission_set"
    HOURS = "shop_hours_set"
    HANDOVER = "shop_handover_set"


FIGURES: Mapping[ShopSetting, tuple[str, ...]] = {
    ShopSetting.COMMISSION: ("commission", "commission_percent"),
    ShopSetting.HOURS: ("opens", "closes"),
    ShopSetting.HANDOVER: ("handover",),
}
"""The shop fields of each setting."""
_CALLED = {
    ShopSetting.COMMISSION: "commission",
    ShopSetting.HOURS: "hours",
    ShopSetting.HANDOVER: "handover",
}
"""The name of each setting in the business file."""


@dataclass(frozen=True, slots=True)
class SetShop:
    """Request to change the setting ``what`` of a shop to these ``figures``, in the units of the shop's fields.

    A commission is micro-units for each piece or percent of the price, one of them None. Hours are minutes of the day.
    A handover is "us", "shop", or None for the business's default.
    """

    shop: UUID
    what: ShopSetting
    figures: Figures


@dataclass(frozen=True, slots=True)
class RemoveShop:
    """Request to remove a shop: it gets no more requests."""

    shop: UUID


@dataclass(frozen=True, slots=True)
class ShopSet:
    """A shop after a setting was changed, with the setting's texts ``before`` and ``after``.

    ``file`` is the business file's value as text; None if it is the same or missing.
    """

    what: ShopSetting
    shop: Shop
    before: Text
    after: Text
    file: Text | None


async def would_set(turn: Turn, command: SetShop) -> Preview:
    """Preview the setting before and after; only an unusual commission needs a confirmation. Raises Refused."""
    before, what = await _load_shop(turn, command.shop), command.what
    told: dict[str, Any] = dict(zip(FIGURES[what], command.figures, strict=True))
    texts = [show_setting(what, one, turn.business) for one in (before, replace(before, **told))]
    text = phrase("shop_would_be_set", shop=order_words.name_shop(before), before=texts[0], after=texts[1])
    if what is not ShopSetting.COMMISSION or not (amount := told["commission"]):
        return Preview(text, phrase("choice_do"), harmless=True)
    dearest = max((one.price.micros for one in await turn.unit.products.all()), default=0)
    over = 0 < dearest < amount
    leaps = bool(before.commission) and amount > _LEAP * (before.commission or 0)
    price = [phrase("dearest_costs", amount=Money(dearest, turn.business.currency))] if over else []
    return Preview(sentences(text, *price), phrase("choice_do"), harmless=not (over or leaps))


async def set_shop(turn: Turn, origin: Origin, command: SetShop) -> ShopSet:
    """Change the setting from now on; earlier promises earn the commission of their time."""
    before, what = await _load_shop(turn, command.shop), command.what
    told: dict[str, Any] = dict(zip(FIGURES[what], command.figures, strict=True))
    after = replace(before, **told)
    await turn.unit.of(Shops).update([after])
    await turn.unit.access.log(origin.by, what.value, turn.now, Subject("shop", before.id))
    choice = await save_for_shop(turn, origin.by, _CALLED[what], before, after)
    values = {name: [getattr(before, name), getattr(after, name)] for name in FIGURES[what]}
    await turn.unit.of(Deeds).note(what.value, before.id, origin.by, turn.now, **values, **{CHOICE: str(choice.id)})
    told_before, told_after = (show_setting(what, one, turn.business) for one in (before, after))
    file = spell_setting(what, choice.file, turn.business) if choice.file not in {None, choice.value} else None
    return ShopSet(what, after, told_before, told_after, file)


async def would_remove(turn: Turn, command: RemoveShop) -> Preview:
    """Preview how many orders count on the shop, and how many of these are paid."""
    shop = await _load_shop(turn, command.shop)
    kept = await turn.unit.of(Promises).list_kept(shop.id, PromiseState.HELD)
    owed = await _find_owed_orders(turn, kept)
    text = sentences(
        phrase("shop_would_go", shop=order_words.name_shop(shop)),
        *_orders(kept, owed),
        *([phrase("shop_is_in_the_file")] if shop.stated is not None else []),
    )
    return Preview(text, phrase("button_remove_shop"))


async def _find_owed_orders(turn: Turn, kept: Sequence[KeptLine]) -> set[UUID]:
    """Return the orders that customers have paid or agreed to."""
    rows = [await turn.unit.of(Reservations).get(one) for one in dict.fromkeys(one.order for one in kept)]
    return {row.id for row in rows if row is not None and row.status in {status.value for status in FETCHING}}


def _orders(kept: Sequence[KeptLine], owed: set[UUID]) -> list[Text]:
    """Describe the effect on the orders with pieces at the shop: another shop is searched for."""
    if not kept:
        return [phrase("shop_keeps_nothing_now")]
    numbers = list(dict.fromkeys(one.number for one in kept))
    named = join_first([tap("order", one) for one in numbers], _MOST_NAMED)
    return [phrase("orders_look_elsewhere", orders=named, many=len(numbers), paid=len(owed))]


async def remove(turn: Turn, origin: Origin, command: RemoveShop) -> Shop:
    """Remove the shop. Its desk notifies the orders that count on it; its earlier requests stay stored."""
    shop = await _load_shop(turn, command.shop)
    await turn.unit.of(Shops).update([replace(shop, removed_at=turn.now)])
    await turn.unit.of(Shops).void_invites([shop.id], turn.now)
    await close(turn.unit, [shop], turn.now)
    await turn.unit.access.log(origin.by, REMOVED, turn.now, Subject("shop", shop.id))
    choice = await save_removed(turn, origin.by, shop)
    made = {CHOICE: str(choice.id)} if choice is not None else {}
    await turn.unit.of(Deeds).note(REMOVED, shop.id, origin.by, turn.now, **made)
    return shop


async def _load_shop(turn: Turn, which: UUID) -> Shop:
    shop = await turn.unit.of(Shops).get(which)
    if shop is None or shop.removed_at is not None:
        raise Refused(WhyNot.SHOP_GONE)
    return shop


def show_setting(what: ShopSetting, shop: Shop, business: Business) -> Text:
    """Format a setting of a shop."""
    match what:
        case ShopSetting.COMMISSION:
            return earns_text(shop, business.currency)
        case ShopSetting.HOURS:
            return shop.hours
        case ShopSetting.HANDOVER:
            return phrase(f"handover_by_{shop.handover or business.sourcing.handover}")


def earns_text(shop: Shop, currency: str) -> Text:
    """Format a shop's commission."""
    if shop.commission is not None:
        return phrase("commission_each", amount=Money(shop.commission, currency))
    if shop.commission_percent is not None:
        return phrase("commission_share", share=f"{shop.commission_percent:g}")
    return phrase("commission_none")


def spell_setting(what: ShopSetting, said: str, business: Business) -> Text:
    """Format a business file's value of a shop's setting for a chat."""
    if what is ShopSetting.HANDOVER:
        return phrase(f"handover_by_{said}")
    if what is ShopSetting.HOURS:
        return Ours(said)
    if said.endswith("%"):
        return phrase("commission_share", share=said.removesuffix("%"))
    return phrase("commission_each", amount=Money.parse(said, business.currency))
