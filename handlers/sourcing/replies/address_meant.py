"""Which of the places that a text names is meant: of "not X but Y" and "X nahi, Y" it is Y, of "X or Y" one of the two,
and none where nothing is to be sent, or where somebody was before. Who lives elsewhere and who asks is told apart: that
may be meant, and has to be confirmed (``address_told``).

What a place is the caller says: an address, or a postal code alone.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from handlers.replies.word_lists import read_words
from handlers.sourcing.replies.joining import AND, whole
from handlers.sourcing.replies.recipients import unaccented

IsPlace = Callable[[str], bool]
"""Whether all of a text is a place."""
_LISTED = {name: frozenset(said) for name, said in read_words("sourcing:address_meant").items()}


def typed(listed: Iterable[str]) -> str:
    """A pattern for any of these words, whatever apostrophe stands in them, or none: "don't", "dont"."""
    return whole(listed).replace("'", "['’]?")


_ANY = {name: typed(said) for name, said in _LISTED.items()}
_MARKS = " \t\n,.:;!–—-"
CODE = r"(?<![\w-])(?:\d{6}|\d{3} \d{3}|\d{5}(?:-\d{4})?)(?![\w-])"
"""A postal code that stands in a text, of India or the United States."""


@dataclass(frozen=True, slots=True)
class Meant:
    """Where the place stands that is meant, "" where none is; where the one stands that is ``refused``; not ``sure`` is
    one that is told of, or asked about."""

    text: str
    refused: str = ""
    sure: bool = True


def said(pattern: str) -> re.Pattern[str]:
    """A pattern for what people write, in small letters or large ones."""
    return re.compile(pattern, re.IGNORECASE)


_EITHER = said(rf"\s+{_ANY['either']}\s+")
_NOT_THAT, _THAT_INSTEAD = said(_ANY["not that"]), said(_ANY["that instead"])
_CHANGES, _TO = said(rf"{_ANY['changes']}|^\W*de\s"), said(r"\s+(?:to|a)\s+")
_REFUSES = said(rf"(?P<no>{_ANY['refuses']})(?P<between>(?:\s+{_ANY['between']})*)")
_BEHIND = said(rf"[\s,]*(?:{_ANY['before it']}\s+)*{_ANY['behind']}(?:\s+{_ANY['with it']})*")
_NO_PLACE = said(rf"[\s,]*{_ANY['no place']}")
_DEED, _SPOT = said(_ANY["deeds"]), said(_ANY["spots"])
_TOWARD, _DENIES = said(rf"\s+{_ANY['toward']}"), said(_ANY["denies"])
_CONTRAST = said(rf"[\s,.;]*{_ANY['contrast']}[\s,.;:]*")
_BEGINS = said(rf"[,;.:!\n–—-]+\s*(?={_ANY['begins']})")
_LEADS = re.compile(r"^\s*(?:to|at|a|en|al)\s+")  # in small letters: "A Block" is a house
_AND_AT_END = said(rf"[\s,]+(?:{AND}|{_ANY['contrast']})[\s,]*$")
_CODES, _HOUSE = re.compile(CODE), re.compile(r"\d")
_BEHIND_CODE = said(rf"{CODE}[\s,.;:–—-]*")
_SINO = said(_ANY["no but"])
_AT_CODE = said(rf"{CODE}\W*$")


def meant(text: str, is_place: IsPlace) -> Meant:
    """Which place is meant where a text names two of them, or refuses one; the text itself for any other."""
    for read in (_either, _replaced, _refused_behind, _refused_before):
        found = read(text, is_place)
        if found is not None:
            return replace(found, text=_whole(found))
    return Meant(text)


def _whole(found: Meant) -> str:
    """The place that is meant, with the street of the refused one where they tell the code alone."""
    text = _LEADS.sub("", _AND_AT_END.sub("", found.text))
    if _is_code(text) and len(_CODES.findall(found.refused)) == 1 and not _is_code(found.refused):
        return _CODES.sub(text.strip(_MARKS), found.refused)
    return text


def _is_code(text: str) -> bool:
    return _CODES.fullmatch(text.strip(_MARKS)) is not None


def _either(text: str, is_place: IsPlace) -> Meant | None:
    for sides in _cuts(_EITHER, text):
        if all(is_place(side) and _HOUSE.search(_CODES.sub("", side)) for side in sides) or all(map(_is_code, sides)):
            return Meant("", text)
    return None


def _replaced(text: str, is_place: IsPlace) -> Meant | None:
    """ "Y instead of X", "X ki jagah Y", "change it from X to Y"."""
    for left, right in _cuts(_NOT_THAT, text):
        if is_place(right):
            return Meant(left, right) if is_place(left) else _one_of(right, is_place)
    for pattern in (_THAT_INSTEAD, _TO) if _CHANGES.search(unaccented(text)) else (_THAT_INSTEAD,):
        for left, right in _cuts(pattern, text):
            if is_place(left) and is_place(right):
                return Meant(right, left)
    return None


def _refused_before(text: str, is_place: IsPlace) -> Meant | None:
    """ "Do not send it to X", "not X but Y", "Y, not X"."""
    for found in _REFUSES.finditer(unaccented(text)):
        before, behind = text[: found.start()].rstrip(_MARKS), text[found.end() :]
        if not _refuses_place(found, behind):
            continue
        if is_place(before) and (not behind.strip(_MARKS) or is_place(behind)):
            return Meant(before, behind)
        if _turns_to_deed(found["between"]) and is_place(behind):
            return Meant(behind)
        if is_place(behind.lstrip(_MARKS)):
            return _refused(found, behind, is_place)
    return None


def _refused(found: re.Match[str], behind: str, is_place: IsPlace) -> Meant | None:
    """ "Do not send to my office, 12 Park Street" may name the office, or where else it is to go."""
    pauses = behind[:1] in _MARKS.strip() and behind.strip() != ""
    one = _one_of(behind, is_place)
    if one.text or not pauses:
        return one
    return Meant(behind.lstrip(_MARKS), sure=False) if _DEED.search(found["between"]) else None


def _refuses_place(found: re.Match[str], behind: str) -> bool:
    """Whether a word of no refuses the place behind it: "no, to X" and "not right, X" put one right."""
    no, between = found["no"].casefold(), found["between"]
    if no in _LISTED["plainly"]:
        return _NO_PLACE.match(unaccented(behind)) is None and (bool(between) or behind[:1] == " ")
    if no in _LISTED["sharply"]:
        but = _SINO.search(behind)
        return but is not None or _TOWARD.match(between) is not None or _DENIES.search(between) is not None
    return _DEED.search(between) is not None


def _turns_to_deed(between: str) -> bool:
    """Whether something else is to be done behind a refused spot: "don't send to my office send to …"."""
    spot = _SPOT.search(between)
    return spot is not None and _DEED.search(between, spot.end()) is not None


def _refused_behind(text: str, is_place: IsPlace) -> Meant | None:
    """ "X nahi, Y", "X pe mat bhejna", "X is wrong"."""
    for found in _BEHIND.finditer(unaccented(text)):
        before, behind = text[: found.start()], text[found.end() :].lstrip(_MARKS)
        behind = _CONTRAST.sub("", behind, count=1) if _CONTRAST.match(behind) else behind
        if not is_place(before) or _NO_PLACE.match(behind):
            continue
        if is_place(behind):
            return Meant(behind, before)
        if _AT_CODE.search(before) or not behind:
            two = _parted(before, is_place)  # "Y hai, X nahi"
            return Meant(*two) if two else Meant("", before)
    return None


def _one_of(text: str, is_place: IsPlace) -> Meant:
    """The place that is meant behind one that is refused; none where that is all."""
    two = _parted(text, is_place)
    return Meant(two[1], two[0]) if two else Meant("", text)


def _parted(text: str, is_place: IsPlace) -> tuple[str, str] | None:
    """The two places that a text names, one behind the other; None where it names one."""
    for pattern in (_CONTRAST, _BEGINS):
        for left, right in _cuts(pattern, text):
            if is_place(right):
                return left, right
    for found in _BEHIND_CODE.finditer(text):
        if is_place(text[found.end() :]):
            return text[: found.end()].rstrip(_MARKS), text[found.end() :]
    return None


def _cuts(pattern: re.Pattern[str], text: str) -> list[tuple[str, str]]:
    """What stands before and behind each place where a pattern does."""
    found = pattern.finditer(unaccented(text))
    return [(text[: one.start()].rstrip(_MARKS), text[one.end() :].lstrip(_MARKS)) for one in found]
