"""A business's own wordings: which messages it may reword, and whether a wording can be sent."""

from collections.abc import Callable
from functools import cache

from flows.business import Business
from templates.finished_message import TemplateRefused
from templates.message_library import Library
from templates.phrases import Phrases
from templates.wording_rules import WordingHouse

CheckText = Callable[[str, str, WordingHouse], list[str]]
"""From a message's name, a business's text for it and whose it is to what is wrong with that text."""

LATER_TEXTS = frozenset(
    """
    digest return_notice return_offer birthday milestone reward inactive
    """.split()  # noqa: SIM905
)
"""Messages that only a later version says: a file that words them is right, and its owner is told that nothing does."""


@cache
def text_names() -> tuple[str, ...]:
    """The messages that a business may reword, or map to a template that WhatsApp approved, in order."""
    library = Library.load()
    said = {name for name in library.names() if library.message(name).rewordable}
    return tuple(sorted(said | LATER_TEXTS))


@cache
def worded_names() -> tuple[str, ...]:
    """All that a business may reword, in order: those messages, and the phrases for its staff and shops."""
    return tuple(sorted({*text_names(), *Phrases.load().names()}))


@cache
def written_locales() -> tuple[str, ...]:
    """The locales that every message of this version is written in, in order."""
    library = Library.load()
    every = [set(library.locales(name)) for name in library.names()]
    return tuple(sorted(set.intersection(*every)))


def house_of(business: Business) -> WordingHouse:
    """The business that words its texts, as the check of a wording knows it."""
    channels = tuple(dict.fromkeys(one.channel for one in business.channels))
    return WordingHouse(business.name, channels, business.terms, business.privacy, business.mailing_address)


def checked_by(library: Library) -> CheckText:
    """Checks against the messages of this version; of what a later one will say, that it can be a text at all."""

    def check(name: str, text: str, house: WordingHouse) -> list[str]:
        try:
            if name in Phrases.load().names():
                Phrases.load().check(name, text)
            else:
                library.check(text, name if name in library.names() else None, house)
        except TemplateRefused as refused:
            return [str(refused)]
        return []

    return check


def unchecked(_name: str, _text: str, _house: WordingHouse) -> list[str]:
    """Takes every text as it is: texts are checked again at their departure."""
    return []
