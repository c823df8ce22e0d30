"""Shops of the business file and shops that the staff adds, and their start links."""

import re
import secrets
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from flows.business import Business
from flows.engine import Subject
from flows.money import Money
from flows.phrase import tap
from flows.sourcing.desk.desk_events import Closed
from handlers.actions.action import Origin, Refused
from handlers.actions.business_file_changes import cut_lines
from handlers.actions.secret_vault import SecretVault
from handlers.actions.staff_members import TOKEN_BYTES, VALID_FOR, StartLink, has_staff_chat, make_start_url
from handlers.business_file import ShopEntry
from handlers.engine.own_events import SOURCE
from handlers.engine.turn import Turn
from handlers.sourcing.actions.order_refusals import WhyNot
from handlers.sourcing.order_words import name_shop
from storage.businesses.access import Invite
from storage.businesses.deeds import Deeds
from storage.events.event_inbox import Arrival, event_id
from storage.sourcing.partner_shops import INVITE, Shop, Shops
from storage.unit import Unit

ADDED = "shop.added"
"""The kind of deed, also in the audit."""
_LONGEST_REF = 40
_NOT_REF = re.compile(r"[^a-z0-9]+")


async def put_shops(unit: Unit, entries: Sequence[ShopEntry], now: datetime) -> list[str]:
    """Make the partner shops exactly these, besides those added in chat. Link shops that have an address, and return
    the changes. A shop that left the file stays stored, because earlier requests refer to it."""
    before = {shop.ref: shop for shop in await unit.of(Shops).list_every()}
    wanted = {entry.ref: _shop(unit, before.get(entry.ref), entry) for entry in entries}
    fresh = [shop for ref, shop in wanted.items() if ref not in before]
    changed = [shop for ref, shop in wanted.items() if ref in before and shop != before[ref]]
    gone = [shop for ref, shop in before.items() if ref not in wanted and shop.removed_at is None and shop.stated]
    await unit.of(Shops).add(fresh, now)
    await unit.of(Shops).update([*changed, *(replace(shop, removed_at=now) for shop in gone)])
    if gone:
        await unit.of(Shops).void_invites([shop.id for shop in gone], now)
        await close(unit, gone, now)
    lines = cut_lines([f"shops: {shop.name} joins" for shop in fresh], "shops: {} more join")
    lines += cut_lines([_describe_change(before[shop.ref], shop) for shop in changed], "shops: {} more are changed")
    lines += await _link(unit, wanted, entries, now)
    return lines + cut_lines([f"shops: {shop.name} leaves" for shop in gone], "shops: {} more leave")


async def close(unit: Unit, gone: Sequence[Shop], now: datetime) -> None:
    """Close the desks of leaving shops; the desks notify the orders that count on them."""
    for shop in gone:
        if shop.contact is None:
            continue
        name = f"removed:{shop.id}:{now.isoformat()}"
        event = Closed(shop.id, "removed")
        arrival = Arrival(
            event_id(unit.business, SOURCE, name), SOURCE, name, now, None, event, shop.contact, shop.contact
        )
        await unit.inbox.add(arrival)


async def make_shop_links(unit: Unit, business: Business, vault: SecretVault, now: datetime) -> tuple[StartLink, ...]:
    """Make a fresh single-use link for every unlinked shop. Earlier links work until one of them is opened.

    No link is made if no chat app can open it.
    """
    waiting = [shop for shop in await unit.of(Shops).all() if shop.contact is None] if has_staff_chat(business) else []
    return await invite_shops(unit, waiting, business, vault.hash_token, now) if waiting else ()


async def invite_shops(
    unit: Unit, shops: Sequence[Shop], business: Business, hash_token: Callable[[str], str], now: datetime
) -> tuple[StartLink, ...]:
    """Make a start link for each of these shops. The person who opens it answers for the shop from then on."""
    tokens = {shop.id: secrets.token_urlsafe(TOKEN_BYTES) for shop in shops}
    invites = [Invite(hash_token(token), INVITE, None, None, None, shop) for shop, token in tokens.items()]
    await unit.access.invite_all(invites, now, now + VALID_FOR)
    return tuple(StartLink(shop.name, make_start_url(business, tokens[shop.id])) for shop in shops)


