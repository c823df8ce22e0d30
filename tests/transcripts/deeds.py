"""What people, shops and providers do in a transcript: one pattern and one function each."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.simulator.channel import SOURCE
from bot.simulator.phone import spoken
from flows.events import AddressChanged
from flows.policy.facts import Programme
from handlers.api.envelope import read_envelope, read_event
from handlers.api.events import SOURCE as API
from handlers.intake import News
from storage.draws import Draw
from tests.providers.shopify import Trouble
from tests.providers.twilio import NUMBER, WHATSAPP
from tests.transcripts.script import Misprint, Person, stretch
from tests.transcripts.world import BUSINESS, PUBLIC

if TYPE_CHECKING:
    from tests.transcripts.runner import Story

Deed: TypeAlias = Callable[["Story", re.Match[str], tuple[str, ...]], Awaitable[None]]

_PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"
_BOX = "Text me about my cart and offers"
_ITEM = re.compile(r"(?:(\d+) x )?(.+?)(?: (\d+(?:\.\d\d)?))?")


async def says(story: Story, found: re.Match[str], more: tuple[str, ...]) -> None:
    """``dana> YES``, ``dana/telegram> /start``, ``asha (reply)> Yes, it is.``"""
    channel, value = story.way(found["who"], found["channel"])
    text = re.sub(
        r"/start \{(\w+)\}", lambda named: story.world.start_links[named[1]], "\n".join([found["text"], *more])
    )
    last = story.heard.get(f"{found['who']}/{channel}")
    if found["reply"] and last is None:
        raise Misprint(f"{found['who']} has nothing to reply to")
    answered = last if found["reply"] else None
    if channel == "telegram" and story.world.telegram is not None:
        reply = (
            {"reply_to_message": {"message_id": int(str(answered.provider_id).rpartition(":")[2])}} if answered else {}
        )
        await _accepted(story.world.telegram.say(int(value), text, **reply))
    elif channel != "telegram" and story.world.twilio is not None:
        more_fields = {"OriginalRepliedMessageSid": str(answered.provider_id)} if answered else {}
        await _accepted(_twilio_says(story, channel, value, text, **more_fields))
    else:
        asked = {"from": f"{channel}:{value}", "text": text, "reply_to": str(answered.id) if answered else None}
        said = await story.world.look(lambda turn: spoken(turn, asked))
        await story.world.take(said.news)
    await story.world.settle()


async def presses(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``dana presses Remind me later``: a button of the last message she got."""
    channel, value = story.way(found["who"], found["channel"])
    last = story.heard.get(f"{found['who']}/{channel}")
    button = next((one for one in (last.buttons if last else ()) if one["text"] == found["text"]), None)
    if button is None or last is None:
        raise Misprint(f"{found['who']} has no such button")
    if channel == "telegram" and story.world.telegram is not None:
        shown = next(one for one in reversed(story.world.telegram.messages) if one.chat == int(value))
        data = next(key["callback_data"] for key in shown.keys if key["text"] == found["text"])
        await _accepted(story.world.telegram.press(int(value), shown, data))
    elif channel != "telegram" and story.world.twilio is not None:
        pressed = {"ButtonPayload": button["id"], "ButtonText": button["text"]}
        await _accepted(_twilio_says(story, channel, value, button["text"], **pressed))
    else:
        asked = {"from": f"{channel}:{value}", "text": button["text"], "button": button["id"]}
        said = await story.world.look(lambda turn: spoken(turn, asked))
        await story.world.take(said.news)
    await story.world.settle()


async def _twilio_says(story: Story, channel: str, value: str, text: str, **fields: str) -> int:
    twilio = story.world.twilio
    assert twilio is not None, "the script names twilio"
    ends = (f"whatsapp:{value}", f"whatsapp:{WHATSAPP}") if channel == "whatsapp" else (value, NUMBER)
    return await twilio.say(*ends, text, url=f"{PUBLIC}/channels/twilio/{BUSINESS}/inbound", **fields)


async def _accepted(delivery: Awaitable[int | None]) -> None:
    status = await delivery
    if status != 200:
        raise Misprint(f"the webhook was answered {status}")


