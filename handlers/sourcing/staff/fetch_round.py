"""/fetch: the shops to visit, each with the goods to fetch and a tap to call or write to the shop."""

from collections.abc import Sequence

from flows.channels import WHATSAPP
from flows.phrase import Lines, Ours, Text, join_first, phrase, sentences, tap
from flows.sourcing import shop_hours
from handlers.sourcing import order_words
from handlers.sourcing.actions.shop_overview import RoundShown, ShopVisit, ShowRound, show_round
from handlers.sourcing.staff.order_commands import TOPIC
from handlers.sourcing.staff.order_list import LONGEST
from handlers.sourcing.staff.shop_arguments import SOME_SHOP
from handlers.staff_chat.staff_command import Command
from storage.sourcing.partner_shops import Shop
from storage.sourcing.promises import KeptLine
from templates.message_values import one_line, shorten

_MOST_GOODS, _MOST_ORDERS, _MOST_SHOPS = 8, 12, 10
_LONGEST_PLACE = 60


def _describe_round(one: RoundShown) -> Text:
    if not one.visits:
        nothing = (
            phrase("nothing_waits_at", shop=order_words.name_shop(one.shop)) if one.shop else phrase("round_is_empty")
        )
        return Lines((nothing, *_describe_brought(one), phrase("all_that_are_open")))
    if one.shop is not None:
        return _describe_shop(one, one.visits[0])
    pieces, orders = (
        sum(visit.pieces for visit in one.visits),
        {number for visit in one.visits for number in visit.orders},
    )
    head = phrase("round_head", pieces=pieces, orders=len(orders), shops=len(one.visits))
    rest = len(one.visits) - _MOST_SHOPS
    more = [phrase("and_more", many=rest)] if rest > 0 else []
    visits = (_visit(one, visit) for visit in one.visits[:_MOST_SHOPS])
    return Lines((head, *_describe_brought(one), *visits, *more), longest=LONGEST)


def _describe_brought(one: RoundShown) -> list[Text]:
    """Describe the shops that bring their pieces and need no visit."""
    shops = [
        sentences(tap("fetch", visit.shop.ref), order_words.name_shop(visit.shop), str(visit.pieces))
        for visit in one.brought
    ]
    return [phrase("round_brought", shops=join_first(shops, _MOST_SHOPS))] if shops else []


def _visit(one: RoundShown, visit: ShopVisit) -> Text:
    """Describe a shop to visit: its place and hours, all goods, the orders, and taps to call and to book."""
    orders = join_first([tap("order", number) for number in visit.orders], _MOST_ORDERS)
    goods = join_first(_goods(visit.kept), _MOST_GOODS)
    taps = Lines((tap("picked", visit.shop.ref), tap("fetch", visit.shop.ref)), between=" · ")
    return Lines(
        (
            Ours(""),
            _head(one, visit),
            goods,
            phrase("for_orders", orders=orders),
            *describe_contact(visit.shop, visit.phone),
            phrase("all_fetched_there", command=taps),
        )
    )


def _describe_shop(one: RoundShown, visit: ShopVisit) -> Text:
    """Describe one shop, order by order."""
    numbers = {number: [kept for kept in visit.kept if kept.number == number] for number in visit.orders}
    lines = [_order(one, visit, number, kept) for number, kept in numbers.items()]
    after = phrase("all_fetched_there", command=tap("picked", visit.shop.ref))
    goods = phrase("in_all", what=join_first(_goods(visit.kept), _MOST_GOODS))
    brings = [phrase("shop_brings_it")] if visit.brings else []
    return Lines(
        (_head(one, visit), *brings, goods, *lines, *describe_contact(visit.shop, visit.phone), after), longest=LONGEST
    )


def _order(one: RoundShown, visit: ShopVisit, number: str, kept: Sequence[KeptLine]) -> Text:
    what = join_first([order_words.pieces(some.line, some.promise.quantity) for some in kept])
    late = kept[0].promised_at is not None and kept[0].promised_at <= one.now
    command = tap("picked", number, visit.shop.ref)
    return phrase("to_fetch_for", command=command, what=what, by=kept[0].promised_at or "", late=late)


def _head(one: RoundShown, visit: ShopVisit) -> Text:
    """Format the shop's name, place and hours; today's hours if it is closed now."""
    shop = visit.shop
    away = (shop.away_until, shop.away_from)
    opens = shop_hours.opens_at(shop.opens, shop.closes, one.zone, one.now, *away)
    place = shorten(one_line(shop.location), _LONGEST_PLACE, "…") if shop.location else ""
    return phrase("visit_head", shop=order_words.name_shop(shop), place=place, hours=shop.hours, opens=opens or "")


def _goods(kept: Sequence[KeptLine]) -> list[str]:
    """Format the goods at a shop, added up across orders: "6 Tiger Shorts L", the most first."""
    many: dict[tuple[object, ...], int] = {}
    lines = {_kind(one): one.line for one in kept}
    for one in kept:
        many[_kind(one)] = many.get(_kind(one), 0) + one.promise.quantity
    return [order_words.pieces(lines[kind], count) for kind, count in sorted(many.items(), key=lambda item: -item[1])]


def _kind(one: KeptLine) -> tuple[object, ...]:
    return one.line.product, one.line.title, one.line.size


def describe_contact(shop: Shop, phone: str) -> list[Text]:
    """Format how to contact a shop: its number and its chat, which phones make tappable, and /send."""
    write = tap("send", shop.ref)
    if not phone:
        return [phrase("write_to_shop", command=write)] if shop.contact is not None else []
    chat = (WHATSAPP.link(phone, start="", words="") or "").removesuffix("?text=")
    return [phrase("call_or_write", phone=Ours(phone), chat=Ours(chat), command=write)]


FETCH = Command(
    name="fetch",
    aliases=("round", "the round", "what do i fetch today", "what do i fetch", "what to fetch", "fetch today"),
    arguments=(SOME_SHOP,),
    takes=ShowRound,
    does=show_round,
    says=_describe_round,
    topic=TOPIC,
)
