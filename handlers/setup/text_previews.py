"""Previews of texts as a customer would see them, with a product of the business; and the arguments of /text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.channels import CHANNELS, Buttons
from flows.money import Money
from flows.phrase import Lines, Ours, Text, phrase
from flows.policy.message_price import estimate_price
from handlers.engine.example_values import choose_channel, list_text_names, load_values
from handlers.setup.setting_words import simply
from handlers.staff_chat.argument_questions import quote_unread
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing
from handlers.staff_chat.staff_command import IssuedCommand, Reply

if TYPE_CHECKING:
    from handlers.engine.turn import Turn
    from templates.finished_message import Rendered

_DIALLING = {"US": "+1205", "CA": "+1416", "IN": "+91", "GB": "+44", "ES": "+34", "MX": "+52"}
_EXAMPLE_NAME = "Dana"
_A_WORD = 20  # letters
_PLAIN_VALUE = re.compile(r"(?<!\{)\{\s*(\w+)\s*\}(?!\})")


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text as on a phone, with the labels of the buttons below; for an SMS also its size and price."""

    text: str
    channel: str
    buttons: tuple[str, ...] = ()
    characters: int = 0
    segments: int = 0
    price: Money | None = None


async def render(
    turn: Turn, name: str, text: str | None, channel: str | None = None, *, nameless: bool = False
) -> ShownText:
    """Render a message by its name, with the words of ``text`` if given, otherwise the business's words.

    The customer's name is an example, or is left out if ``nameless``. Raises MissingValue (templates.finished_message)
    and TemplateRefused.
    """
    channel = channel or choose_channel(turn.business)
    override = turn.business.texts.get(name) if text is None else text
    values = dict(await load_values(turn, name))
    if override is not None and not nameless:
        values["name"] = _EXAMPLE_NAME
    rendered = turn.tools.library.render(
        name, channel=channel, locale=turn.business.locale, values=values, override=override
    )
    if rendered.size is None:
        return _show_in_chat(rendered, channel)
    segments = rendered.size.segments
    price = estimate_price(channel, _DIALLING.get(turn.business.country), segments)
    return ShownText(rendered.text, channel, (), len(rendered.text), segments, price)


def _show_in_chat(rendered: Rendered, channel: str) -> ShownText:
    """Return the text with real buttons if the channel has them; otherwise with its buttons written out."""
    if CHANNELS[channel].buttons is not Buttons.ANY:
        return ShownText(rendered.spell_buttons(), channel)
    return ShownText(rendered.spell_links(), channel, tuple(one.text for one in rendered.keys if not one.url))


async def loses_its_link(turn: Turn, name: str, seen: ShownText) -> bool:
    """Return True if a text has no link, but our own words of that message have one."""
    link = str((await load_values(turn, name))["link"])
    own = await render(turn, name, read_packaged(turn, name), seen.channel)
    return link in own.text and link not in seen.text


async def get_source(turn: Turn, name: str) -> str:
    """Return the editable words of a message, with values in braces: the business's own, otherwise ours."""
    own = turn.business.texts.get(name)
    if own is not None:
        return own
    from templates.possible_texts import type_words

    return type_words(
        read_packaged(turn, name), {one for one, value in (await load_values(turn, name)).items() if value}
    )


def read_packaged(turn: Turn, name: str) -> str:
    """Return our own words for the preview's channel."""
    from templates.message_library import pick_locale

    message = turn.tools.library.message(name)
    locale = pick_locale(turn.business.locale, message.locales(), "en")
    return message.source(locale, choose_channel(turn.business))


async def list_values(turn: Turn, name: str) -> str:
    """List the values that a text may name, as typed: "{brand}, {items}, {link}, {name}". If the customer's name is
    unknown, the text is shown with no name."""
    filled = turn.tools.library.values(name) & {*await load_values(turn, name), "name"}
    return ", ".join(f"{{{one}}}" for one in sorted(filled))


async def _find_text(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Parse the name of a text, as written or as in a command to tap, with blanks."""
    if not words:
        return Missing()
    known = set(list_text_names())
    whole = words[0].casefold()
    for many in (1,) if "_" in whole and whole in known else range(min(len(words), 4), 0, -1):
        name = "_".join(word.casefold() for word in words[:many])
        if name in known:
            return FoundArgument(f"texts.{name}", words[many:], name)
    text = Lines((phrase("text_unknown", unread=quote_unread(words[:3])), phrase("next", command=Ours("/texts"))))
    return Reply(text, understood=False)


async def _ask_which_text(_asked: IssuedCommand, _known: Known) -> Reply:
    return Reply(phrase("text_which", command=Ours("/texts")), asks=())


async def _new_text(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Return all text after the name, with its line breaks; a value may have single braces, as in {brand}."""
    if not words:
        return Missing()
    if len(words) == 1 and words[0].casefold() in {"default", "original"}:
        return FoundArgument(None)
    if len(words) == 1 and " " not in words[0] and len(words[0]) <= _A_WORD:  # "1", "ok": they answer something else
        return Missing()
    begins = re.escape(words[0].split()[0])
    found = re.search(rf"(?<!\S)[\"“]?({begins}.*)", asked.text.strip(), re.DOTALL)
    written = found[1] if found else " ".join(words)
    return FoundArgument(_PLAIN_VALUE.sub(r"{{ \1 }}", written.strip().strip('"“”')))


async def _ask_text(asked: IssuedCommand, known: Known) -> Reply:
    name = known["path"]
    values = await list_values(asked.turn, name)
    now = simply(await get_source(asked.turn, name))
    lines: list[Text] = [phrase("text_now", text=name), Ours(now), phrase("text_say", values=Ours(values))]
    if name in asked.turn.business.texts:
        lines.append(phrase("text_default", command=Ours(f"/text {name} default")))
    return Reply(Lines(tuple(lines)), asks=("text", name))  # after the bare name: "for", "last" begin the new text


TEXT_ARGUMENTS = (
    Argument("path", "cart_reminder", _find_text, _ask_which_text),
    Argument("value", "", _new_text, _ask_text, written=True),
)
