"""All that is picked is taken out but what is named: "remove everything except the mug", "mug chod ke sab hata do",
"sab hata do, sirf mug rakho". That wants the named goods alone."""

import re

from handlers.replies.text import says_any, words
from handlers.replies.word_lists import read_sets, read_words
from handlers.sourcing.replies.joining import whole
from handlers.sourcing.replies.naming import name_bits
from handlers.sourcing.replies.stock.goods import Shelf

_LISTED = read_sets("sourcing:sparing")
_WRITTEN = read_words("sourcing:sparing")


def _any(*meanings: str) -> re.Pattern[str]:
    said = {word for meaning in meanings for word in (*_LISTED[meaning], *_WRITTEN[meaning])}
    return re.compile(whole(said), re.IGNORECASE)


_BEFORE, _BEHIND, _KEEPING, _KEPT, _ALL, _OUT = (
    _any(*meanings)
    for meanings in (
        ("except before",), ("except behind",), ("keeping",), ("keeping", "only"), ("all",), ("taking out",)
    )
)  # fmt: skip


def as_only(text: str, shelf: Shelf) -> str:
    """Such a text as the wish that it is: "only the mug"; any other text as it is."""
    said = words(text)
    takes_out = says_any(said, _LISTED["taking out"]) and says_any(said, _LISTED["all"])
    if not takes_out or says_any(said, _LISTED["kept from it"]):
        return text
    spared = _behind_except(text) or _before_except(text) or _kept(text)
    others = text.replace(spared, " ") if spared else text
    plain = _KEPT.sub(" ", spared).strip(" ,;.!")
    return f"only {plain}" if _names(plain, shelf) and not _names(others, shelf) else text


def _behind_except(text: str) -> str:
    """What stands behind the "except" of all that is taken out, or between it and the words that take it out."""
    for found in _BEFORE.finditer(text):
        before, behind = text[: found.start()], text[found.end() :]
        if _ALL.search(before):
            out = None if _OUT.search(before) else _OUT.search(behind)
            return behind[: out.start()] if out is not None else behind
    return ""


def _before_except(text: str) -> str:
    """What stands before a word that spares it: "mug chod ke sab hata do", "sab hata do mug chod ke"."""
    found = _BEHIND.search(text)
    if found is None:
        return ""
    before, behind = text[: found.start()], text[found.end() :]
    if _ALL.search(behind):
        return before
    taken = [one.end() for pattern in (_ALL, _OUT) for one in pattern.finditer(before)]
    return before[max(taken) :] if taken else ""


def _kept(text: str) -> str:
    """What is kept of all that is taken out, said behind that or before: "sab hata do sirf mug rakho", "mug rakho, baki
    sab hata do"."""
    behind = (text[found.end() :] for found in _KEPT.finditer(text) if _takes_all_out(text[: found.start()]))
    kept = next(behind, "")
    first = min(one.start() for pattern in (_ALL, _OUT) if (one := pattern.search(text)))
    before, rest = text[:first], text[first:]
    is_kept = _KEPT.search(before) and not _KEEPING.search(rest) and _takes_all_out(rest)
    return kept or (before if is_kept else "")


def _takes_all_out(text: str) -> bool:
    return _ALL.search(text) is not None and _OUT.search(text) is not None


def _names(text: str, shelf: Shelf) -> bool:
    return any(bit.name == "item" for bit in name_bits(text, shelf))
