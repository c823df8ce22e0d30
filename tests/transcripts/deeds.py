"""What people and providers do in a transcript, and what it asks of them: one pattern and one function each."""

from __future__ import annotations

import asyncio
import json
import re
from base64 import b64encode
from collections.abc import Awaitable, Sequence
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import Image

from bot.channels.simulated_channel import SOURCE
from bot.conversations import CONVERSATIONS
from bot.simulator.simulated_phone import read_spoken
from flows.actor import SYSTEM
from flows.events import AddressChanged, ComplaintArrived
from flows.plans.plan_json import read_terms
from flows.plans.standard_plans import READY_PLANS
from flows.policy.departure_facts import Programme
from handlers.engine.turn import Turn
from handlers.people.inbound_event import InboundEvent
from handlers.plans import plan_changes
from storage.consent.consent_evidence import Proof
from storage.people.people import Identity
from storage.plans.plan_versions import KeptPlans
from storage.sending.holdout_draws import Assignment
from storage.sending.message import Message
from tests.providers import Fault, Server
from tests.providers.shopify import Trouble
from tests.providers.telegram import TOKEN as BOT
from tests.providers.twilio import NUMBER, WHATSAPP
from tests.transcripts.partner_deeds import PARTNER_DEEDS
from tests.transcripts.payment_deeds import PAYMENT_DEEDS
from tests.transcripts.record_deeds import RECORD_DEEDS
from tests.transcripts.script import Misprint
from tests.transcripts.shop_deeds import SHOP_DEEDS, Deed
from tests.transcripts.sourcing_deeds import SOURCING_DEEDS
from tests.transcripts.world import BUSINESS, PUBLIC

if TYPE_CHECKING:
    from tests.transcripts.runner import Story

_PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"


_TYPES = {"image": "image/png", "document": "image/png", "video": "video/mp4"}


async def sends(story: Story, found: re.Match[str], more: tuple[str, ...]) -> None:
    """``asha sends 2 photos``, ``karol sends 1 photo: 1234``, ``asha (reply to all) sends 1 paper``, ``1 video``"""
    channel, value = story.way(found["who"], None)
    answered = story.ear.last(found["who"], channel) if found["reply"] else None
    if found["quoted"]:
        answered = await _latest(story, channel, value, found["quoted"])
    kind = {"photo": "image", "video": "video"}.get(found["what"], "document")
    urls = [_photo(at) if kind == "image" else "data:text/plain,a%20bill" for at in range(int(found["many"]))]
    asked = {
        "from": f"{channel}:{value}",
        "text": "\n".join([found["text"] or "", *more]),
        "reply_to": str(answered.id) if answered else None,
        "media": [{"url": url, "kind": kind, "content_type": _TYPES[kind]} for url in urls],
    }
    said = await story.world.look(lambda turn: read_spoken(turn, asked))
    await story.world.take(said.incoming)


async def sends_list(story: Story, found: re.Match[str], more: tuple[str, ...]) -> None:
    """``karol sends a list`` with its lines under it; ``of text/html`` where it says to be something else."""
    channel, value = story.way(found["who"], None)
    kind, text = found["kind"] or "text/csv", "\n".join(more)
    url = f"data:{kind};base64,{b64encode(text.encode()).decode()}"
    media = [{"url": url, "kind": "document", "content_type": kind}]
    asked = {"from": f"{channel}:{value}", "text": "", "media": media}
    said = await story.world.look(lambda turn: read_spoken(turn, asked))
    await story.world.take(said.incoming)


def _photo(number: int) -> str:
    """A small picture, another one for each number, in an address that holds it."""
    drawn = BytesIO()
    Image.new("RGB", (64, 48), (20 * number % 256, 90, 140)).save(drawn, "PNG")
    return f"data:image/png;base64,{b64encode(drawn.getvalue()).decode()}"


def _heard(story: Story, pattern: str, otherwise: str) -> str:
    """What somebody heard of last: the number of an order that began in a chat, a customer's code."""
    texts = (message.text or "" for *_, message in reversed(story.ear.heard))
    return next((found[0] for text in texts if (found := re.search(pattern, text))), otherwise)


