"""Why something was not sent, in an owner's words, for "Not sent: 31 no consent, 12 one-per-cart rule"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from flows.phrase import Lines, Text, phrase
from handlers.actions.reasons import in_words


def reasons(counted: Mapping[str, int], most: int) -> Lines:
    """The most frequent reasons with their counts, those of the same words together; empty for none."""
    counts: Counter[str] = Counter()
    words: dict[str, Text] = {}
    for rule, count in counted.items():
        told = in_words(rule)
        words[repr(told)] = told
        counts[repr(told)] += count
    first = counts.most_common(most)
    said = [phrase("so_many", many=count, what=words[one]) for one, count in first]
    rest = counts.total() - sum(count for _, count in first)
    return Lines((*said, *([phrase("for_other_reasons", many=rest)] if rest else [])), between=", ")
