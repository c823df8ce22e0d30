"""A business's own wordings: the messages that it may reword, and the check of a wording."""

from collections.abc import Callable
from functools import cache

from flows.business import Business
from flows.greeting_name import FOREIGN_TAG
from templates.finished_message import TemplateRefused
from templates.message_library import Library
from templates.phrases import Phrases
from templates.wording_rules import WordingHouse, read

CheckText = Callable[[str, str, WordingHouse], list[str]]
"""A function from a message's name, a business's text for it and the text's owner to the mistakes in that text."""

LATER_TEXTS = frozenset(
    """
    digest birthday milestone reward inactive
    """.split()  # noqa: SIM905
)
"""Messages of a later version only: a file with them is valid, and its owner learns that they are unused."""


@cache
def list_text_names() -> tuple[str, ...]:
    """Return the messages that a business may reword or map to an approved WhatsApp template, in order."""
    library = Library.load()
    said = {name for name in library.names() if library.message(name).rewordable}
    return tuple(sorted(said | LATER_TEXTS))


@cache
def list_wording_names() -> tuple[str, ...]:
    """Return everything that a business may reword, in order: messages, and phrases for its staff and shops."""
    return tuple(sorted({*list_text_names(), *Phrases.load().names()}))


@cache
def list_written_locales() -> tuple[str, ...]:
    """Return the locales of all messages of this version, in order."""
    library = Library.load()
    every = [set(library.locales(name)) for name in library.names()]
    return tuple(sorted(set.intersection(*every)))


def make_house(business: Business) -> WordingHouse:
    """Return the data of the business that the check of a wording needs."""
    channels = tuple(dict.fromkeys(one.channel for one in business.channels))
    return WordingHouse(business.name, channels, business.terms, business.privacy, business.mailing_address)


def make_text_check(library: Library) -> CheckText:
    """Make the check of a text against this version's messages; a later version's message is checked only as text."""

    def check(name: str, text: str, house: WordingHouse) -> list[str]:
        try:
            if name in Phrases.load().names():
                Phrases.load().check(name, text)
            else:
                library.check(text, name if name in library.names() else None, house)
        except TemplateRefused as refused:
            return [str(refused)]
        foreign = FOREIGN_TAG.search(read(text))
        return (
            [f"{foreign[0]} is a tag of another tool; values are written like {{{{ name }}}}"]
            if foreign is not None
            else []
        )

    return check


def accept_unchecked(_name: str, _text: str, _house: WordingHouse) -> list[str]:
    """Accept every text, since texts are checked again at their departure."""
    return []
