"""A sentence that says something to many people, as the campaign that it means: "tell everyone we open at 9"."""

from __future__ import annotations

import re
from collections.abc import Callable

from flows.folding import folded
from handlers.audience.naming import names_of
from handlers.audience.phrases import read_phrase
from handlers.campaigns.called import as_name, is_nameable
from handlers.campaigns.sentences.sentence import people_said
from handlers.turn import Turn
from storage.campaigns.campaigns import LONGEST_NAME, Campaigns

_TELL = re.compile(
    r"^\s*(?:(?:please|pls|plz|por favor|can you|could you)\s+)?"
    r"(?:tell|inform|notify|let|message|msg|text|write(?: to)?|send (?:a )?(?:message|text) to|"
    r"d[ií](?:les)? a|avisa(?:les)? a|escribe(?:les)? a|dile a)\s+(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_SEND = re.compile(
    r"^\s*(?:(?:please|pls|plz|por favor|can you|could you)\s+)?(?:send|give|manda(?:les)?|env[ií]a(?:les)?)\s+"
    r"(?:a\s+)?(?P<people>[^:“\"«]+?)\s+(?:a|this|the|one|un|este)\s+(?:message|msg|text|sms|note|mensaje|texto)\b"
    r"(?:\s+(?:that|saying|to say|que|diciendo))?[\s:,]+(?P<words>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_HINDI = re.compile(
    r"^\s*(?P<people>.+?)\s*(?:ko|को)\s+(?:batao|bata do|bol do|bolo|message karo|बताओ|बता दो)\s*"
    r"(?:ki|कि)?[\s:,]+(?P<words>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_IN_QUOTES = re.compile(
    r"(?P<people>[^“\"«]+?)[\s:,]*[“\"«](?P<words>[^“”\"«»]+)[”\"»](?P<when>[^“”\"«»]*)$", re.DOTALL
)
_PARTED = re.compile(r"\s*(?::|\bthat\b|\bknow(?: that)?\b|\bque\b)\s*", re.IGNORECASE)
_MINE = re.compile(
    r"\b(?:all )?(?:my|our|mis|nuestros) |^(?:the|los|las) (?!(?:customer|client|buyer|person|lady|guy|man|one)\b)",
    re.IGNORECASE,
)
"""What stands before people and says no more of them; "the customer" is one, whom somebody knows."""
_CUSTOMERS = re.compile(
    r"^(?:all |every |todos los )?(?:customers?|clients?|clientes|clientas|buyers|people)$", re.IGNORECASE
)
_MOST_PEOPLE, _FEWEST_WORDS = 8, 2
_NAME_WORDS, _MOST_NAMES = 3, 9
_EVERYONE = "everyone"
_EVERYBODY = frozenset({"everyone", "everybody", "todos", "todas", "sab", "sabko"})
_NARROWS = frozenset("who that in from with without gone near not whose of que de en sin jo jinhone".split())  # noqa: SIM905
"""Words behind "everyone" that say which."""
_BEGINNING = frozenset("we our the it is its there i you your this these today nuestra la el hum humari".split())  # noqa: SIM905
"""Words with which what is told begins: no people end in them."""


def said_to_many(text: str, means: Callable[[str], bool]) -> tuple[str, str] | None:
    """Who is to be told, and what; None for any other text, and where one person is named. ``means`` tells of some
    words whether they are people."""
    hindi = _HINDI.match(text)
    if hindi is not None:
        people = _spelled(hindi["people"])
        return (people, _sentence(hindi["words"])) if means(people) else None
    sent = _SEND.match(text)
    if sent is not None and means(_spelled(sent["people"])):
        return _spelled(sent["people"]), _sentence(sent["words"])
    found = _TELL.match(text)
    if found is None or text.rstrip().endswith("?"):
        return None
    quoted = _IN_QUOTES.match(found["rest"])
    if quoted is not None and means(_spelled(quoted["people"])):  # what stands behind is no part of the words
        return f"{_spelled(quoted['people'])} {quoted['when'].strip()}".rstrip(), _sentence(quoted["words"])
    for parted in _PARTED.finditer(found["rest"]):
        people, words = _spelled(found["rest"][: parted.start()]), found["rest"][parted.end() :]
        if means(people) and len(words.split()) >= _FEWEST_WORDS:
            return people, _sentence(words)
    return _unparted(found["rest"].split(), means)


async def meant(turn: Turn, text: str) -> tuple[str, str] | None:
    """Who is to be told, and what; the names of the business are loaded only where a text may be such a sentence."""
    if said_to_many(text, lambda _people: True) is None:
        return None
    names = await names_of(turn)
    return said_to_many(text, lambda people: read_phrase(people, names).criteria is not None)


def _unparted(said: list[str], means: Callable[[str], bool]) -> tuple[str, str] | None:
    """The first words that are people, as many as can be, and the others."""
    for many in range(min(_MOST_PEOPLE, len(said) - _FEWEST_WORDS), 0, -1):
        people = _spelled(" ".join(said[:many]))
        if folded(said[many - 1]) not in _BEGINNING and not _goes_beyond(said[:many]) and means(people):
            return people, _sentence(" ".join(said[many:]))
    return None


def _goes_beyond(people: list[str]) -> bool:
    """Whether "everyone" is said and a word more, of which it cannot be told whether it is of the people or of what
    they are told: "everyone new mugs are in"."""
    everyone = [many for many in range(1, len(people) + 1) if _is_everyone(" ".join(people[:many]))]
    return bool(everyone) and everyone[-1] < len(people) and folded(people[everyone[-1]]) not in _NARROWS


def _is_everyone(people: str) -> bool:
    return folded(people) in _EVERYBODY or _spelled(people) == _EVERYONE


def _spelled(people: str) -> str:
    """The words for people as /audience reads them: "all my customers" is everyone."""
    bare = _MINE.sub("", f"{people.strip()} ").strip()
    return _EVERYONE if _CUSTOMERS.match(bare) else people_said(bare)


def _sentence(words: str) -> str:
    bare = words.strip().strip('"“”').strip()
    return bare[:1].upper() + bare[1:]


async def command_of(turn: Turn, people: str, words: str) -> str:
    """The command behind /campaign that drafts it, with the words in quotes: nothing in them is a part of it then."""
    plain = words.translate(dict.fromkeys(map(ord, '“”"«»'), "'"))
    return f"new {await _name(turn, words)} to {people} “{plain}”"


async def _name(turn: Turn, words: str) -> str:
    """The first words of it that hold no figure, for that may be an hour; no other campaign is called so."""
    bare = as_name(words.casefold()).split()
    plain = [one for one in bare if not any(map(str.isdigit, one))]
    name = " ".join(plain[:_NAME_WORDS])[: LONGEST_NAME - 2].strip()
    name = name if name and is_nameable(name) else "news"
    for number in range(1, _MOST_NAMES + 1):
        tried = name if number == 1 else f"{name} {number}"
        if await turn.unit.of(Campaigns).called(tried) is None:
            return tried
    return name  # which is taken, and said to be
