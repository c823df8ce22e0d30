"""/shops: who is asked for what is sold, how each does, and how another one joins; /shop connaught shows one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta

from flows.business import Business
from flows.counting import counted
from flows.phrase import tap
from flows.sourcing.ask import Says
from flows.sourcing.line import Stand
from flows.sourcing.shop_performance import Month, warnings
from handlers.admins import said
from handlers.admins.command import OWNERS, Asked, Command, Reply
from handlers.sourcing import shown
from handlers.sourcing.staff.meant import best, shop_names, which_shop
from handlers.turn import Turn
from storage.sourcing.earnings import Earnings
from storage.sourcing.facts import shops as facts
from storage.sourcing.promises import Promises
from storage.sourcing.shop_records import Record, ShopRecords
from storage.sourcing.shops import Shop, Shops
from templates.values import one_line, shorten

TOPIC = "shops"
LATELY = timedelta(days=90)
_MOST_LISTED = 8
_ADD = frozenset({"add", "new", "invite"})
_ADDED = re.compile(
    r"\W*shops?[\s_]+(?:add|new|invite)[\s:_]+(?P<name>[^,;\n]+?)\s*(?:[,;\n]\s*(?P<location>.+))?",
    re.DOTALL | re.IGNORECASE,
)
_UNPAID = (
    "It earns nothing on what we fetch there until the business file says what. There, under [[shops]] with its name "
    'and id = "{}": commission_percent = 10, or commission = a sum for each piece. Then parley apply.'
)
_LONGEST_NAME, _LONGEST_LOCATION, _LONGEST_REF = 60, 100, 40
_NOT_REF = re.compile(r"[^a-z0-9]+")
_SAYS = {
    Says.YES: "yes", Says.PART: "part", Says.LATER: "later", Says.NO: "no", Says.SILENT: "silent",
    Says.TAKEN_BACK: "took back",
}  # fmt: skip


async def shops(asked: Asked) -> str | Reply:
    """All shops; one that is named; or another one that joins."""
    if asked.arguments and asked.arguments[0].casefold() in _ADD:
        return await _add(asked)
    known = await asked.turn.unit.of(Shops).all()
    if not known:
        return Reply("No shop is asked yet.\nNext: /shops add NAME, LOCATION")
    if not asked.arguments:
        return await _list(asked.turn, known)
    found, _ = best(asked.arguments, known, shop_names)
    if len(found) == 1:
        return await _one(asked.turn, found[0])
    if found:
        return which_shop("shop", (), found)
    unread = shorten(one_line(asked.rest), 40, "…")
    return Reply(f'No shop goes by "{unread}".\n{which_shop("shop", (), known).text}', understood=False)


async def _list(turn: Turn, known: Sequence[Shop]) -> str:
    """Numbers first, then a line for each, those with the most to do with us first."""
    records = await turn.unit.of(ShopRecords).of([shop.id for shop in known], turn.now - LATELY)
    linked = sum(shop.contact is not None for shop in known)
    away = sum(_is_away(turn, shop) for shop in known)
    gone = f", {away} away" if away else ""
    order = sorted(known, key=lambda shop: (-records.get(shop.id, Record()).asked, shop.ref))
    lines = [_row(turn, shop, records.get(shop.id, Record())) for shop in order[:_MOST_LISTED]]
    more = [f"{len(known) - len(lines)} more"] if len(known) > len(lines) else []
    head = f"{counted(len(known), 'shop')}, {linked} linked{gone}."
    return said.short([head, *lines, *more, "More: /shop NAME · /shops add NAME, LOCATION"])


def _row(turn: Turn, shop: Shop, record: Record) -> str:
    """ "/shop_connaught Connaught Souvenirs: answers 92%, 14 min; yes no yes; away until Mon 10:00"."""
    if shop.contact is None:
        state = _unlinked(shop)
    elif record.asked:
        quick = f", {said.stretch(record.median_reply)}" if record.median_reply is not None else ""
        state = f"answers {said.share(record.asked - record.silent, record.asked)}{quick}; {_last(record)}"
    else:
        state = "linked, not asked yet"
    away = f"; away until {said.at(turn, shop.away_until)}" if shop.away_until and _is_away(turn, shop) else ""
    return f"{tap('shop', shop.ref)} {shown.shop_name(shop)}: {state}{away}"


def _unlinked(shop: Shop) -> str:
    return "wrote STOP" if shop.left_by is not None else "link not opened yet"


def _last(record: Record) -> str:
    return " ".join(_SAYS.get(Says(one), one) for one in record.last)


def _is_away(turn: Turn, shop: Shop) -> bool:
    return shop.is_away(turn.now)


async def _one(turn: Turn, shop: Shop) -> str:
    """How one shop does: what it is asked, answers, brings and earns."""
    unit, now = turn.unit, turn.now
    record = (await unit.of(ShopRecords).of([shop.id], now - LATELY)).get(shop.id, Record())
    month = (await facts.brought(unit, now - timedelta(days=30), now + timedelta(microseconds=1), shop.id)).get(shop.id)
    keeps = await unit.of(Promises).kept_by(shop.id, Stand.HELD)
    many = sum(one.promise.quantity for one in keeps)
    orders = len({one.order for one in keeps})
    lines = [
        _head(turn, shop),
        _answers(record),
        _brought(month or Month()),
        f"Keeps {many} pieces for {orders} orders, to be fetched." if many else "Keeps nothing for us now.",
        await _money(turn, shop),
        *await _warnings(turn, shop),
        f"Next: /paid {shop.ref} AMOUNT · /shops",
    ]
    return said.short(lines)


def _head(turn: Turn, shop: Shop) -> str:
    place = f", {shorten(one_line(shop.location), 40, '…')}" if shop.location else ""
    link = _unlinked(shop) if shop.contact is None else "linked"
    away = f", away until {said.at(turn, shop.away_until)}" if shop.away_until and _is_away(turn, shop) else ""
    return f"{shown.shop_name(shop)}{place}: {link}, open {shop.hours}{away}."


def _answers(record: Record) -> str:
    if not record.asked:
        return "Not asked for anything lately."
    quick = f", {said.stretch(record.median_reply)} at the median" if record.median_reply is not None else ""
    return (
        f"Asked {record.asked} lately: {record.asked - record.silent} answered "
        f"({said.share(record.asked - record.silent, record.asked)}){quick}; {record.yes} had something "
        f"({said.share(record.yes, record.asked)}). Last: {_last(record)}."
    )


def _brought(month: Month) -> str:
    return f"Last 30 days: {month.pieces} pieces for {month.orders} orders fetched there."


async def _money(turn: Turn, shop: Shop) -> str:
    unit = turn.unit
    first = turn.now.astimezone(turn.zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    earned, owed, paid = (
        await unit.of(Earnings).since(shop.id, first), await unit.of(Earnings).owed(shop.id),
        await unit.of(Earnings).last_payout(shop.id),
    )  # fmt: skip
    last = f", last paid {said.cost(turn, paid.amount, paid.currency)} {said.at(turn, paid.at)}" if paid else ""
    now = f"owed {said.cost(turn, owed)}" if owed >= 0 else shown.owed(turn, owed)
    return f"Earned this month {said.cost(turn, earned.amount)}; {now}{last}."


async def _warnings(turn: Turn, shop: Shop) -> list[str]:
    lately = (await facts.lately(turn.unit, turn.now)).get(shop.id)
    found = warnings(lately, turn.now) if lately else ()
    return [
        f"Careful: {one.count} failed this week." if one.kind == "failed" else f"Careful: silent for {one.count} days."
        for one in found
    ]


async def _add(asked: Asked) -> str | Reply:
    """Another shop: kept, and its start link shown once. It is asked as soon as somebody opened it."""
    turn = asked.turn
    if asked.member.role not in OWNERS:
        return Reply("Only an owner or a manager may add a shop.\nNext: /shops")
    found = _ADDED.fullmatch(asked.text.strip())
    name = one_line(found["name"]) if found else ""
    if not name or len(name) > _LONGEST_NAME:
        return Reply(
            f"Say its name (up to {_LONGEST_NAME} letters) and where it is.\nExample: /shops add Karol Gifts, New Delhi"
        )
    location = one_line(found["location"] or "")[:_LONGEST_LOCATION] if found else ""
    every = await turn.unit.of(Shops).every()
    twin = next((one for one in every if one.removed_at is None and one.name.casefold() == name.casefold()), None)
    if twin is not None:
        return Reply(f"{shown.shop_name(twin)} is there already.\nMore: {tap('shop', twin.ref)}")
    shop = _fresh(turn, name, location, {one.ref for one in every})
    await turn.unit.of(Shops).add([shop], turn.now)
    await turn.unit.access.log(str(asked.member.id), "shop.added", f"shop {shop.id}", turn.now)
    return await _link(turn, shop, turn.business, turn.now)


async def _link(turn: Turn, shop: Shop, business: Business, now: datetime) -> str:
    from handlers.actions.staff import VALID_FOR, has_staff_chat
    from handlers.sourcing.actions.shops import (
        invite_shops,  # what reads business files, loaded with the first that joins
    )

    if not has_staff_chat(business):
        return f"{shown.shop_name(shop)} is kept, but there is no chat in which it could join.\nNext: /shops"
    (link,) = await invite_shops(turn.unit, [shop], business, turn.tools.token_hash, now)
    return (
        f"{shown.shop_name(shop)} is added. Send this to the shopkeeper; it works once, for {VALID_FOR.days} days:\n"
        f"{link.url}\n{_UNPAID.format(shop.ref)}\nNext: {tap('shop', shop.ref)}"
    )


def _fresh(turn: Turn, name: str, location: str, taken: set[str]) -> Shop:
    from handlers.business_file.catalogue import USUAL_HOURS

    opens, closes = USUAL_HOURS
    ref, locale = _ref(name, taken), turn.business.locale
    return Shop(turn.unit.ids.new(), ref, name, location, opens, closes, None, None, locale, follows=True)


def _ref(name: str, taken: set[str]) -> str:
    """What the business calls it: its first word, or more of the name where another shop is called so."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    parts = [part for part in _NOT_REF.split(plain) if part] or ["shop"]
    spelled = ["-".join(parts[:many])[:_LONGEST_REF].strip("-") for many in range(1, len(parts) + 1)]
    numbered = (f"{spelled[-1][: _LONGEST_REF - 4]}-{number}" for number in range(2, len(taken) + 3))
    return next(ref for ref in (*spelled, *numbered) if ref not in taken)


SHOPS = Command(
    name="shops",
    aliases=("shop",),
    usage="/shops",
    help="who is asked, and how they answer; /shop NAME shows one, /shops add NAME, LOCATION another",
    run=shops,
    topic=TOPIC,
)
