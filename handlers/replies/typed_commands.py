"""The command that a staff member typed: with or without a slash, or with one wrong letter.

A misspelling never runs a harmful command: dangerous commands are only suggested. Chat that merely resembles a command
("lunch at 1?" and launch) is not a command.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from unicodedata import category

from handlers.replies.text_normalisation import normalise
from handlers.replies.word_lists import read_sets

_NONE = read_sets("commands")["none"]
_MOST_NAMES = 3  # words after a command that may be a name
_QUOTED_OR_WORD = re.compile(r'"([^"]*)"|“([^”]*)”|(\S+)')
_SLASH = re.compile(r"^/([A-Za-z0-9_]+)(?:@[A-Za-z0-9_]+)?(?=\s|$)")

# A word this short is another word after one edit.
_SHORTEST_MISSPELT = 4
# Without a slash it is more often talk: "said" is no /paid, and "show" no /shop.
_SHORTEST_LOOSE = 5


@dataclass(frozen=True, slots=True)
class TypedCommand:
    """A command by its name in `known`; the arguments as typed, in order, with quoted text as one argument."""

    name: str
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A command that was probably intended; Parley asks before running it."""

    name: str


def read_command(
    text: str, known: Mapping[str, tuple[str, ...]], *, dangerous: Collection[str] = ()
) -> TypedCommand | Suggestion | None:
    """Parse the command in a text; None for conversation.

    `known` maps each name to its other spellings (phrases allowed: "how many"). One wrong letter is forgiven in words
    of more than three letters. A name in `dangerous`, or a slash command with more wrong letters, gives a Suggestion.
    Arguments, including a `/start` token, keep their case.
    """
    slash = _SLASH.match(text.strip())
    if slash:
        rest = text.strip()[slash.end() :]
        return _read_slash(slash[1], tuple(_arguments(rest)), known, dangerous)
    typed = list(_arguments(text))
    if not typed:
        return None
    opening = _match_opening(typed, known)
    if opening:
        name, length = opening
        return TypedCommand(name, tuple(typed[length:]))
    return None if "?" in text else _read_loose(typed, known, dangerous)


def is_loose(arguments: Collection[str]) -> bool:
    """Return True if the words after a command are conversation, not names or numbers: "refunded her last time"."""
    names = [word for word in arguments if not any(letter.isdigit() for letter in word)]
    return len(names) > _MOST_NAMES or any("?" in word for word in arguments)


def is_command_name(text: str, known: Mapping[str, tuple[str, ...]]) -> bool:
    """Return True if a short text with no slash begins with a command's name ("cancel 1234") and is no sentence."""
    typed = list(_arguments(text))
    opening = _match_opening(typed, known) if typed else None
    return opening is not None and not is_loose(typed[opening[1] :])


def says_none(word: str) -> bool:
    """Return True if a word turns a setting off: "off", "none", "nahi"."""
    return normalise(word) in _NONE


def says_more(unread: Collection[str]) -> bool:
    """Return True if words outside a command's arguments matter: "tomorrow", "or not", "the wrong house"."""
    return any(category(letter)[0] not in "PZC" for word in unread for letter in word)


def _read_slash(
    word: str, arguments: tuple[str, ...], known: Mapping[str, tuple[str, ...]], dangerous: Collection[str]
) -> TypedCommand | Suggestion | None:
    exact = _find(normalise(word), known)
    if exact:
        return TypedCommand(exact, arguments)
    near = _find_near(normalise(word), known, longest=2 if len(word) > 6 else 1)
    if near is None:
        return None
    return (
        TypedCommand(near, arguments) if near not in dangerous and _is_one_edit(word, near, known) else Suggestion(near)
    )


def _arguments(text: str) -> Iterator[str]:
    for quoted, curly, word in _QUOTED_OR_WORD.findall(text):
        yield quoted or curly or word.rstrip(".,!;") or word


def _spellings(known: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    for name, others in known.items():
        for spelling in (name, *others):
            yield name, normalise(spelling.removeprefix("/"))


def _find(word: str, known: Mapping[str, tuple[str, ...]]) -> str | None:
    return next((name for name, spelling in _spellings(known) if spelling == word), None)


def _find_near(word: str, known: Mapping[str, tuple[str, ...]], *, longest: int = 1) -> str | None:
    """Return the one command within ``longest`` edits of the word; None if there is none or if several are close."""
    if len(word) < _SHORTEST_MISSPELT:
        return None
    from rapidfuzz.distance import OSA  # loaded with the first possibly misspelt word

    near = sorted(
        (distance, name)
        for name, spelling in _spellings(known)
        if len(spelling) >= _SHORTEST_MISSPELT
        and (distance := OSA.distance(word, spelling, score_cutoff=longest)) <= longest
    )
    names = {name for distance, name in near if distance == near[0][0]}
    return names.pop() if len(names) == 1 else None


def _is_one_edit(word: str, name: str, known: Mapping[str, tuple[str, ...]]) -> bool:
    return _find_near(normalise(word), {name: known[name]}) == name


def _match_opening(typed: list[str], known: Mapping[str, tuple[str, ...]]) -> tuple[str, int] | None:
    """Return the command at the start of a text, the longest spelling first, and its number of words; None if none."""
    found = [
        (len(spelling.split()), name)
        for name, spelling in _spellings(known)
        if normalise(" ".join(typed[: len(spelling.split())])).rstrip("?") == spelling
    ]
    if not found:
        return None
    length, name = max(found, key=lambda item: item[0])
    return name, length


def _read_loose(
    typed: list[str], known: Mapping[str, tuple[str, ...]], dangerous: Collection[str]
) -> TypedCommand | Suggestion | None:
    first = normalise(typed[0])
    misspelt = None if len(first) < _SHORTEST_LOOSE else _find_near(first, known)
    if misspelt is None:
        return None
    return Suggestion(misspelt) if misspelt in dangerous else TypedCommand(misspelt, tuple(typed[1:]))
