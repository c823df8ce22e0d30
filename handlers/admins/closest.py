"""Which commands come closest to a text that is none: a misspelt name, or words that speak of what one shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers.admins.command import Command
from handlers.replies.text import normalise, words

MOST = 3
"""How many are shown."""
_MOST_WORDS = 30  # of a text that are compared with every command
_SHORTEST = 5  # letters of a word that may be a misspelt one: "show" is no /shop
_ALIKE = 0.72  # of 1; "refund" and "refunded" are 0.75, "undo" and "orders" are not
_ITS_WORD, _FIRST = 1.0, 0.5


def closest(text: str, commands: Sequence[Command]) -> list[Command]:
    """The commands that a text may be about, the closest first; empty where none is near."""
    said = [word for part in words(text)[:_MOST_WORDS] for word in part.split("_") if word]
    scored = [(_score(said, one), -place, one) for place, one in enumerate(commands)]
    near = sorted((one for one in scored if one[0] > 0), key=lambda one: one[:2], reverse=True)
    return [one for _, _, one in near[:MOST]]


def _score(said: Sequence[str], command: Command) -> float:
    """How near: each word that speaks of it counts, and a name that is nearly said counts by its likeness."""
    about = {normalise(word) for word in command.near}
    pairs = [*said, *(" ".join(said[at : at + 2]) for at in range(len(said) - 1))]
    spoken = sum(_ITS_WORD for word in dict.fromkeys(pairs) if word in about)
    first = _FIRST if said and said[0] in about else 0
    return spoken + first + max(_likenesses(said, command), default=0.0)


def _likenesses(said: Sequence[str], command: Command) -> Iterator[float]:
    from rapidfuzz.distance import OSA  # loaded with the first text that is no command

    names = [normalise(name) for name in (command.name, *command.aliases)]
    for word in said:
        if len(word) >= _SHORTEST:
            yield from (OSA.normalized_similarity(word, name, score_cutoff=_ALIKE) for name in names)
