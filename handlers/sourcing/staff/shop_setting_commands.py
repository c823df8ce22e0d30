"""/shop connaught commission 200, /shop connaught hours 10-20, … handover shop, /shops remove connaught."""

import re
from collections.abc import Callable

from flows.business import BY_SHOP, BY_US
from flows.phrase import Lines, Text, phrase, tap
from handlers.replies.hour_spans import read_span
from handlers.sourcing.actions.shop_settings import (
    Figures,
    RemoveShop,
    SetShop,
    ShopSet,
    ShopSetting,
    remove,
    set_shop,
    would_remove,
    would_set,
)
from handlers.sourcing.order_words import name_shop
from handlers.sourcing.replies.bare_amount import read_amount
from handlers.sourcing.staff.shop_arguments import NAMED_SHOP
from handlers.staff_chat.argument_questions import which
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing, make_fixed_argument
from handlers.staff_chat.staff_command import OWNERS, Command, IssuedCommand, Reply
from storage.sourcing.partner_shops import Shop

_SHARE = re.compile(r"(\d{1,2}(?:\.\d{1,2})?)\s*(?:%|percent)")
_HANDOVERS = {
    **dict.fromkeys(("shop", "itself", "brings"), BY_SHOP),
    **dict.fromkeys(("us", "we", "fetch"), BY_US),
    "usual": None,
}
"""Words for the carrier of a shop's pieces to us."""


def _commission(said: str) -> Figures | None:
    """Parse "200" as an amount for each piece, or "12 %" of the price; None if neither."""
    share = _SHARE.fullmatch(said)
    amount = read_amount(said.replace(" ", ""))
    return (None, float(share[1])) if share else (amount, None) if amount is not None else None


def _hours(said: str) -> Figures | None:
    """Parse "10-20" or "10:30 - 19:00" into two minutes of the day, the first one earlier; None if invalid."""
    found = read_span(said)
    return found.within_a_day if found is not None and not found.rest.strip() else None


def _handover(said: str) -> Figures | None:
    """Parse "shop", "us", or "usual" for the business's default; None for other words."""
    return (_HANDOVERS[said.casefold()],) if said.casefold() in _HANDOVERS else None


def _set(one: ShopSet) -> Text:
    """Format the setting before and now, with a warning if the business file has another value."""
    said = phrase(one.what.value, shop=name_shop(one.shop), before=one.before, after=one.after)
    file = [phrase("choice_file", file=one.file)] if one.file else []
    return Lines((said, *file, phrase("next", command=tap("shop", one.shop.ref))))


def _describe_removed(shop: Shop) -> Text:
    return Lines((phrase("shop_is_removed", shop=name_shop(shop)), phrase("all_shops")))


def _make_setting_command(name: str, what: ShopSetting, how: str, read: Callable[[str], Figures | None]) -> Command:
    """Make the command for one setting of a shop; if its value is missing or wrong, it explains ``how`` to give it."""

    async def figures(_asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
        found = read(" ".join(words))
        return which(phrase(how, ref=known["shop"].ref), understood=False) if found is None else FoundArgument(found)

    return Command(
        name=name,
        arguments=(NAMED_SHOP, make_fixed_argument("what", what), Argument("figures", "", figures)),
        takes=SetShop,
        preview=would_set,
        does=set_shop,
        says=_set,
        roles=OWNERS,
        acts=True,
        anywhere=True,
    )


COMMISSION = _make_setting_command("commission", ShopSetting.COMMISSION, "commission_how", _commission)
HOURS = _make_setting_command("hours", ShopSetting.HOURS, "hours_how", _hours)
HANDOVER = _make_setting_command("handover", ShopSetting.HANDOVER, "handover_how", _handover)
REMOVE = Command(
    name="remove",
    arguments=(NAMED_SHOP,),
    takes=RemoveShop,
    preview=would_remove,
    does=remove,
    says=_describe_removed,
    roles=OWNERS,
    anywhere=True,
)