def _shop(unit: Unit, before: Shop | None, entry: ShopEntry) -> Shop:
    """Return the shop's new row. A language that the shopkeeper chose stays until the file's language changes."""
    said = before is not None and before.follows and not entry.follows
    kept = before is not None and before.stated == entry.language and not said
    return Shop(
        id=before.id if before else unit.ids.make(),
        ref=entry.ref,
        name=entry.name,
        location=entry.location,
        opens=entry.hours[0],
        closes=entry.hours[1],
        commission=None if entry.commission is None else Money.parse(entry.commission, "").micros,
        commission_percent=entry.commission_percent,
        language=before.language if before is not None and kept else entry.language,
        stated=entry.language,
        contact=before.contact if before else None,
        linked_at=before.linked_at if before else None,
        away_until=before.away_until if before else None,
        away_from=before.away_from if before else None,
        follows=before.follows if before is not None and kept else entry.follows,
        handover=entry.handover,
    )


async def _link(unit: Unit, shops: dict[str, Shop], entries: Sequence[ShopEntry], now: datetime) -> list[str]:
    """Link shops to the addresses in the file. Only the first message shows if an address works."""
    given = {entry.ref: entry.address for entry in entries if entry.address is not None}
    people = await unit.people.meet(given.values(), now)
    linked: dict[UUID, UUID] = {}
    lines = []
    for ref, address in given.items():
        if shops[ref].contact != people[address]:
            linked[shops[ref].id] = people[address]
            lines.append(f"shops: {shops[ref].name} is linked on {address.channel}")
    await unit.of(Shops).link_all(linked, now)
    if linked:
        await unit.of(Shops).void_invites(list(linked), now)
    return cut_lines(lines, "shops: {} more are linked")


def _describe_change(before: Shop, after: Shop) -> str:
    if before.removed_at is not None:
        return f"shops: {after.name} joins again"
    old, new = _facts(before), _facts(after)
    parts = [f"{name} {old[name]} → {new[name]}" for name in new if old[name] != new[name]]
    return f"shops: {after.name}: {', '.join(parts) or 'is in the file now'}"


def _facts(shop: Shop) -> dict[str, str]:
    percent = "" if shop.commission_percent is None else f"{shop.commission_percent:g} %"
    return {
        "name": shop.name,
        "location": shop.location or "none",
        "hours": shop.hours,
        "handover": shop.handover or "as usual",
        "commission": percent or ("none" if shop.commission is None else str(Money(shop.commission, ""))),
        "language": f"{shop.language}{', as it writes' if shop.follows else ''}",
    }


@dataclass(frozen=True, slots=True)
class AddShop:
    """Request to add a shop with a given name."""

    name: str
    location: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """An added shop with its start link (None if no chat app can open it), and the days that the link is valid."""

    shop: Shop
    link: str | None
    days: int


async def add_shop(turn: Turn, origin: Origin, command: AddShop) -> Added:
    """Add a shop, with a start link that is shown only once."""
    every = await turn.unit.of(Shops).list_every()
    name = command.name.casefold()
    twin = next((one for one in every if one.removed_at is None and one.name.casefold() == name), None)
    if twin is not None:
        raise Refused(WhyNot.SHOP_THERE, {"shop": name_shop(twin)}, more=tap("shop", twin.ref))
    shop = _make_shop(turn, command, {one.ref for one in every})
    await turn.unit.of(Shops).add([shop], turn.now)
    await turn.unit.access.log(origin.by, ADDED, turn.now, Subject("shop", shop.id))
    await turn.unit.of(Deeds).note(ADDED, shop.id, origin.by, turn.now)
    return await _link_shop(turn, shop)


async def _link_shop(turn: Turn, shop: Shop) -> Added:
    from handlers.actions.staff_members import VALID_FOR, has_staff_chat
    from handlers.sourcing.actions.shop_onboarding import (
        invite_shops,  # reads business files, loaded with the first that joins
    )

    if not has_staff_chat(turn.business):
        return Added(shop, None, VALID_FOR.days)
    (link,) = await invite_shops(turn.unit, [shop], turn.business, turn.tools.token_hash, turn.now)
    return Added(shop, link.url, VALID_FOR.days)


def _make_shop(turn: Turn, command: AddShop, taken: set[str]) -> Shop:
    from handlers.business_file.catalogue_sections import USUAL_HOURS

    opens, closes = USUAL_HOURS
    ref, locale = _ref(command.name, taken), turn.business.locale
    identity = turn.unit.ids.make()
    return Shop(identity, ref, command.name, command.location, opens, closes, None, None, locale, follows=True)


def _ref(name: str, taken: set[str]) -> str:
    """Make the reference of a new shop: the first word of its name, or more words if that is taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    parts = [part for part in _NOT_REF.split(plain) if part] or ["shop"]
    spelled = ["-".join(parts[:many])[:_LONGEST_REF].strip("-") for many in range(1, len(parts) + 1)]
    numbered = (f"{spelled[-1][: _LONGEST_REF - 4]}-{number}" for number in range(2, len(taken) + 3))
    return next(ref for ref in (*spelled, *numbered) if ref not in taken)
