"""/shops: the partner shops, their results and ranking, and how to add another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.money import Money
from flows.phrase import Lines, Ours, Text, join_first, phrase, sentences, tap
from flows.sourcing.shop_performance import ENOUGH, Standing, Warned
from handlers.replies.staff_errands import Errand
from handlers.sourcing import order_words
from handlers.sourcing.actions.shop_onboarding import Added, AddShop, add_shop
from handlers.sourcing.actions.shop_overview import (
    RankedShops,
    RankShops,
    ShopDetails,
    ShopRow,
    ShopsShown,
    ShowShops,
    rank_shops,
    show_shops,
)
from handlers.sourcing.actions.shop_settings import earns_text
from handlers.sourcing.staff.fetch_round import describe_contact
from handlers.sourcing.staff.shop_arguments import OF_SHOPS, SOME_SHOP
from handlers.sourcing.staff.shop_setting_commands import COMMISSION, HANDOVER, HOURS, REMOVE
from handlers.sourcing.staff.stock_arguments import PAGE
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing
from handlers.staff_chat.staff_command import LONGEST, OWNERS, Command, IssuedCommand, Reply, list_buttons
from storage.sourcing.partner_shops import Shop
from storage.sourcing.shop_records import ShopRecord
from templates.message_values import one_line, shorten

_MOST_RANKED, _MOST_YOUNG = 8, 6
_ALL = ("/shops", phrase("button_all_shops"))


def _rank_shops(one: RankedShops) -> Reply:
    """List the shops, the best first, with a line and a button for each."""
    head = [phrase("shops_best_head", days=one.days)] if one.rows else []
    rows = [_row(place, *row) for place, row in enumerate(one.rows[:_MOST_RANKED], 1)]
    more = [phrase("and_more", many=len(one.rows) - _MOST_RANKED)] if len(one.rows) > _MOST_RANKED else []
    text = Lines((*head, *rows, *more, *_list_young(one)), longest=LONGEST)
    return Reply(text, _list_buttons([shop for shop, _ in one.rows[:_MOST_RANKED]]))


def _list_buttons(shops: Sequence[Shop], more: str = "") -> tuple[tuple[str, Text], ...]:
    return list_buttons(((tap("shop", one.ref), one_line(one.name)) for one in shops), more)


def _row(place: int, shop: Shop, standing: Standing) -> Text:
    """Format "1. Delhi: had it 9 of 10 times, answers in 14 min; 12 pieces fetched, none late"."""
    handed = standing.handed
    quick = {"quick": standing.median_reply} if standing.median_reply is not None else {}
    brought = {"pieces": handed.pieces, "orders": handed.orders, "late": handed.late, "overdue": handed.overdue}
    record = {"asked": standing.asked, "yes": standing.yes}
    line = phrase("shop_ranked", shop=order_words.name_shop(shop), **record, **brought, **quick)
    return sentences(f"{place}.", line)


def _list_young(one: RankedShops) -> list[Text]:
    """Format the shops with too few requests to rank, each with its number of requests."""
    if not one.young:
        return []
    names = [phrase("shop_asked_times", shop=order_words.name_shop(shop), many=how.asked) for shop, how in one.young]
    return [phrase("shops_too_young", enough=ENOUGH, shops=join_first(names, _MOST_YOUNG))]


BEST = Command(name="best", aliases=("ranking", "rank", "top"), takes=RankShops, does=rank_shops, says=_rank_shops)


_MOST_LISTED, _MOST_OVERDUE = 7, 3
_ADDED = re.compile(
    r"\W*shops?[\s_]+(?:add|new|invite)[\s:_]+(?P<name>[^,;\n]+?)\s*(?:[,;\n]\s*(?P<location>.+))?",
    re.DOTALL | re.IGNORECASE,
)
_PHONE = re.compile(r"(?:\d[ ().-]{0,2}){10}")
_LONGEST_NAME, _LONGEST_LOCATION = 60, 100


def _describe_shop(one: ShopsShown | ShopDetails) -> Reply:
    return _list_shops(one) if isinstance(one, ShopsShown) else _describe_results(one)


def _list_shops(one: ShopsShown) -> Reply:
    """Format the totals, then a line and a button for each shop of the page."""
    rows = one.rows[(one.page - 1) * _MOST_LISTED : one.page * _MOST_LISTED]
    more = tap("shops", "page", str(one.page + 1)) if len(one.rows) > one.page * _MOST_LISTED else ""
    head = phrase("shops_head", many=len(one.rows), linked=one.linked, away=one.away)
    steps = (("/shops_best", phrase("button_ranking")), ("/shops_add", phrase("button_add_shop")))
    text = Lines((head, *map(_describe_listed, rows)), longest=LONGEST)
    return Reply(text, (*_list_buttons([row.shop for row in rows], more), *steps))


def _describe_listed(one: ShopRow) -> Text:
    """Format "Delhi: answers 92% of requests, usually in 14 min; latest: yes, no; away until Mon 10:00"."""
    if one.shop.contact is None:
        state = _link(one)
    elif one.record.asked:
        state = phrase("shop_answers", **_make_values(one.record))
    else:
        state = phrase("shop_not_asked_yet")
    return phrase("shop_row", shop=order_words.name_shop(one.shop), state=state, **_away(one))


def _make_values(record: ShopRecord) -> dict[str, object]:
    answered = record.asked - record.silent
    values = {
        "asked": record.asked,
        "answered": answered,
        "share": _share(answered, record.asked),
        "last": _describe_last(record),
    }
    return values | ({"quick": record.median_reply} if record.median_reply is not None else {})


def _share(part: int, whole: int) -> int:
    return round(100 * part / whole)


def _describe_last(record: ShopRecord) -> Text:
    return Lines(tuple(phrase(f"says_{one}") for one in record.last), between=", ")


def _away(one: ShopRow) -> dict[str, object]:
    return {"away": one.shop.away_until} if one.away and one.shop.away_until else {}


def _link(one: ShopRow) -> Text:
    return phrase("shop_wrote_stop" if one.shop.left_by is not None else "shop_link_not_opened")


def _describe_results(one: ShopDetails) -> Reply:
    """Format one shop's results."""
    shop, record = one.row.shop, one.row.record
    place = {"place": shorten(one_line(shop.location), 40, "…")} if shop.location else {}
    link = _link(one.row) if shop.contact is None else phrase("shop_is_linked")
    kept = (
        phrase("shop_keeps", many=one.pieces, orders=one.orders, brings=one.brings)
        if one.pieces
        else phrase("shop_keeps_nothing_now")
    )
    has = {"yes": record.yes, "had": _share(record.yes, record.asked)} if record.asked else {}
    brought = [phrase("shop_brought", pieces=one.month.pieces, orders=one.month.orders)] if one.month.orders else []
    lines = (
        phrase("shop_head", shop=order_words.name_shop(shop), link=link, hours=shop.hours, **place, **_away(one.row)),
        _terms(one),
        phrase("shop_asked_lately", **_make_values(record), **has) if record.asked else phrase("shop_not_asked_lately"),
        *brought,
        _name_delay(one),
        kept,
        _money(one),
        *map(_warn_of_shop, one.warned),
        *describe_contact(shop, one.phone),
        phrase("shop_change", ref=shop.ref),
    )
    return Reply(Lines(lines, longest=LONGEST), ((tap("paid", shop.ref), phrase("button_pay_shop")), _ALL))


