"""What happens at a payment provider in a transcript: somebody pays there, a refund moves, its webhooks come or do not.

The stand-in is asked for what is so; what it tells us goes through ``world.post``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from flows.money import MICROS, Money
from tests.transcripts.script import Misprint
from tests.transcripts.shop_deeds import Deed

if TYPE_CHECKING:
    from storage.sending.message import Message
    from tests.transcripts.runner import Story

_URL = re.compile(r"https://(?:rzp\.io/i/|checkout\.stripe\.com/c/pay/)\w+")
_HUNDREDTH = MICROS // 100
_FORGOTTEN = "5f0c0c1e7a1b4c6d8e9f0a1b2c3d4e5f"  # a reference of an order that a restored database lost
_SUCCEEDED = {"processed": "succeeded", "created": "pending"}  # Stripe's words for it


def provider(story: Story) -> Any | None:
    """The stand-in through whom the customer pays; None is the simulator."""
    return story.world.razorpay or story.world.stripe


async def pay(story: Story, stand: Any, found: re.Match[str]) -> None:
    """Somebody pays by the last link they got, or by the one before it."""
    links = _links(story, found["who"], stand)
    place = -2 if found["before"] else -1
    if found["again"] or len(links) < -place:
        raise Misprint(f"{found['who']} has no such link to pay")
    await _pay(story, stand, links[place], found["amount"])


async def pays_another(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``somebody pays another link: 899.00``: of the same account, not made by us; ``a forgotten link``: by us once."""
    forgotten = found["whose"] == "a forgotten"
    stand, micros = _stand(story), Money.parse(found["amount"], "INR").micros
    if story.world.stripe is not None:
        asked = {"mode": "payment", "expires_at": "0", "line_items[0][quantity]": "1"}
        item = {"currency": "inr", "unit_amount": str(micros // _HUNDREDTH)}
        asked |= {f"line_items[0][price_data][{name}]": value for name, value in item.items()}
        asked |= {"client_reference_id": _FORGOTTEN} if forgotten else {}
        link = story.world.stripe._add_session(asked)
    else:
        reference = _FORGOTTEN if forgotten else "INV-2031"
        link = stand._add_link({"amount": micros // _HUNDREDTH, "currency": "INR", "reference_id": reference})
    await _pay(story, stand, link["id"], None)


async def pays_untold(story: Story, _: re.Match[str], __: tuple[str, ...]) -> None:
    """``somebody pays the last link``: the last one that was made, whoever was told of it; staff finds it there."""
    stand = _stand(story)
    await _pay(story, stand, _made_last(story, stand), None)


async def is_lost(story: Story, _: re.Match[str], __: tuple[str, ...]) -> None:
    """``the webhook is lost``: the next one never comes."""
    _stand(story)
    story.world.post.lost += 1


async def tells(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``razorpay tells late``: nothing comes until ``razorpay tells now``, and then the latest comes first."""
    stand = _stand(story, found["provider"])
    if found["when"] == "late":
        story.world.post.late = True
        return
    await story.world.post.bring_held(stand)
    await story.world.settle()


async def refunds(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``razorpay refunds: processed``, ``… created``, ``… failed``: how far the last refund has come."""
    stand, status = _stand(story, found["provider"]), found["status"]
    if not stand.refunds:
        raise Misprint("nothing goes back")
    word = _SUCCEEDED.get(status, status) if found["provider"] == "stripe" else status
    await _tell(story, stand, stand.move(next(reversed(stand.refunds)), word))


async def sent_back(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``somebody sends 350.00 back at razorpay``: of the last payment, in the provider's dashboard."""
    stand, minor = _stand(story, found["provider"]), Money.parse(found["amount"], "INR").micros // _HUNDREDTH
    if not stand.payments:
        raise Misprint("nothing was paid")
    if found["provider"] == "stripe":
        refund = stand._add_refund({"payment_intent": next(reversed(stand.payments)), "amount": str(minor)})
        await _tell(story, stand, stand.move(refund["id"], "succeeded"))
    else:
        refund = stand._add_refund(stand.payments[next(reversed(stand.payments))], {"amount": minor})
        await _tell(story, stand, stand.move(refund["id"], "processed"))


async def ends(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``stripe expires the link``: the last one that was made; ``razorpay tells of the cancelled link``."""
    stand = _stand(story, found["provider"])
    await _tell(story, stand, stand.expire(_made_last(story, stand)))


async def cancelled(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``razorpay tells that the link is cancelled``: the last one that we took back."""
    stand = _stand(story, found["provider"])
    gone = [name for name, link in stand.links.items() if link["status"] == "cancelled"]
    if not gone:
        raise Misprint("no link was taken back")
    await _tell(story, stand, stand.cancelled(gone[-1]))


async def has(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``razorpay has 2 payments of 899.00, 1 refund of 899.00``: what money really moved there."""
    stand = _stand(story, found["provider"])
    for name, kept in (("payment", stand.payments), ("refund", stand.refunds)):
        told = re.search(rf"(\d+) {name}s?(?: of ([\d.]+))?(?:, |$)", found["what"])
        sums = {one["amount"] for one in kept.values() if one["status"] != "failed"}
        many = sum(one["status"] != "failed" for one in kept.values())
        wanted = {Money.parse(told[2], "INR").micros // _HUNDREDTH} if told and told[2] else sums
        if many != (int(told[1]) if told else 0) or sums != wanted:
            raise Misprint(f"it has {list(kept.values())}")


async def balance(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``razorpay has no money``: refunds are refused until ``razorpay has money``."""
    _stand(story, found["provider"]).balance = found["none"] is None


async def _pay(story: Story, stand: Any, link: str, amount: str | None) -> None:
    if story.world.stripe is not None:
        if amount:
            raise Misprint("a Checkout Session is paid as a whole")
        hook: Any = stand.pay(link)
    else:
        currency = stand.links[link]["currency"]
        hook = stand.pay(link, Money.parse(amount, currency).micros // _HUNDREDTH if amount else None)
    await _tell(story, stand, hook)


async def _tell(story: Story, stand: Any, hook: Any) -> None:
    await story.world.post.bring(stand, hook)
    await story.world.settle()


def _stand(story: Story, name: str | None = None) -> Any:
    stand = getattr(story.world, name) if name else provider(story)
    if stand is None:
        raise Misprint(f"the script has no `provider {name or 'razorpay'}`")
    return stand


def _made_last(story: Story, stand: Any) -> str:
    links = stand.sessions if story.world.stripe is not None else stand.links
    if not links:
        raise Misprint("no link was made")
    return str(next(reversed(links)))


def _links(story: Story, who: str, stand: Any) -> list[str]:
    """What somebody was sent to pay by, oldest first, by the provider's ids."""
    urls = [url for one in story.ear.of(who) for url in _urls(one)]
    if story.world.stripe is not None:
        return [url.rpartition("/")[2] for url in dict.fromkeys(urls)]
    names = {link["short_url"]: name for name, link in stand.links.items()}
    return [names[url] for url in dict.fromkeys(urls)]


def _urls(message: Message) -> list[str]:
    return _URL.findall(" ".join([message.text or "", *(str(key.get("url")) for key in message.buttons)]))


_OF = r"(?P<provider>razorpay|stripe)"

PAYMENT_DEEDS: tuple[tuple[str, Deed], ...] = (
    (r"somebody pays (?P<whose>another|a forgotten) link: (?P<amount>\d+\.\d\d)", pays_another),
    (r"somebody pays the last link", pays_untold),
    (r"the webhook is lost", is_lost),
    (rf"{_OF} tells (?P<when>late|now)", tells),
    (rf"{_OF} refunds: (?P<status>created|processed|failed)", refunds),
    (rf"somebody sends (?P<amount>\d+\.\d\d) back at {_OF}", sent_back),
    (rf"{_OF} expires the link", ends),
    (r"(?P<provider>razorpay) tells that the link is cancelled", cancelled),
    (rf"{_OF} has (?P<none>no )?money", balance),
    (rf"{_OF} has (?P<what>\d+ (?:payment|refund).*)", has),
)
