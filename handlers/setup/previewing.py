"""Texts as a customer would see them: with a product of the business where it sells one, and as many segments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.channels import CHANNELS, Buttons
from flows.money import Money
from flows.policy.spending import expected_price
from handlers.example_values import channel_of, values_of

if TYPE_CHECKING:
    from handlers.turn import Turn
    from templates.rendered import Rendered

_DIALLING = {"US": "+1205", "CA": "+1416", "IN": "+91", "GB": "+44", "ES": "+34", "MX": "+52"}
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
    return Shown(rendered.linked(), channel, tuple(one.text for one in rendered.keys if not one.url))


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
