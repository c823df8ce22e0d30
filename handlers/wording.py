"""What a message says: its text, the values that may stand in it, and its short link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from flows.policy.facts import Departure
from handlers import persons
from handlers.turn import Turn
from storage.messages import Message
from storage.people import Contact
from templates.library import Rendered

_TRIES = 5  # codes for one link


async def render(turn: Turn, message: Message, person: Contact | None, facts: Departure) -> Rendered:
    """The text as it is to leave. Raises templates.library.MissingValue, TemplateRefused."""
    if message.template is None:
        return Rendered(text=message.text or "", buttons=(), size=None, variables={}, locale=turn.business.locale)
    values = await _values(turn, message, person, persons.zone_of(facts, turn.zone))
    return turn.tools.library.render(
        message.template,
        channel=message.channel,
        locale=(person.locale if person else None) or turn.business.locale,
        values=values,
        override=turn.business.texts.get(message.template),
    )


def shown(message: Message, rendered: Rendered) -> str:
    """What stands on the phone: WhatsApp takes buttons in approved templates only, so a free text spells them out."""
    return rendered.spelled() if message.channel == "whatsapp" else rendered.text


async def _values(turn: Turn, message: Message, person: Contact | None, zone: ZoneInfo) -> Mapping[str, Any]:
    """What a text may name: the business, the person, the cart, the short link, and what the decision gave along."""
    values: dict[str, Any] = {
        "brand": turn.business.name,
        "support": turn.business.support or turn.business.site or turn.business.name,
        "zone": zone,
        "now": turn.now,
        "currency": turn.business.currency,
    }
    if person is not None and person.name:
        values["name"] = person.name.split()[0]
    cart = await turn.unit.carts.get(message.subject) if message.subject else None
    if cart is not None:
        values |= {"items": [item.title for item in cart.items], "amount": cart.total.decimal}
        values["currency"] = cart.total.currency
        if cart.checkout_url and "link" in turn.tools.library.values(message.template or ""):
            values["link"] = await _link(turn, message, _with_code(cart.checkout_url, message.data.get("code")))
    return values | dict(message.data)


def _with_code(url: str, code: object) -> str:
    """The cart's address with the code filled in, as Shopify reads it (help.shopify.com, shareable discount links)."""
    if not code or "myshopify.com" not in url:
        return url
    return f"{url}{'&' if '?' in url else '?'}discount={code}"


async def _link(turn: Turn, message: Message, url: str) -> str:
    """The recipient's own short link, or the cart's address itself where there is no place to serve one from."""
    if turn.link_base is None:
        return url
    for attempt in range(_TRIES):
        code = turn.tools.seeds.link_code(message.id, attempt)
        if await turn.unit.links.add(code, url, message.id, message.contact, turn.now):
            return f"{turn.link_base}/l/{code}"
        taken = await turn.unit.links.get(code)
        if taken is not None and taken.message == message.id:
            return f"{turn.link_base}/l/{code}"
    raise RuntimeError("five codes in a row are taken; 62^7 of them cannot be")
