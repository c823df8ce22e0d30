"""The menu of a free text while the window is open: buttons or a list, rendered by the vendor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from flows.channels import CHANNELS, SIMULATED
from flows.delivery import Key, Menu
from flows.menu_shapes import MenuShape, choose_shape, variables
from flows.phrase import phrase
from handlers.engine import person_language
from handlers.engine.turn import Turn
from storage.sending.message import Message
from storage.sending.session_menu_contents import SessionMenuContents
from templates.finished_message import Rendered

Contents = Mapping[UUID, Mapping[str, str]]


async def gather(turn: Turn, messages: Sequence[Message]) -> Contents:
    """Load the stored menus of the senders whose channel has menus; if there are none, no query is made."""
    senders = {one.sender for one in messages if one.sender is not None and CHANNELS[one.channel].menus is not None}
    return await turn.unit.of(SessionMenuContents).of(senders) if senders else {}


def build_menu(turn: Turn, message: Message, rendered: Rendered, contents: Contents) -> tuple[Menu, str] | None:
    """Return the menu of a message and its name; None if its choices are written in the text.

    A message that replaces a failed one has no menu, since the menu may have been the reason.
    """
    can, keys = CHANNELS[message.channel].menus, make_keys(rendered)
    if can is None or message.fallback_of is not None or rendered.picture is not None:
        return None
    body = rendered.spell_links()
    choices = tuple(key for key in keys if key.url is None)
    shape = choose_shape(body, choices, can)
    content = None if shape is None else _content(turn, message, shape, contents)
    if shape is None or content is None:
        return None
    opens = person_language.load_speech(turn, rendered.locale).say(phrase("menu_opens"))
    return Menu(content, body, variables(shape, body, choices, opens, can)), shape.name


def make_keys(rendered: Rendered) -> tuple[Key, ...]:
    """Convert the buttons of a rendered message into keys for a channel."""
    return tuple(Key(button.id, button.text, button.url, button.detail) for button in rendered.keys)


def _content(turn: Turn, message: Message, shape: MenuShape, contents: Contents) -> str | None:
    settings = turn.business.channel(message.channel)
    if settings is not None and settings.provider == SIMULATED:
        return shape.name
    return contents.get(message.sender, {}).get(shape.name) if message.sender is not None else None