def _terms(one: ShopDetails) -> Text:
    """Format the terms of a shop: its commission, and who brings the pieces."""
    carries = phrase("handover_by_shop" if one.brings else "handover_by_us")
    return phrase("shop_terms", earns=earns_text(one.row.shop, one.owed.currency), carries=carries)


def _name_delay(one: ShopDetails) -> Text:
    """Format the share of fetched pieces that were late, and the overdue orders; "" if nothing was due."""
    if not one.handed.orders and not one.overdue:
        return ""
    overdue = join_first([tap("order", number) for number in one.overdue], _MOST_OVERDUE) if one.overdue else None
    return phrase("shop_late", days=one.days, late=one.handed.late, orders=one.handed.orders, overdue=overdue)


def _money(one: ShopDetails) -> Text:
    paid = {"paid": Money(one.paid.amount, one.paid.currency), "at": one.paid.at} if one.paid else {}
    owed = phrase("owed", amount=one.owed) if one.owed.micros >= 0 else order_words.name_owed(one.owed)
    return phrase("shop_earned", amount=one.earned, owed=owed, **paid)


def _warn_of_shop(one: Warned) -> Text:
    return phrase("shop_careful_failed" if one.kind == "failed" else "shop_careful_silent", many=one.count)


async def _name(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    found = _ADDED.fullmatch(asked.text.strip())
    name = one_line(found["name"]) if found and not _PHONE.search(asked.text) else ""
    return FoundArgument(name, words, found) if name and len(name) <= _LONGEST_NAME else Missing()


async def _location(_asked: IssuedCommand, known: Known, _words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    return FoundArgument(one_line(known["name"]["location"] or "")[:_LONGEST_LOCATION])


async def _ask_name(asked: IssuedCommand, _known: Known) -> Reply:
    if _PHONE.search(asked.text):
        return Reply(phrase("shop_needs_no_number"))
    return Reply(phrase("say_the_shops_name", most=_LONGEST_NAME))


def _describe_added(one: Added) -> Text:
    name = order_words.name_shop(one.shop)
    if one.link is None:
        return phrase("shop_kept_without_a_chat", shop=name)
    link = Lines((phrase("shop_added", shop=name, days=one.days), Ours(one.link)))
    unpaid = phrase("shop_earns_nothing_yet", ref=one.shop.ref)
    return Lines((link, unpaid, phrase("next", command=tap("shop", one.shop.ref))))


ADD = Command(
    name="add",
    aliases=("new", "invite"),
    arguments=(Argument("name", "NAME,", _name, _ask_name), Argument("location", "LOCATION", _location)),
    takes=AddShop,
    does=add_shop,
    says=_describe_added,
    roles=OWNERS,
    acts=True,
)
SHOPS = Command(
    name="shops",
    aliases=("shop", "call"),
    arguments=(PAGE, SOME_SHOP),
    takes=ShowShops,
    does=show_shops,
    says=_describe_shop,
    within=(BEST, ADD, COMMISSION, HOURS, HANDOVER, REMOVE),
    topic=OF_SHOPS,
    errands=(Errand.SHOPS,),
)
