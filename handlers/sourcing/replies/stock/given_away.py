"""Goods that went to somebody else: "kisi aur ko de diya", "gave it to my cousin", "se lo di a otro".

Nothing in such words says "sold", and beside a yes they were taken for courtesies. So they are written as what they
come to. Whoever fetches for us is nobody else: "aapke ladke ko de diya" is for the counter.
"""

import re
from collections.abc import Iterable

from handlers.replies.word_lists import read_sets

_LISTED = read_sets("sourcing:stock/given_away")
_START, _END = r"(?<![^\W_])", r"(?![^\W_]|[\u0900-\u0903\u093a-\u094f])"


def _one_of(*names: str) -> str:
    """A pattern for any of the words of these lists, the longest first."""
    return _any(word for name in names for word in _LISTED[name])


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(one) for one in sorted(words, key=len, reverse=True)) + ")"


_IN_HINDI = re.compile(
    rf"{_START}{_one_of('someone')} {_one_of('to')} {_one_of('given')}{_END}"
    rf"|{_START}{_one_of('given')} {_one_of('someone')} {_one_of('to')}{_END}"
)
_WHAT = r"(?P<what>(?: (?:it|them|that|this|those|these|all|both|the last one|the last|one|two|\d{1,3})){0,2})"
_TO = rf" to {_one_of('whom')}{_END}"
_IN_ENGLISH = re.compile(rf"{_START}{_one_of('gave')}{_WHAT}(?: {_one_of('away')}{_END}(?:{_TO})?|{_TO})")
_IN_SPANISH = re.compile(
    rf"{_START}(?:(?:se )?l[aeo]s? )?(?:{_one_of('di', 'regale')}(?P<what> una?| un| \d{{1,3}}|) a {_one_of('a quien')}"
    rf"|l[ao]s? {_one_of('regale')}){_END}"
)


def as_gone(said: str) -> str:
    """A normalised text with what was given to somebody else as sold, and with how many of it."""
    said = _IN_HINDI.sub("bik gaya", said)
    said = _IN_ENGLISH.sub(r"sold\g<what>", said)
    return _IN_SPANISH.sub(lambda found: f"vendi{found['what'] or ''}", said)
