"""Phrases: short texts for the staff and for shops, as defined in their files, loaded once.

`phrases/<conversation>/<topic>.toml` has a table for each phrase, by its name, with its text in every language (`en`,
`es`, `hi`, `hi-Latn`), in the template language of all messages (`templates/template_sandbox.py`). A business may
reword each of them in `[texts]`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from templates.finished_message import MissingValue, TemplateRefused
from templates.message_library import choose_spoken_locale, pick_locale

if TYPE_CHECKING:
    from templates.template_sandbox import Text

LOCALES = ("en", "es", "hi", "hi-Latn")
_PACKAGED = Path(__file__).parent / "phrases"


class PhraseRefused(Exception):
    """A file of phrases is invalid; the message says where and what to do."""


class UnknownPhrase(Exception):
    """No phrase has this name."""


class Phrases:
    """All phrases: a name, a reader's locale and values go in, a text comes out. Compiled at first use, and cached."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._compiled = lru_cache(maxsize=2048)(_compile)

    @cached_property
    def _texts(self) -> Mapping[str, Mapping[str, str]]:
        return dict(_read(self._root))

    @classmethod
    def load(cls, root: Path | None = None) -> Phrases:
        """Load the phrases under a folder at once; by default the packaged ones, at first use.

        Raises PhraseRefused, TOMLDecodeError.
        """
        if root is None:
            return _load_packaged()
        phrases = cls(root)
        phrases.names()
        return phrases

    def __contains__(self, name: str) -> bool:
        return name in self._texts

    def names(self) -> tuple[str, ...]:
        """Return the names of all phrases, in order."""
        return tuple(sorted(self._texts))

    def texts(self, name: str) -> Mapping[str, str]:
        """Return a phrase in every language. Raises UnknownPhrase."""
        if name not in self._texts:
            raise UnknownPhrase(f"there is no phrase {name!r}: add it under templates/phrases, in every language")
        return self._texts[name]

    def names_in(self, source: str) -> frozenset[str]:
        """Return the values that a text names. Raises TemplateRefused."""
        return self._compiled(source).names

    def values(self, name: str) -> frozenset[str]:
        """Return the values that a phrase names in any language. Raises UnknownPhrase."""
        return frozenset().union(*map(self.names_in, self.texts(name).values()))

    def check(self, name: str, source: str) -> None:
        """Check a business's own wording of a phrase. Raises TemplateRefused with what is wrong, and where."""
        used = self.names_in(source)
        if not source.strip():
            raise TemplateRefused("line 1: the text is empty")
        strange = sorted(used - self.values(name))
        if strange:
            line = next((at for at, line in enumerate(source.splitlines(), 1) if strange[0] in line), 1)
            having = ", ".join(sorted(self.values(name))) or "none"
            raise TemplateRefused(f"line {line}: {name} has no value {strange[0]!r}; it has {having}")

    def say(self, name: str, locale: str, values: Mapping[str, object], override: str | None = None) -> str:
        """Return a phrase in the nearest available language.

        ``values`` are like those of ``Library.render``; also money with its currency, durations, and texts already
        rendered (``flows.phrase.Ours``). Raises UnknownPhrase, MissingValue, TemplateRefused (an invalid override).
        """
        from templates.message_values import NeedsValue, make_voice, prepare
        from templates.template_sandbox import VOICE

        texts = self.texts(name)
        written = pick_locale(locale, LOCALES, "en")
        text = self._compiled(texts[written] if override is None else override)
        told = make_voice(values, choose_spoken_locale(locale, written), sms=False, gsm7=False)
        try:
            return text.write({**prepare(values, text.names, told), VOICE: told}, name)
        except NeedsValue as missing:
            raise MissingValue(str(missing), name) from None


@cache
def _load_packaged() -> Phrases:
    return Phrases(_PACKAGED)


def _compile(source: str) -> Text:
    from templates.template_sandbox import compile_text  # Jinja and what it speaks with are loaded with the first text

    return compile_text(source, False, False)


def _read(root: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    known: dict[str, Path] = {}
    for file in sorted(root.glob("*/*.toml")):
        for name, texts in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if name in known:
                raise PhraseRefused(f"{file.name}: the phrase {name!r} is in {known[name].name} too; rename one")
            if tuple(texts) != LOCALES:
                raise PhraseRefused(f"{file.name}: the phrase {name!r} must be written in {', '.join(LOCALES)}")
            known[name] = file
            yield name, {locale: text.strip() for locale, text in texts.items()}
