"""What a shop tells in a transcript: carts, orders, consents, webhooks."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.conversations import CONVERSATIONS
from handlers.api.event_endpoints import SOURCE as API
from handlers.api.event_envelope import make_envelope_model
from handlers.api.request_body import read_body
from handlers.people.inbound_event import InboundEvent
from tests.transcripts.script import Misprint, Person, stretch
from tests.transcripts.world import BUSINESS

if TYPE_CHECKING:
    from tests.transcripts.runner import Story

Deed: TypeAlias = Callable[["Story", re.Match[str], tuple[str, ...]], Awaitable[None]]

_BOX = "Text me about my cart and offers"
_ITEM = re.compile(r"(?:(\d+) x )?(.+?)(?: (\d+(?:\.\d\d)?))?")


async def cart(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``shop: cart c1 of dana: Blue kurta 39.00, Cotton scarf 25.00; agreed twice``."""
    data, options = _basket(story, found)
    data |= {
        "cart_id": found["id"],
        "checkout_url": options.get("url", f"https://tigertees.example/cart/{found['id']}"),
    }
    await tell(story, "cart.updated", data, options)


async def order(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``shop: order o1 of dana from c1: Blue kurta 39.00; code {code}``."""
    data, options = _basket(story, found)
    codes = [_filled(story, options["code"])] if "code" in options else []
    data |= {"order_id": found["id"], "discount_codes": codes} | ({"cart_id": found["cart"]} if found["cart"] else {})
    await tell(story, "order.created", data, options)


async def moved(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``shop: order o1 is cancelled``, ``… is refunded 20.00``, ``… is shipped; carrier UPS``."""
    options = read_options(found["options"])
    data: dict[str, Any] = {"order_id": found["id"]}
    if found["what"] == "refunded":
        data |= {"currency": options.get("currency", "USD"), "total": found["amount"]}
    data |= {name: options[name] for name in ("carrier", "tracking_url", "expected") if name in options}
    await tell(story, f"order.{found['what']}", data, options)


async def consents(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``shop: dana agreed twice by whatsapp``, ``shop: dana revoked by sms``."""
    person = story.person(found["who"])
    given = _consent(story, person, found["said"])
    await tell(
        story,
        "customer.consented",
        {"customer": customer_data(person), "consent": given},
        read_options(found["options"]),
    )


async def again(story: Story, _: re.Match[str], __: tuple[str, ...]) -> None:
    """``shop: the same again``: the last event is delivered once more."""
    await story.world.take(story.world.told[-1])


async def event(story: Story, found: re.Match[str], more: tuple[str, ...]) -> None:
    """``event cart.updated`` and its data as JSON under it."""
    await tell(story, found["type"], _json(story, more), {})


async def shopify(story: Story, found: re.Match[str], more: tuple[str, ...]) -> None:
    """``shopify checkouts/update`` and the webhook's body as JSON under it."""
    shop = story.world.shopify
    if shop is None:
        raise Misprint("the script has no `provider shopify`")
    body = json.dumps(_json(story, more)).encode()
    headers = {
        "X_Shopify_Event_Id": f"evt-{len(story.world.told)}-{found['topic']}",
        "X_Shopify_Triggered_At": story.world.now.isoformat(),
    }
    url = f"{story.world.origin}/webhooks/shopify/{BUSINESS}"
    status = await shop.send(found["topic"], body, url, **headers)
    if status != 200:
        raise Misprint(f"the webhook was answered {status}")
    await story.world.settle()
    if story.script.told_twice:
        await shop.send(found["topic"], body, url, **headers)
        await story.world.settle()


async def crowd(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``shop: 30 others leave a cart, agreed by whatsapp``: people in India without a name."""
    for number in range(int(found["many"])):
        phone = f"+91980001{number:04}"
        given = {"channel": "whatsapp", "source": "checkout box", "text": _BOX, "at": story.world.now.isoformat()}
        data: dict[str, Any] = {
            "cart_id": f"crowd{number}",
            "currency": "USD",
            "total": "9",
            "items": [_item("Socks 9.00")],
        }
        data |= {"checkout_url": "https://tigertees.example/cart", "customer": {"whatsapp": phone}, "consent": given}
        await tell(story, "cart.updated", data, {})


async def tell(story: Story, kind: str, data: dict[str, Any], options: dict[str, str]) -> None:
    now = story.world.now
    at = now - stretch(options["ago"]) if "ago" in options else now
    identity = f"e{story.world.told_before + len(story.world.told) + 1}"
    body = json.dumps({"id": identity, "type": kind, "occurred_at": at.isoformat(), "data": data}).encode()
    await story.world.take(
        InboundEvent(API, identity, read_body(make_envelope_model(CONVERSATIONS.told), body).event(now), body)
    )


def _basket(story: Story, found: re.Match[str]) -> tuple[dict[str, Any], dict[str, str]]:
    options = read_options(found["options"])
    items = [_item(text) for text in found["items"].split(", ")] if found["items"] != "nothing" else []
    total = sum((Decimal(item["price"]) * item["quantity"] for item in items), Decimal(0))
    data: dict[str, Any] = {"currency": options.get("currency", "USD"), "items": items}
    data["total"] = options.get("total", str(total))
    if found["who"] != "nobody":
        person = story.person(found["who"])
        data["customer"] = customer_data(person)
        said = next((word for word in options if word.startswith("agreed")), None)
        if said:
            data["consent"] = _consent(story, person, said)
    return data, options


def _item(text: str) -> dict[str, Any]:
    found = _ITEM.fullmatch(text.strip())
    assert found is not None, text
    many, title, price = found.groups()
    sku = re.sub(r"[^A-Z]+", "-", title.upper()).strip("-")[:20]
    return {"sku": sku or title[:20], "title": title, "quantity": int(many or 1), "price": price or "20.00"}


def customer_data(person: Person) -> dict[str, str]:
    ways = {("phone" if channel == "sms" else channel): value for channel, value in person.ways.items()}
    return {"id": f"c_{person.name}", "name": person.full, **ways, **person.details}


def _consent(story: Story, person: Person, said: str) -> dict[str, Any]:
    """``agreed``, ``agreed twice by whatsapp for partner_offers``, ``revoked by sms``."""
    named = re.search(r" by (\w+)", said)
    programme = re.search(r" for (\w+)", said)
    channel = named[1] if named else next(iter(person.ways))
    since = re.search(r" since (\w+)", said)
    at = story.world.now - stretch(since[1]) if since else story.world.now
    given = {"channel": channel, "purpose": "marketing", "source": "checkout box", "text": _BOX, "at": at.isoformat()}
    if programme:
        given["programme"] = programme[1]
    if said.startswith("revoked"):
        given["action"] = "revoked"
    return {**given, "double": " twice" in said}


def read_options(text: str | None) -> dict[str, str]:
    """``; code X; 10m ago; agreed twice`` by name; one without a value is its own name."""
    options: dict[str, str] = {}
    for part in (part.strip() for part in (text or "").split(";")):
        word, _, value = part.partition(" ")
        if part.endswith(" ago"):
            options["ago"] = part.removesuffix(" ago")
        elif word in {"agreed", "revoked"}:
            options[part] = ""
        elif part:
            options[word] = value
    return options


def _filled(story: Story, text: str) -> str:
    return story.codes[-1] if text == "{code}" else text


def _json(story: Story, more: tuple[str, ...]) -> Any:
    text = re.sub(r"@now(-\w+)?", lambda found: _ago(story.world.now, found[1]), "\n".join(more))
    return json.loads(text)


def _ago(now: datetime, back: str | None) -> str:
    return (now - stretch(back[1:]) if back else now).isoformat()


_OPTIONS = r"(?P<options>(?:; .*)?)"
_ITEMS = rf"(?P<items>[^;]+){_OPTIONS}"

SHOP_DEEDS: tuple[tuple[str, Deed], ...] = (
    (rf"shop: cart (?P<id>\w+) of (?P<who>\w+): {_ITEMS}", cart),
    (rf"shop: order (?P<id>\w+) of (?P<who>\w+)(?: from (?P<cart>\w+))?: {_ITEMS}", order),
    (rf"shop: order (?P<id>\w+) is (?P<what>\w+)(?: (?P<amount>[\d.]+))?{_OPTIONS}", moved),
    (rf"shop: (?P<who>\w+) (?P<said>(?:agreed|revoked)[^;]*){_OPTIONS}", consents),
    (r"shop: the same again", again),
    (r"event (?P<type>[\w.]+)", event),
    (r"shopify (?P<topic>[\w/]+)", shopify),
    (r"shop: (?P<many>\d+) others leave a cart, agreed by whatsapp", crowd),
)