async def says(story: Story, found: re.Match[str], more: tuple[str, ...]) -> None:
    """``dana> YES``, ``dana/telegram> /start``, ``asha (reply)> Yes, it is.``, ``bo (reply to Blue kurta)> yes``"""
    channel, value = story.way(found["who"], found["channel"])
    text = re.sub(
        r"/start \{(\w+)\}", lambda named: story.world.start_links[named[1]], "\n".join([found["text"], *more])
    )
    text = text.replace("{order}", _heard(story, r"\bP\d{5}\b", "{order}"))
    text = text.replace("{start}", _heard(story, r"/start [\w-]{32}", "{start}"))
    text = text.replace("{referral}", _heard(story, r"\bR[A-HJKMNP-Z2-9]{6}\b", "{referral}"))
    last = story.ear.last(found["who"], channel)
    text = text.replace("{last}", (last.text or "") if last is not None else "{last}")
    unknown = found["quoted"] == "an unknown message"
    if found["quoted"] and not unknown:
        last = await _latest(story, channel, value, found["quoted"])
    if found["reply"] and not unknown and last is None:
        raise Misprint(f"{found['who']} has nothing to reply to")
    answered = last if found["reply"] else None
    if channel == "telegram" and story.world.telegram is not None:
        reply = {"reply_to_message": _quoted(answered, int(value))} if answered else {}
        await _accepted(story.world.telegram.say(int(value), text, **reply))
    elif channel != "telegram" and story.world.twilio is not None:
        more_fields = {"OriginalRepliedMessageSid": str(answered.provider_id)} if answered else {}
        await _accepted(_twilio_says(story, channel, value, text, **more_fields))
    else:
        quoted = "unknown" if unknown else str(answered.id) if answered else None
        asked = {"from": f"{channel}:{value}", "text": text, "reply_to": quoted}
        said = await story.world.look(lambda turn: read_spoken(turn, asked))
        await story.world.take(said.incoming)
    await story.world.settle()


async def writes_at_once(story: Story, found: re.Match[str], _more: tuple[str, ...]) -> None:
    """``gita writes at once: yes | STOP``: several texts in a row, before anybody acts upon the first."""
    channel, value = story.way(found["who"], found["channel"])
    for text in found["texts"].split(" | "):
        asked = {"from": f"{channel}:{value}", "text": text}
        story.world.told.append((await story.world.look(lambda turn, asked=asked: read_spoken(turn, asked))).incoming)
    last = story.world.told[-len(found["texts"].split(" | ")) :]
    await asyncio.gather(*(story.world.service.inbox.take(BUSINESS, one) for one in last))
    await story.world.settle()


def _quoted(answered: Message, chat: int) -> dict[str, Any]:
    """The message that is answered, as Telegram repeats it: https://core.telegram.org/bots/api#message"""
    number = int(str(answered.provider_id).rpartition(":")[2])
    bot = {"id": int(BOT.partition(":")[0]), "is_bot": True, "first_name": "Parley"}
    whose = {"from": bot, "chat": {"id": chat, "type": "private"}, "date": int(answered.created_at.timestamp())}
    return {"message_id": number, **whose, "text": answered.text or ""}


async def _latest(story: Story, channel: str, value: str, words: str, button: str = "") -> Message | None:
    """The latest message to an address that holds these words, and that button."""
    to = await story.world.address(channel, value)
    theirs = [one for one in await story.world.messages() if one.direction == "out" and to and one.address == to.id]
    held = [one for one in theirs if not button or any(key["text"] == button for key in one.buttons or ())]
    return next((one for one in reversed(held) if words in (one.text or "")), None)


