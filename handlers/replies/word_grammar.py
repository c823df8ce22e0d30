"""A small grammar over classes of words, shared by the readers.

A vocabulary gives each word (or phrase) one class. A text becomes a string with one letter for each word. A rule is a
regular expression over class names, so that one rule reads a sentence in every language with words in these classes.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from typing import TypeAlias

from handlers.replies.text_normalisation import BREAKS, SENTENCE_ENDS, split_tokens

# One private letter per class; the first five are for unlisted words.
_LETTERS = "xnpcs" + "".join(chr(0x2460 + i) for i in range(120))
_BUILT_IN = ("other", "digits", "full", "comma", "sign")
_NAME = re.compile(r"[a-z_]+")
_Phrase: TypeAlias = tuple[tuple[str, ...], str]  # its words, and the letter of its class
_Phrases: TypeAlias = dict[int, dict[tuple[str, ...], str]]  # phrases by their number of words, the longest first


def _group_by_length(candidates: Iterable[_Phrase]) -> _Phrases:
    """Group the phrases by their number of words, the longest first. Of two equal phrases the first counts."""
    found: _Phrases = {}
    for words, letter in sorted(candidates, key=lambda phrase: -len(phrase[0])):
        found.setdefault(len(words), {}).setdefault(words, letter)
    return found


class Vocabulary:
    """Classes of words: `{"channel": ("message", "messages", "text message")}`.

    A word may be in only one class. The many thousands of words are loaded with the first text, so that commands that
    read no text start fast. Raises ValueError for a rule with an unknown class and, with the first text, for a word
    listed twice.
    """

    def __init__(self, classes: Mapping[str, tuple[str, ...]]) -> None:
        self._letters = dict(zip((*_BUILT_IN, *classes), _LETTERS, strict=False))
        self._names = {letter: name for name, letter in self._letters.items()}
        self._classes = classes

    @cached_property
    def _listed(self) -> tuple[dict[str, str], dict[str, _Phrases]]:
        """Return the letter of each single word, and the phrases by their first word, the longest first."""
        listed: dict[str, str] = {}
        phrases: dict[str, list[_Phrase]] = {}
        for name, entries in self._classes.items():
            letter = self._letters[name]
            for entry in entries:
                first, *more = split_tokens(entry)
                if more:
                    phrases.setdefault(first, []).append(((first, *more), letter))
                elif listed.setdefault(first, letter) != letter:
                    raise ValueError(f"{first!r} is in two classes")
        return listed, {first: _group_by_length(candidates) for first, candidates in phrases.items()}

    @cached_property
    def _words(self) -> dict[str, str]:
        return self._listed[0]

    @cached_property
    def _phrases(self) -> dict[str, _Phrases]:
        return self._listed[1]

    def encode(self, text_tokens: list[str]) -> str:
        """Return the classes of these tokens as a string, one letter each; the longest phrase wins."""
        if self._phrases.keys().isdisjoint(text_tokens):
            return "".join([self._words.get(token) or _classify_unlisted(token) for token in text_tokens])
        letters, place, end = [], 0, len(text_tokens)
        while place < end:
            token = text_tokens[place]
            phrase = self._phrase_at(text_tokens, place) if token in self._phrases else None
            letters.append(phrase[1] if phrase else self._words.get(token) or _classify_unlisted(token))
            place += len(phrase[0]) if phrase else 1
        return "".join(letters)

    def classify(self, text_tokens: list[str]) -> Iterable[tuple[str, str]]:
        """Yield each word or phrase as a pair: the letter of its class, and its words."""
        place, end = 0, len(text_tokens)
        while place < end:
            token = text_tokens[place]
            phrase = self._phrase_at(text_tokens, place) if token in self._phrases else None
            if phrase:
                yield phrase[1], " ".join(phrase[0])
                place += len(phrase[0])
            else:
                yield self._words.get(token) or _classify_unlisted(token), token
                place += 1

    def name(self, text_tokens: list[str]) -> list[str]:
        """Return the class names of these tokens; unlisted tokens are "other", "digits", "full", "comma" or "sign"."""
        return self.names(self.encode(text_tokens))

    def names(self, encoded: str) -> list[str]:
        """Return the names of the classes for the letters from ``encode``."""
        return [self._names[letter] for letter in encoded]

    def _phrase_at(self, text_tokens: list[str], place: int) -> _Phrase | None:
        for size, entries in self._phrases[text_tokens[place]].items():
            entry = tuple(text_tokens[place : place + size])
            if entry in entries:
                return entry, entries[entry]
        return None

    def lists(self, token: str) -> bool:
        """Return True if a class lists this word, or a phrase that begins with it."""
        return token in self._words or token in self._phrases

    def letters(self, *names: str) -> frozenset[str]:
        """Return the letters of these classes, for a quick test if a text has any of them."""
        return frozenset(self._letters[name] for name in names)

    def openings(self, *names: str) -> frozenset[str]:
        """Return the first words of the entries in these classes, for an even quicker test."""
        letters = self.letters(*names)
        words = (word for word, letter in self._words.items() if letter in letters)
        phrases = (
            word
            for word, found in self._phrases.items()
            if any(letter in letters for entries in found.values() for letter in entries.values())
        )
        return frozenset((*words, *phrases))

    def rule(self, pattern: str, **parts: str) -> re.Pattern[str]:
        """Compile a regular expression over class names; `parts` are named subpatterns, which may use each other."""
        while any(name in parts for name in _NAME.findall(pattern)):
            pattern = _NAME.sub(lambda m: f"(?:{parts[m.group()]})" if m.group() in parts else m.group(), pattern)
        return re.compile(_NAME.sub(self._letter_of, pattern).replace(" ", ""))

    def _letter_of(self, match: re.Match[str]) -> str:
        letter = self._letters.get(match.group())
        if letter is None:
            raise ValueError(f"no class named {match.group()!r}")
        return letter


@lru_cache(maxsize=4096)
def _classify_unlisted(token: str) -> str:
    if token in SENTENCE_ENDS:
        return "p"
    if token in BREAKS:
        return "c"
    if token[0].isalpha():
        return "x"
    return "n" if token[0].isdigit() else "s"
