"""Standard texts for new campaigns, in `ready/words.toml`, loaded once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from templates.message_library import pick_locale

_PACKAGED = Path(__file__).parent / "ready" / "words.toml"
_ALSO: Mapping[str, str] = {
    "festival": "festival-sale", "sale": "festival-sale", "offer": "new-offer", "winback": "win-back",
    "stock": "back-in-stock", "abandoned-cart": "cart", "cumple": "birthday", "reviews": "review",
}  # fmt: skip
"""Other names that people use for them."""


class UnknownReady(LookupError):
    """No standard text has this name; the message lists the existing ones."""


def list_ready_names() -> tuple[str, ...]:
    """Return the names of all standard texts, in display order."""
    return tuple(_words())


def find_ready_name(said: str) -> str | None:
    """Return the name of the standard text that some words refer to, in any spelling: "festival sale", "Win-back"; None
    if there is none."""
    bare = "-".join(said.casefold().replace("_", " ").replace("-", " ").split())
    return bare if bare in _words() else _ALSO.get(bare)


def get_ready_text(name: str, locale: str) -> str:
    """Return the standard text with that name in the language nearest to the locale, with placeholders like
    ``{name|friend}``.

    Raises UnknownReady.
    """
    known = find_ready_name(name)
    if known is None:
        raise UnknownReady(f"there are no ready words {name!r}; available: {', '.join(_words())}")
    texts = _words()[known]
    return texts[pick_locale(locale, texts, "en")]


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(_PACKAGED.read_text(encoding="utf-8"))