async def presses(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``dana presses Remind me later``: a button of the last message she got, ``… once more`` of the last with it."""
    channel, value = story.way(found["who"], found["channel"])
    label = found["text"].removesuffix(" once more")
    last = story.ear.last(found["who"], channel)
    if label != found["text"]:
        last = await _latest(story, channel, value, "", label)
    button = next((one for one in (last.buttons if last else ()) if one["text"] == label), None)
    if button is None or last is None:
        raise Misprint(f"{found['who']} has no such button")
    if channel == "telegram" and story.world.telegram is not None:
        theirs = [one for one in reversed(story.world.telegram.messages) if one.chat == int(value)]
        shown = next(one for one in theirs if any(key.get("callback_data") == button["id"] for key in one.keys))
        await _accepted(story.world.telegram.press(int(value), shown, button["id"]))
    elif channel != "telegram" and story.world.twilio is not None:
        pressed = {"ButtonPayload": button["id"], "ButtonText": button["text"]}
        await _accepted(_twilio_says(story, channel, value, button["text"], **pressed))
    else:
        asked = {"from": f"{channel}:{value}", "text": button["text"], "button": button["id"]}
        said = await story.world.look(lambda turn: read_spoken(turn, asked))
        await story.world.take(said.incoming)
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


async def deletes(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``asha deletes the message with Order 1234``: from the chat, at Telegram."""
    channel, value = story.way(found["who"], None)
    message, stand = await _latest(story, channel, value, found["words"]), story.world.telegram
    if message is None or stand is None:
        raise Misprint(f"{found['who']} has no such message, or the script no `provider telegram`")
    stand.deleted.add(int(str(message.provider_id).rpartition(":")[2]))


async def clicks(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``dana clicks``, ``a robot clicks dana's link``: the link of the last message she got."""
    who, agent = (found["who"], _PHONE) if found["who"] else (found["whose"], "WhatsApp/2.24.1 A")
    link = story.ear.link(who)
    if link is None:
        raise Misprint(f"{who} has no link")
    status = await story.world.visit(link, agent)
    if status != 302:
        raise Misprint(f"the link answered {status}")
    await story.world.settle()


async def is_drawn(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``dana is drawn 0.03``, ``dana is drawn 0.03 in birthday``: her number in a plan's experiment, which is kept."""
    channel, value = story.way(found["who"], None)
    address = await story.world.address(channel, value)
    if address is None:
        raise Misprint(f"{found['who']} is nobody yet: a number is drawn for whom an event above this line names")
    tenant, name = await story.world.service.turns.tenant(BUSINESS), found["plan"] or "recovery"
    make = CONVERSATIONS.flows[name].plan if name in CONVERSATIONS.flows else None
    chance = make(tenant.business).holdout if make is not None else READY_PLANS[name].holdout
    draw = Assignment(name, address.contact, chance, float(found["number"]))
    await story.world.service.turns.act(BUSINESS, lambda turn: turn.unit.draws.keep(draw))


async def keeps_plan(story: Story, found: re.Match[str], more: tuple[str, ...]) -> None:
    """``the plan follow_up is kept``, with its terms as JSON under it: kept and turned on."""
    terms = read_terms(json.loads("\n".join(more)))

    async def keep(turn: Turn) -> None:
        kept = await plan_changes.keep(turn, SYSTEM, found["name"], terms)
        await turn.unit.of(KeptPlans).set_enabled(kept.id, True, turn.now)

    await story.world.service.turns.act(BUSINESS, keep)


async def proves(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``gita proves every address``: a card of her own has shown that all of them are hers."""
    ways = story.script.people[found["who"]].ways
    names = [Identity(channel, value) for channel, value in ways.items()]
    await story.world.service.turns.act(BUSINESS, lambda turn: turn.unit.people.prove(names, turn.now))


async def goes_away(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``shopify is away``, ``shopify is back``; ``razorpay``, ``stripe``."""
    if found["provider"] != "shopify":
        payments: Server | None = getattr(story.world, found["provider"])
        assert payments is not None, "the script names the provider"
        payments.mood = partial(Fault, status=503 if found["where"] == "away" else None)
        return
    shop = story.world.shopify
    assert shop is not None, "the script has no `provider shopify`"
    shop._troubles.clear()
    if found["where"] == "away":
        shop.fail_next(*[Trouble.ERROR] * 1000)


async def proposes(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``the proposer says yes``: the choice, the topic or ``none`` that it names from now on."""
    assert story.world.proposer is not None, "the script has no `provider proposer`"
    story.world.proposer.says = {"choice": found["choice"]}


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
    await story.world.take(InboundEvent(SOURCE, f"{changed}", changed, None))


async def complains(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``bo marks the last mail as spam``, as the mail provider tells."""
    channel, value = story.way(found["who"], "email")
    last = story.ear.last(found["who"], channel)
    if last is None:
        raise Misprint(f"{found['who']} got no mail")
    event = ComplaintArrived(channel, value, last.provider_id or "", story.world.now, last.id)
    await story.world.take(InboundEvent(SOURCE, f"complaint:{last.id}", event, None))


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
    elif what == "error":
        stand.fail(times, status=500)
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
    made = [(one["code"], one["customerGets"]["value"].get("percentage", 0)) for one in story.world.shopify.discounts]
    if len(made) != int(found["many"]):
        raise Misprint(f"the shop has {made}")
    if found["percent"] and {round(share * 100) for _, share in made} != {int(found["percent"])}:
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


async def proof_is(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``proof dana for offers: answer "YES" to opt_in_ask (en): Tiger Tees: …``: what can be shown of a yes."""
    channel, value = story.way(found["who"], found["channel"])
    address = await story.world.address(channel, value)
    at = [] if address is None else [address.id]
    lines = await story.world.look(lambda turn: turn.unit.evidence.page(50, at=at))
    mine = [one for one in lines if one.programme == (found["programme"] or "reminders") and one.action != "revoked"]
    begins, left_open, _rest = found["said"].partition("{rest}")
    told = _proven(mine)
    if not told.startswith(begins) or not (left_open or told == begins):
        raise Misprint(f"it is {told}")


def _proven(lines: Sequence[Proof]) -> str:
    if not lines:
        return "nothing"
    words = f' "{lines[0].words}"' if lines[0].words else ""
    shown = lines[0].shown
    source = f" to {shown.template}" if shown and shown.template else ""
    locale = f" ({shown.locale})" if shown and shown.locale else ""
    text = " / ".join(shown.text.splitlines()) if shown else "nothing"
    return f"{lines[0].means}{words}{source}{locale}: {text}"


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
    open_ = await story.world.look(lambda turn: turn.unit.runs.list_open(address.contact))
    many = sum(run.flow == found["flow"] for run in open_)
    if many != int(found["many"]):
        raise Misprint(f"she has {many}")


async def sees(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``bo sees https://shop.example/kurta.jpg``, ``bo/sms sees no picture``: what stood above the last message."""
    last = story.ear.last(found["who"], story.way(found["who"], found["channel"])[0])
    picture = last.picture if last is not None else None
    if (picture or "no picture") != found["picture"]:
        raise Misprint(f"above it stood {picture}")


_PLANS = "|".join((*(name for name, flow in CONVERSATIONS.flows.items() if flow.plan), *READY_PLANS))
_WHO = r"(?P<who>\w+)(?:/(?P<channel>\w+))?"

DEEDS: tuple[tuple[str, Deed], ...] = (
    *SHOP_DEEDS,
    *PARTNER_DEEDS,
    *PAYMENT_DEEDS,
    *RECORD_DEEDS,
    *SOURCING_DEEDS,
    (rf"{_WHO}(?P<reply> \(reply(?: to (?P<quoted>[^)]+))?\))?> (?P<text>.*)", says),
    (rf"{_WHO} presses (?P<text>.*)", presses),
    (
        r"(?P<who>\w+)(?P<reply> \(reply(?: to (?P<quoted>[^)]+))?\))? sends (?P<many>\d+) "
        r"(?P<what>photo|paper|video)s?(?:: (?P<text>.*))?",
        sends,
    ),
    (rf"{_WHO} writes at once: (?P<texts>.+)", writes_at_once),
    (r"(?P<who>\w+) deletes the message with (?P<words>.+)", deletes),
    (r"(?P<who>\w+) sends a list(?: of (?P<kind>\S+))?", sends_list),
    (rf"{_WHO} sees (?P<picture>https?://\S+|no picture)", sees),
    (r"(?P<who>\w+) clicks", clicks),
    (r"a robot clicks (?P<whose>\w+)'s link(?P<who>)", clicks),
    (r"(?P<who>\w+) proves every address", proves),
    (r"(?P<who>\w+) (?P<what>blocks the bot(?: unseen)?|lets the bot in)", blocks),
    (r"(?P<who>\w+) marks the last mail as spam", complains),
    (
        r"(?P<provider>twilio|telegram|shopify|razorpay|stripe) fails(?: (?P<times>\d+) times)?(?P<later> later)?"
        r": (?P<what>.+)",
        provider_fails,
    ),
    (rf"(?P<who>\w+) is drawn (?P<number>0\.\d+)(?: in (?P<plan>{_PLANS}))?", is_drawn),
    (r"the plan (?P<name>\w+) is kept", keeps_plan),
    (r"(?P<provider>shopify|razorpay|stripe) is (?P<where>away|back)", goes_away),
    (r"the proposer says (?P<choice>\w+)", proposes),
    (r"the service restarts", restarts),
    (r"the shop sets", sets),
    (r"shopify has (?P<many>\d+) codes?(?: of (?P<percent>\d+)%)?", has_codes),
    (rf"consent {_WHO}(?: for (?P<programme>\w+))?: (?P<state>\w+)", consent_is),
    (rf"proof {_WHO}(?: for (?P<programme>\w+))?: (?P<said>.*)", proof_is),
    (rf"ledger {_WHO} ends: (?P<said>.*)", ledger_ends),
    (rf"address {_WHO}: (?P<state>\w+)", address_is),
    (rf"(?P<who>\w+) has (?P<many>\d+) (?P<flow>{'|'.join(CONVERSATIONS.flows)})", runs_open),
)
