"""A finished message, and why there may be none; apart from what makes it, which is much to load."""

from collections.abc import Mapping
from dataclasses import dataclass

from templates.sms_segments import Size


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a text: it opens `url`, or without one sends an answer with `id`.

    A row of a list is a button whose `id` is its number; `detail` is shown next to its text, as a price. The text has
    at most 20 characters, WhatsApp's limit for reply buttons:
    https://developers.facebook.com/docs/whatsapp/cloud-api/messages/interactive-reply-buttons-messages
    """

    id: str
    text: str
    url: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished message. `size` is for SMS only; `variables` are WhatsApp's ContentVariables, "1" upwards.

    `approved` is the text on the phone when WhatsApp's approved template is sent with these variables. `told` are the
    values in an SMS, by name and in order, except those equal in every text of a business. `picture` is the address of
    a picture for above the text, on channels with pictures. `rows` are the choices that `text` lists by number;
    `unlisted` is the text without them, for channels that draw them.
    """

    text: str
    buttons: tuple[Button, ...]
    size: Size | None
    variables: Mapping[str, str]
    locale: str
    approved: str | None = None
    told: tuple[tuple[str, str], ...] = ()
    picture: str | None = None
    rows: tuple[Button, ...] = ()
    unlisted: str | None = None

    @property
    def keys(self) -> tuple[Button, ...]:
        """Return all that can be pressed: the rows, then the buttons."""
        return (*self.rows, *self.buttons)

    @property
    def above_rows(self) -> str:
        """Return the text above drawn rows."""
        return self.text if self.unlisted is None else self.unlisted

    def spell_buttons(self) -> str:
        """Return the text with its buttons written out, a line each, for where none can be shown."""
        return "\n".join([self.text, *map(_spell_button, self.buttons)])

    def spell_links(self) -> str:
        """Return the text with its links written out, for where the buttons that answer are shown below."""
        return "\n".join([self.above_rows, *(_spell_button(one) for one in self.buttons if one.url)])


def _spell_button(button: Button) -> str:
    """Return a button as a line: with its address, with the number it begins with, or after a dash."""
    if button.url:
        return f"{button.text}: {button.url}"
    return button.text if button.text[0].isdigit() else f"- {button.text}"


class TemplateRefused(Exception):
    """A text uses what it may not, or grows too long. The message says what, on which line, and what may be used."""


class MissingValue(Exception):
    """A text needs a value that is absent, None or empty; the message must not leave."""

    def __init__(self, name: str, template: str) -> None:
        super().__init__(f"{template}: the value {name!r} is missing")
        self.name = name
        self.template = template
