"""Fitting an SMS: the parts to shorten, in order, until the text is within its maximum segments.

Items are shortened first, the brand last; links, codes and the words about STOP never are.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from templates.formats import join_items, shorten_titles
from templates.message_values import Voice, cut
from templates.sms_segments import Encoding, Size, compute_capacity, measure

# Below these lengths in characters a title or a brand can no longer be known again.
SHORTEST_TITLE = 8
SHORTEST_BRAND = 8


@dataclass(frozen=True, slots=True)
class Wording:
    """The parts of a text that may be shortened: a brand and titles ("" and () if the text has none)."""

    brand: str
    titles: tuple[str, ...]
    voice: Voice
    more: int = 0  # titles that are only counted
    terse: bool = False  # counted as "+2"

    def phrase(self) -> str:
        """Format the items as one phrase; there must be at least one."""
        if self.terse:
            return f"{self.titles[0]} +{self.more}"
        if self.more:
            return shorten_titles(self.titles[0], self.more, self.voice.locale, self.voice.say)
        return join_items(self.titles, self.voice.locale, self.voice.say)

    def count_excess(self) -> int:
        """Return how many characters the items are over the limit of one value."""
        return len(self.phrase()) - self.voice.room if self.titles and self.voice.room is not None else 0


def fit(write: Callable[[Wording], str], wording: Wording, segments: Mapping[Encoding, int]) -> tuple[str, Size]:
    """Return the first text that fits, or the shortest one if none does, with its size."""
    while True:
        text = write(wording)
        size = measure(text)
        over = max(size.units - compute_capacity(size.encoding, segments[size.encoding]), wording.count_excess())
        if size.segments <= segments[size.encoding] and wording.count_excess() <= 0:
            return text, size
        shorter = _tighten(wording, max(over, 1), ".." if size.encoding is Encoding.GSM7 else "…")
        if shorter is None:
            return text, size
        wording = shorter


def _tighten(wording: Wording, over: int, mark: str) -> Wording | None:
    """Return the next shorter wording, by about `over` units; None if nothing can be shortened any more."""
    if len(wording.titles) > 1:
        return replace(wording, titles=wording.titles[:1], more=len(wording.titles) - 1)
    if wording.titles and len(wording.titles[0]) > SHORTEST_TITLE:
        return replace(wording, titles=(_cut(wording.titles[0], over, SHORTEST_TITLE, mark),))
    if wording.more and not wording.terse:
        return replace(wording, terse=True)
    if len(wording.brand) > SHORTEST_BRAND:
        return replace(wording, brand=_cut(wording.brand, over, SHORTEST_BRAND, mark))
    return None


def _cut(text: str, over: int, shortest: int, mark: str) -> str:
    return cut(text.removesuffix(mark), max(shortest, len(text) - over), mark)