async def clicks(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``dana clicks``, ``a robot clicks dana's link``: the link of the last message she got."""
    who, agent = (found["who"], _PHONE) if found["who"] else (found["whose"], "WhatsApp/2.24.1 A")
    if who not in story.links:
        raise Misprint(f"{who} has no link")
    status = await story.world.visit(story.links[who], agent)
    if status != 302:
        raise Misprint(f"the link answered {status}")
    await story.world.settle()


async def cart(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``shop: cart c1 of dana: Blue kurta 39.00, Cotton scarf 25.00; agreed twice``."""
    data, options = _basket(story, found)
    data |= {
        "cart_id": found["id"],
        "checkout_url": options.get("url", f"https://tigertees.example/cart/{found['id']}"),
    }
    await _tell(story, "cart.updated", data, options)


async def order(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``shop: order o1 of dana from c1: Blue kurta 39.00; code {code}``."""
    data, options = _basket(story, found)
    codes = [_filled(story, options["code"])] if "code" in options else []
    data |= {"order_id": found["id"], "discount_codes": codes} | ({"cart_id": found["cart"]} if found["cart"] else {})
    await _tell(story, "order.created", data, options)


async def moved(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``shop: order o1 is cancelled``, ``… is refunded 20.00``, ``… is shipped; carrier UPS``."""
    options = _options(found["options"])
    data: dict[str, Any] = {"order_id": found["id"]}
    if found["what"] == "refunded":
        data |= {"currency": "USD", "total": found["amount"]}
    data |= {name: options[name] for name in ("carrier", "tracking_url", "expected") if name in options}
    await _tell(story, f"order.{found['what']}", data, options)


async def consents(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``shop: dana agreed twice by whatsapp``, ``shop: dana revoked by sms``."""
    person = story.person(found["who"])
    given = _consent(story, person, found["said"])
    await _tell(
        story, "customer.consented", {"customer": _customer(person), "consent": given}, _options(found["options"])
    )


async def again(story: Story, _: re.Match[str], __: tuple[str, ...]) -> None:
    """``shop: the same again``: the last event is delivered once more."""
    await story.world.take(story.world.told[-1])


async def event(story: Story, found: re.Match[str], more: tuple[str, ...]) -> None:
    """``event cart.updated`` and its data as JSON under it."""
    await _tell(story, found["type"], _json(story, more), {})


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
        await _tell(story, "cart.updated", data, {})


async def is_drawn(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``dana is drawn 0.03``: her number in the experiment, which is kept from then on."""
    channel, value = story.way(found["who"], None)
    address = await story.world.address(channel, value)
    assert address is not None, "she is known"
    tenant = await story.world.service.turns.tenant(BUSINESS)
    draw = Draw("recovery", address.contact, tenant.business.recovery.holdout, float(found["number"]))
    await story.world.service.turns.act(BUSINESS, lambda turn: turn.unit.draws.keep(draw, turn.now))


async def goes_away(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``shopify is away``, ``shopify is back``."""
    shop = story.world.shopify
    assert shop is not None, "the script has no `provider shopify`"
    shop._troubles.clear()
    if found["where"] == "away":
        shop.fail_next(*[Trouble.ERROR] * 1000)


async def blocks(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``dana blocks the bot``, ``dana lets the bot in``."""
    value = story.way(found["who"], "telegram")[1]
    stand, blocked = story.world.telegram, found["what"].startswith("blocks")
    if stand is not None and found["what"].endswith("unseen"):
        stand.blocked.add(int(value))
        return
    if stand is not None:
        await _accepted(stand.block(int(value)) if blocked else stand.unblock(int(value)))
        await story.world.settle()
        return
    changed = AddressChanged("telegram", value, "blocked" if blocked else "usable", story.world.now)
    await story.world.take(News(SOURCE, f"{changed}", changed, None))


async def provider_fails(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``twilio fails: 21610``, ``shopify fails 3 times: error``, ``twilio fails later: 30007`` (by its receipt)."""
    stand: Any = getattr(story.world, found["provider"])
    times, what = int(found["times"] or 1), found["what"]
    if found["provider"] == "shopify":
        stand.fail_next(*[Trouble(what)] * times)
    elif found["later"]:
        stand.fail(times, later=int(what))
    elif what == "cut":
        stand.fail(times, cut=True, stored=True)
    elif len(what) == 3:
        stand.fail(times, status=int(what), after=1 if what == "429" else None)
    else:
        stand.fail(times, code=int(what))


async def restarts(story: Story, _: re.Match[str], __: tuple[str, ...]) -> None:
    """``the service restarts``."""
    await story.world.restart()
    await story.world.settle()


async def sets(story: Story, _: re.Match[str], more: tuple[str, ...]) -> None:
    """``the shop sets`` and settings under it: its file is applied anew with these over those it had."""
    await story.world.apply("\n".join(more))
    await story.world.settle()


async def has_codes(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``shopify has 1 code``: how many discounts the shop really made."""
    assert story.world.shopify is not None, "the script has no `provider shopify`"
    made = [(one["code"], one["customerGets"]["value"]["percentage"]) for one in story.world.shopify.discounts]
    if len(made) != int(found["many"]):
        raise Misprint(f"the shop has {made}")
    if found["percent"] and [round(share * 100) for _, share in made] != [int(found["percent"])]:
        raise Misprint(f"the shop has {made}")


async def consent_is(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``consent dana: confirmed``, ``consent dana/whatsapp for offers: revoked``."""
    channel, value = story.way(found["who"], found["channel"])
    address = await story.world.address(channel, value)
    programme = Programme(found["programme"] or "reminders")
    state = (
        "none"
        if address is None
        else await story.world.look(lambda turn: turn.unit.consents.state(address.id, programme))
    )
    if state != found["state"]:
        raise Misprint(f"it is {state}")


async def ledger_ends(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``ledger dana ends: revoked, provider: 21610``: the last line, and where it comes from."""
    channel, value = story.way(found["who"], found["channel"])
    address = await story.world.address(channel, value)
    lines = [] if address is None else await story.world.look(lambda turn: turn.unit.consents.ledger(address.contact))
    mine = [line for line in lines if address and line.address == address.id]
    said = f"{mine[-1].action.value}, {mine[-1].source}" if mine else "nothing"
    if said != found["said"]:
        raise Misprint(f"it ends: {said}")


async def address_is(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``address dana/telegram: blocked``."""
    channel, value = story.way(found["who"], found["channel"])
    address = await story.world.address(channel, value)
    state = "unknown" if address is None else address.state.value
    if state != found["state"]:
        raise Misprint(f"it is {state}")


async def runs_open(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``dana has 1 recovery``: how many conversations of a kind are open with her."""
    channel, value = story.way(found["who"], None)
    address = await story.world.address(channel, value)
    assert address is not None, "she is known"
    open_ = await story.world.look(lambda turn: turn.unit.runs.open_of(address.contact))
    many = sum(run.flow == found["flow"] for run in open_)
    if many != int(found["many"]):
        raise Misprint(f"she has {many}")


async def _tell(story: Story, kind: str, data: dict[str, Any], options: dict[str, str]) -> None:
    now = story.world.now
    at = now - stretch(options["ago"]) if "ago" in options else now
    identity = f"e{len(story.world.told) + 1}"
    body = json.dumps({"id": identity, "type": kind, "occurred_at": at.isoformat(), "data": data}).encode()
    await story.world.take(News(API, identity, read_event(read_envelope(body), now), body))


def _basket(story: Story, found: re.Match[str]) -> tuple[dict[str, Any], dict[str, str]]:
    options = _options(found["options"])
    items = [_item(text) for text in found["items"].split(", ")] if found["items"] != "nothing" else []
    total = sum((Decimal(item["price"]) * item["quantity"] for item in items), Decimal(0))
    data: dict[str, Any] = {"currency": options.get("currency", "USD"), "items": items}
    data["total"] = options.get("total", str(total))
    if found["who"] != "nobody":
        person = story.person(found["who"])
        data["customer"] = _customer(person)
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


def _customer(person: Person) -> dict[str, str]:
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


def _options(text: str | None) -> dict[str, str]:
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


_WHO = r"(?P<who>\w+)(?:/(?P<channel>\w+))?"
_OPTIONS = r"(?P<options>(?:; .*)?)"
_ITEMS = rf"(?P<items>[^;]+){_OPTIONS}"

DEEDS: tuple[tuple[str, Deed], ...] = (
    (rf"{_WHO}(?P<reply> \(reply\))?> (?P<text>.*)", says),
    (rf"{_WHO} presses (?P<text>.*)", presses),
    (r"(?P<who>\w+) clicks", clicks),
    (r"a robot clicks (?P<whose>\w+)'s link(?P<who>)", clicks),
    (rf"shop: cart (?P<id>\w+) of (?P<who>\w+): {_ITEMS}", cart),
    (rf"shop: order (?P<id>\w+) of (?P<who>\w+)(?: from (?P<cart>\w+))?: {_ITEMS}", order),
    (rf"shop: order (?P<id>\w+) is (?P<what>\w+)(?: (?P<amount>[\d.]+))?{_OPTIONS}", moved),
    (rf"shop: (?P<who>\w+) (?P<said>(?:agreed|revoked)[^;]*){_OPTIONS}", consents),
    (r"shop: the same again", again),
    (r"event (?P<type>[\w.]+)", event),
    (r"shopify (?P<topic>[\w/]+)", shopify),
    (r"(?P<who>\w+) (?P<what>blocks the bot(?: unseen)?|lets the bot in)", blocks),
    (
        r"(?P<provider>twilio|telegram|shopify) fails(?: (?P<times>\d+) times)?(?P<later> later)?: (?P<what>.+)",
        provider_fails,
    ),
    (r"shop: (?P<many>\d+) others leave a cart, agreed by whatsapp", crowd),
    (r"(?P<who>\w+) is drawn (?P<number>0\.\d+)", is_drawn),
    (r"shopify is (?P<where>away|back)", goes_away),
    (r"the service restarts", restarts),
    (r"the shop sets", sets),
    (r"shopify has (?P<many>\d+) codes?(?: of (?P<percent>\d+)%)?", has_codes),
    (rf"consent {_WHO}(?: for (?P<programme>\w+))?: (?P<state>\w+)", consent_is),
    (rf"ledger {_WHO} ends: (?P<said>.*)", ledger_ends),
    (rf"address {_WHO}: (?P<state>\w+)", address_is),
    (r"(?P<who>\w+) has (?P<many>\d+) (?P<flow>recovery|opt_in)", runs_open),
)
