"""What others say or hold: "supplier bol raha hai", "my friend has 2". Whether it is there, nobody knows yet."""

from collections.abc import Sequence

from handlers.replies.word_lists import read_sets

_LISTED = read_sets("sourcing:stock/hearsay")
# Who else may have said it, and verbs of saying: what others said is not known.
_OTHERS = _LISTED["others"]
_FAMILY = _LISTED["family"]
_SAID = _LISTED["said"]
_BY, _OURSELVES = frozenset({"ne", "ने"}), _LISTED["ourselves"]
_GOES_ON = _LISTED["goes on"]
# What somebody else holds, and how the next word may begin.
_HOLDING = {
    "ke": ("paas", "pass", "pas"), "के": ("पास",), "has": ("",), "de dega": ("",), "de degi": ("",), "de denge": ("",),
    "dega": ("",), "दे देगा": ("",), "se": ("mil",), "से": ("मिल",),
}  # fmt: skip
_ENDS = frozenset({",", ".", "!", "\n", "but", "par", "lekin"})
_FAR = 4  # words between who said it and the verb


def is_hearsay(words: Sequence[str], start: int, end: int, phrase: str) -> bool:
    """Whether the phrase in ``words[start:end]`` tells what somebody else says, or has."""
    if phrase in _SAID:
        return _is_of_others(words, start, end)
    return phrase in _HOLDING and _is_at_others(words, start, end, _HOLDING[phrase])


def _is_of_others(words: Sequence[str], start: int, end: int) -> bool:
    """Whether somebody else said it: "supplier bol raha hai", "bhai ne bola"; not "maine bola", "aap bole the"."""
    before = words[max(0, start - _FAR) : start]
    if not _ENDS.isdisjoint(before):
        before = before[max(place for place, word in enumerate(before) if word in _ENDS) + 1 :]
    if not _OURSELVES.isdisjoint(before) or "hu" in words[end : end + 2]:
        return False
    told_by = len(before) > 1 and before[-1] in _BY
    family = not _FAMILY.isdisjoint(before[-1:]) and not _GOES_ON.isdisjoint(words[end : end + 1])
    return told_by or family or not _OTHERS.isdisjoint(before)


def _is_at_others(words: Sequence[str], start: int, end: int, follows: tuple[str, ...]) -> bool:
    """Whether somebody else has it: "supplier ke paas hai", "my friend has 2", "ladka de dega"."""
    if not any(word.startswith(follows) for word in words[end : end + 1] or [""]):
        return False
    before = words[max(0, start - 2) : start]
    return bool(before) and (before[-1] in _OTHERS | _FAMILY) and _OURSELVES.isdisjoint(before)
