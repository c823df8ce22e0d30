"""/shop connaught commission 200, /shop connaught hours 10-20, /shops remove connaught."""

import re

from flows.phrase import Lines, Text, phrase, tap
from handlers.admins.arguments import Argument, Found, Known, Missing
from handlers.admins.asking import which
from handlers.admins.command import OWNERS, Asked, Command, Reply
from handlers.sourcing.actions.shop_settings import (
    RemoveShop,
    SetCommission,
    SetHours,
    ShopSet,
    ShopSetting,
    earns_text,
    remove,
    set_commission,
    set_hours,
    setting_text,
    would_remove,
)
from handlers.sourcing.replies.amounts import read_amount
from handlers.sourcing.shown import shop_name
from handlers.sourcing.staff.shop_arguments import NAMED_SHOP
from storage.sourcing.shops import Shop

_SHARE = re.compile(r"(\d{1,2}(?:\.\d{1,2})?)\s*(?:%|percent)")
_HOURS = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*(?:am)?\s*(?:-|–|to|till)\s*(\d{1,2})(?::(\d{2}))?(?:h)?", re.IGNORECASE)
_DAY = 24 * 60


async def _amount(_asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """An amount for each piece; none where a share was said."""
    if _SHARE.fullmatch(" ".join(words)) or not words:
        return Found(None, words, None)
    found = read_amount(words[0])
    return _how_much(_known) if found is None else Found(found, words[1:], found)


async def _percent(_asked: Asked, known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    share = _SHARE.fullmatch(" ".join(words))
    if share is not None:
        return Found(float(share[1]))
    return Found(None, words) if known.get("amount") is not None else _how_much(known)


def _how_much(known: Known) -> Reply:
    return which(phrase("commission_how", ref=known["shop"].ref), understood=False)


async def _opens(_asked: Asked, known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """The minute of the day at which it opens; the words stay for when it closes."""
    hours = _read_hours(words)
    return (
        which(phrase("hours_how", ref=known["shop"].ref), understood=False) if hours is None else Found(hours[0], words)
    )


async def _closes(_asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    hours = _read_hours(words)
    return Missing() if hours is None else Found(hours[1])


def _read_hours(words: tuple[str, ...]) -> tuple[int, int] | None:
    """ "10-20", "10:30 - 19:00": from one minute of the day to a later one."""
    found = _HOURS.fullmatch(" ".join(words))
    if found is None:
        return None
    opens = int(found[1]) * 60 + int(found[2] or 0)
    closes = int(found[3]) * 60 + int(found[4] or 0)
    return (opens, closes) if opens < closes <= _DAY else None


def _set(one: ShopSet) -> Text:
    """The setting before and now, and a warning where the business file says another."""
    values = {"shop": shop_name(one.after)}
    if one.what is ShopSetting.COMMISSION:
        values |= {"before": earns_text(one.before, one.currency), "after": earns_text(one.after, one.currency)}
    else:
        values |= {"before": one.before.hours, "after": one.after.hours}
    file = [phrase("choice_file", file=setting_text(one.what, one.file, one.currency))] if one.file else []
    return Lines((phrase(one.what.value, **values), *file, phrase("next", command=tap("shop", one.after.ref))))


def _removed(shop: Shop) -> Text:
    return Lines((phrase("shop_is_removed", shop=shop_name(shop)), phrase("all_shops")))


COMMISSION = Command(
    name="commission",
    arguments=(NAMED_SHOP, Argument("amount", "", _amount), Argument("percent", "", _percent)),
    takes=SetCommission,
    does=set_commission,
    says=_set,
    roles=OWNERS,
    acts=True,
    anywhere=True,
)
HOURS = Command(
    name="hours",
    arguments=(NAMED_SHOP, Argument("opens", "", _opens), Argument("closes", "", _closes)),
    takes=SetHours,
    does=set_hours,
    says=_set,
    roles=OWNERS,
    acts=True,
    anywhere=True,
)
REMOVE = Command(
    name="remove",
    arguments=(NAMED_SHOP,),
    takes=RemoveShop,
    preview=would_remove,
    does=remove,
    says=_removed,
    roles=OWNERS,
    anywhere=True,
)
