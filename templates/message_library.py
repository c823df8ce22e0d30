"""The library of messages: a name, a channel, a reader's locale and values go in, a finished text comes out.

It uses no clock and no database. A business's own text (`override`) has the same limits as ours.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from flows.channels import CHANNELS
from templates import message_catalogue
from templates.finished_message import MissingValue, Rendered, TemplateRefused
from templates.message_catalogue import CatalogueMessage
from templates.nameless_text import strip_name
from templates.wording_rules import WordingHouse, list_flaws

if TYPE_CHECKING:
    from templates.template_sandbox import Text


_PACKAGED = Path(__file__).parent / "messages"


class UnknownTemplate(Exception):
    """No message has this name; the error lists the existing ones."""


class Library:
    """All messages, compiled at first use and cached."""

    def __init__(self, messages: Mapping[str, CatalogueMessage]) -> None:
        self._messages = messages
        self._compiled = lru_cache(maxsize=1024)(_compile)

    @classmethod
    def load(cls, root: Path | None = None) -> "Library":
        """Load the messages under a folder; by default the packaged ones, once per process."""
        return cls({message.name: message for message in message_catalogue.read(root)}) if root else _load_packaged()

    def names(self) -> tuple[str, ...]:
        """Return the names of all messages, in order."""
        return tuple(self._messages)

    def message(self, name: str) -> CatalogueMessage:
        """Return a message as defined in its folder, for lists and documentation. Raises UnknownTemplate."""
        try:
            return self._messages[name]
        except KeyError:
            known = ", ".join(self._messages)
            raise UnknownTemplate(f"there is no message {name!r}; there are {known}") from None

    def locales(self, name: str) -> tuple[str, ...]:
        """Return the locales of a message. Raises UnknownTemplate."""
        return self.message(name).locales()

    def values(self, name: str) -> frozenset[str]:
        """Return the values that a message may name, on any channel. Raises UnknownTemplate."""
        message = self.message(name)
        approved = message.approved
        sources = [
            *message.texts.values(),
            *message.subjects.values(),
            *(map(approved.source, approved.bodies) if approved else ()),
        ]
        sources += [text for button in message.buttons for text in button.texts.values()]
        links = frozenset(button.link for button in message.buttons if button.link)
        return links.union(*(self._make_plain(source).names for source in sources))

    def check(self, source: str, name: str | None = None, house: WordingHouse | None = None) -> tuple[str, ...]:
        """Return the values that a business's text names, in order.

        If its message's ``name`` is given, also check the values against that message, and the law's requirements for
        that text of the business ``house``. Raises TemplateRefused with what is wrong, where, and what may be used;
        UnknownTemplate.
        """
        used = self._make_plain(source).names
        if not source.strip():
            raise TemplateRefused("line 1: the text is empty")
        if name is not None:
            self._check_for(self.message(name), source, used, house or WordingHouse())
        return tuple(sorted(used))

    def render(
        self,
        name: str,
        *,
        channel: str,
        locale: str,
        values: Mapping[str, object],
        override: str | None = None,
        longest: int | None = None,
    ) -> Rendered:
        """Return the finished message for one reader.

        `values` holds texts, sequences of texts (items), numbers (Decimal for money), aware datetimes and dates; with
        times also `zone` and `now`, with money `currency`. For SMS the items are shortened until the text fits, and
        until they have at most `longest` characters; other values may be longer, so check `Rendered.told`. WhatsApp's
        approved text differs from a business's own, so `approved` is None if there is an `override`, and such a text
        omits an unknown name. Raises UnknownTemplate, MissingValue, TemplateRefused (an invalid override, an endless
        text).
        """
        from templates.message_rendering import Draft
        from templates.message_values import NeedsValue, make_voice

        message = self.message(name)
        written = pick_locale(locale, message.locales(), "en")
        sms = CHANNELS[channel].segmented
        source = message.source(written, channel) if override is None else override
        if override is not None and not values.get("name"):
            source = strip_name(override)
        text = self._compiled(source, sms, written == "es")
        told = make_voice(values, choose_spoken_locale(locale, written), sms, text.gsm7, longest)
        subject = message.subject(written, channel)
        about = None if subject is None else self._make_plain(subject)
        try:
            said = Draft(message, written, channel, values, told, about).finish(text, self._make_plain)
        except NeedsValue as missing:
            raise MissingValue(str(missing), name) from None
        return said if override is None else replace(said, approved=None)

    def _make_plain(self, source: str) -> "Text":
        return self._compiled(source, False, False)

    def _check_for(self, message: CatalogueMessage, source: str, used: frozenset[str], house: WordingHouse) -> None:
        known = self.values(message.name)
        strange = sorted(used - known)
        if strange:
            line = next((at for at, line in enumerate(source.splitlines(), 1) if strange[0] in line), 1)
            having = ", ".join(sorted(known))
            raise TemplateRefused(f"line {line}: {message.name} has no value {strange[0]!r}; it has {having}")
        lacking = [name for name in message.must_name if name not in used]
        if lacking:
            raise TemplateRefused(f"line 1: {message.name} must use {{{{ {lacking[0]} }}}}")
        wrong = list(list_flaws(message, source, house))
        if wrong:
            raise TemplateRefused(f"line 1: the text of {message.name} {'; it '.join(wrong)}")


@cache
def _load_packaged() -> Library:
    """Return the packaged messages, cached, as reading their files takes a tenth of a second."""
    return Library({message.name: message for message in message_catalogue.read(_PACKAGED)})


def _compile(source: str, sms: bool, spanish: bool) -> "Text":
    from templates.template_sandbox import compile_text  # Jinja and what it speaks with are loaded with the first text

    return compile_text(source, sms, spanish)


def pick_locale(wanted: str | None, available: Collection[str], default: str) -> str:
    """Return the nearest available locale: "hi-IN" is "hi", "hi-Latn-IN" is "hi-Latn"; else the default, else
    English."""
    return _pick_locale(wanted, tuple(available), default)


@lru_cache(maxsize=1024)
def _pick_locale(wanted: str | None, available: tuple[str, ...], default: str) -> str:
    known = {locale.lower(): locale for locale in available}
    for tag in filter(None, (wanted, default)):
        parts = tag.replace("_", "-").lower().split("-")
        for length in range(len(parts), 0, -1):
            if "-".join(parts[:length]) in known:
                return known["-".join(parts[:length])]
    return "en"


def pick_approved(wanted: str, approved: Collection[str], default: str) -> str:
    """Return the nearest approved locale, as ``pick_locale`` chooses it, else the first. There must be at least one."""
    nearest = pick_locale(wanted, approved, default)
    return nearest if nearest in approved else next(iter(approved))


def choose_spoken_locale(wanted: str, written: str) -> str:
    """Return the locale for numbers and days: the reader's own region if the text is in the reader's language."""
    return wanted if wanted.replace("_", "-").lower().startswith(written.lower()) else written
