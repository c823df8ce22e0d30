"""Texts as a customer would see them: with a product of the business where it sells one, and as many segments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flows.channels import CHANNELS, SMS, Buttons
from flows.money import Money
from flows.policy.spending import expected_price
from handlers.wording import often
from storage.links import EXAMPLE

if TYPE_CHECKING:
    from flows.business import Business
    from handlers.turn import Turn
    from templates.rendered import Rendered

_DIALLING = {"US": "+1205", "CA": "+1416", "IN": "+91", "GB": "+44", "ES": "+34", "MX": "+52"}
_LASTS = timedelta(hours=48)
_PERCENT = 10
_EXAMPLE_NAME = "Dana"


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as it would stand on a phone, with the labels of the buttons below; of an SMS also its size and what one
    costs."""

    text: str
    channel: str
    buttons: tuple[str, ...] = ()
    characters: int = 0
    segments: int = 0
    price: Money | None = None


async def render(
    turn: Turn, name: str, text: str | None, channel: str | None = None, *, nameless: bool = False
) -> Shown:
    """A message by its name, in the words of ``text`` where that is given, else of the business.

    Its own words show an example of a name, but for whoever is ``nameless``.
    Raises templates.rendered.MissingValue, TemplateRefused.
    """
    channel = channel or channel_of(turn.business)
    override = turn.business.texts.get(name) if text is None else text
    values = dict(await values_of(turn))
    if override is not None and not nameless:
        values["name"] = _EXAMPLE_NAME
    rendered = turn.tools.library.render(
        name, channel=channel, locale=turn.business.locale, values=values, override=override
    )
    if rendered.size is None:
        return _in_chat(rendered, channel)
    segments = rendered.size.segments
    price = expected_price(channel, _DIALLING.get(turn.business.country), segments)
    return Shown(rendered.text, channel, (), len(rendered.text), segments, price)


def _in_chat(rendered: Rendered, channel: str) -> Shown:
    """With real buttons where any text carries them; elsewhere they are spelled out."""
    if CHANNELS[channel].buttons is not Buttons.ANY:
        return Shown(rendered.spelled(), channel)
    return Shown(rendered.linked(), channel, tuple(one.text for one in rendered.buttons if not one.url))


def channel_of(business: Business) -> str:
    """The channel whose texts are shown: SMS, where each costs by its length, else the one that is tried first."""
    used = business.channels_order or tuple(one.channel for one in business.channels)
    return next((name for name in used if CHANNELS[name].segmented), next(iter(used), SMS.name))


async def loses_its_link(turn: Turn, name: str, seen: Shown) -> bool:
    """Whether a text leads nowhere where our own words of that message do."""
    link = str((await values_of(turn))["link"])
    own = await render(turn, name, packaged(turn, name), seen.channel)
    return link in own.text and link not in seen.text


async def source(turn: Turn, name: str) -> str:
    """The words of a message as the business may change them, values in braces: its own, else ours of its channel."""
    own = turn.business.texts.get(name)
    if own is not None:
        return own
    from templates.readings import as_typed

    return as_typed(packaged(turn, name), {one for one, value in (await values_of(turn)).items() if value})


def packaged(turn: Turn, name: str) -> str:
    """Our own words for the channel whose texts are shown."""
    from templates.library import pick_locale

    message = turn.tools.library.message(name)
    locale = pick_locale(turn.business.locale, message.locales(), "en")
    return message.source(locale, channel_of(turn.business))


async def filled_in(turn: Turn, name: str) -> str:
    """The values of a message that may be named, as they are typed: "{brand}, {items}, {link}, {name}"; a name is left
    out for whoever has told none."""
    filled = turn.tools.library.values(name) & {*await values_of(turn), "name"}
    return ", ".join(f"{{{one}}}" for one in sorted(filled))


async def values_of(turn: Turn) -> Mapping[str, Any]:
    """What is filled in for everybody: a name is not, for not every customer has told one."""
    business = turn.business
    sold = [one.title for one in await turn.unit.products.some(1)]
    until = turn.now + _LASTS
    percents = [step.discount.base for step in business.recovery.steps if step.discount]
    base = turn.link_base or business.site.rstrip("/") or "https://shop.example"
    common = {
        "brand": business.name,
        "support": business.support or business.site or business.name,
        "terms": business.terms,
        "privacy": business.privacy,
        "mailing_address": business.mailing_address,
        "zone": turn.zone,
        "now": turn.now,
        "currency": business.currency,
        "often": often(business.policy.marketing_caps),
        "items": sold or ["T-shirt"],
        "link": f"{base}/l/{EXAMPLE}",
        "code": "THANKS-7KQ2",
        "percent": next(iter(percents), _PERCENT),
        "order": "1234",
        "amount": Decimal(100),
        "days": "5-7",
        "happened": "shipped",
        "offer": "5 days",
        "alternatives": sold or ["T-shirt"],
        "have": sold or ["T-shirt"],
        "missing": sold or ["T-shirt"],
    }
    return {**common, **dict.fromkeys(("until", "answer_by", "when", "expected"), until)}
