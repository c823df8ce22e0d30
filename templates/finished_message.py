"""A finished message, and the errors that prevent one; separate from the renderer, which is slow to import."""

from collections.abc import Mapping
from dataclasses import dataclass

from templates.sms_segments import Size


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a text: it opens `url`, or sends an answer with `id` if `url` is None.

    A row of a list is a button whose `id` is its number; `detail` is shown next to its text, such as a price. The text
    has at most 20 characters, WhatsApp's limit for reply buttons:
    https://developers.facebook.com/docs/whatsapp/cloud-api/messages/interactive-reply-buttons-messages
    """

    id: str
    text: str
    url: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished message. `size` is for SMS only; `variables` are WhatsApp's ContentVariables, from "1" on.

    `approved` is the text shown on the phone if WhatsApp's approved template is sent with these variables. `told` are
    the values in an SMS, by name and in order, except those equal in every text of a business. `picture` is the address
    of a picture above the text, on channels with pictures. `rows` are the choices that `text` lists by number;
    `unlisted` is the text without them, for channels that draw them. `subject` is one line, on channels with subjects.
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
    subject: str | None = None

    @property
    def keys(self) -> tuple[Button, ...]:
        """Return everything that can be pressed: the rows, then the buttons."""
        return (*self.rows, *self.buttons)

    @property
    def above_rows(self) -> str:
        """Return the text to show above drawn rows."""
        return self.text if self.unlisted is None else self.unlisted

    def spell_buttons(self) -> str:
        """Return the text with its buttons as lines, for channels that cannot show any."""
        return "\n".join([self.text, *map(_spell_button, self.buttons)])

    def spell_links(self) -> str:
        """Return the text with its links as lines, for channels that show only the buttons that answer."""
        return "\n".join([self.above_rows, *(_spell_button(one) for one in self.buttons if one.url)])


def _spell_button(button: Button) -> str:
    """Format a button as a line: with its address, with its leading number, or after a dash."""
    if button.url:
        return f"{button.text}: {button.url}"
    return button.text if button.text[0].isdigit() else f"- {button.text}"


class TemplateRefused(Exception):
    """A text uses something forbidden, or becomes too long. The message says what, on which line, and what may
    be used."""


class MissingValue(Exception):
    """A text needs a value that is absent, None or empty; the message must not be sent."""

    def __init__(self, name: str, template: str) -> None:
        super().__init__(f"{template}: the value {name!r} is missing")
        self.name = name
        self.template = template
