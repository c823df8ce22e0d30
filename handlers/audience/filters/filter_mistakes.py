"""Mistakes in a filter: the reason, the place in the text, and the nearest valid name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from flows.name_folding import fold_name

_NEAR = 70  # of 100, rapidfuzz's ratio of two words
_MOST = 2_000  # names that are compared


class WhyUnread(StrEnum):
    """The reason why a filter is not understood; each value is the name of its text in the library."""

    FILTER = "audience_wrong_filter"  # the word in front of ":" or "=" is no filter
    NAME = "audience_wrong_name"  # no audience, tag or stage has this name
    VALUE = "audience_wrong_value"  # the filter does not take this value
    UNCLOSED = "audience_wrong_unclosed"  # a bracket or a quote has no partner
    LONELY = "audience_wrong_lonely"  # "or", "and", "not" or "-" without a term at its side
    MIXED = "audience_wrong_mixed"  # "and" and "or" without brackets
    LONG = "audience_wrong_long"  # too many letters, conditions or brackets


_ENGLISH = {
    WhyUnread.FILTER: "there is no filter of this name",
    WhyUnread.NAME: "no audience, tag or filter has this name",
    WhyUnread.VALUE: "this value is not understood",
    WhyUnread.UNCLOSED: "a bracket or a quote is not closed",
    WhyUnread.LONELY: "a term is missing here",
    WhyUnread.MIXED: 'put brackets around what "or" joins',
    WhyUnread.LONG: "the filter is too long",
}


class WrongValue(ValueError):
    """A value that a filter does not accept. ``text`` is the wrong part; ``candidates`` are valid names."""

    def __init__(self, text: str = "", candidates: tuple[str, ...] = ()) -> None:
        super().__init__(text)
        self.text = text
        self.candidates = candidates


@dataclass(frozen=True, slots=True)
class FilterMistake:
    """The first mistake of a filter: ``text`` is the wrong part, which begins at character ``start``, counted from 0.

    ``example`` shows how the filter is written. ``hint`` is a certain correction, ``candidates`` are names to compare.
    """

    why: WhyUnread
    text: str
    start: int
    example: str = ""
    hint: str = ""
    candidates: tuple[str, ...] = ()

    @property
    def nearest(self) -> str:
        """Return the correction, or the candidate most similar to the text; "" if none is similar."""
        if self.hint or not self.candidates:
            return self.hint
        from rapidfuzz import fuzz, process  # loaded with the first mistake, not with the service

        names = {fold_name(name): name for name in self.candidates[:_MOST]}
        found = process.extractOne(fold_name(self.text), list(names), scorer=fuzz.ratio, score_cutoff=_NEAR)
        return names[found[0]] if found is not None else ""

    def __str__(self) -> str:
        """Describe the mistake in English, for the API and the command line."""
        said = f'character {self.start + 1}, "{self.text}": {_ENGLISH[self.why]}'
        said += f"; write it like {self.example}" if self.example else ""
        return said + (f"; did you mean {self.nearest}?" if self.nearest else "")


class WrongFilter(ValueError):
    """A filter that is not understood, with its first mistake."""

    def __init__(self, mistake: FilterMistake) -> None:
        super().__init__(str(mistake.why))
        self.mistake = mistake
