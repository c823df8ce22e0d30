"""Texts that a phone or a business account writes automatically: reactions to a message, and automatic answers.

`data/machine_formats.txt` is the closed list of their patterns. A person's own opt-out in such a text still counts.
"""

import re
from collections.abc import Sequence
from functools import cache
from re import Pattern

from handlers.replies.keyword_repair import mend_words
from handlers.replies.known_words import is_known
from handlers.replies.opt_out_keywords import load_keywords
from handlers.replies.opt_out_recognition import OptOut, has_a_stop, has_our_messages, read_opt_out
from handlers.replies.reading_effort import cache_reading
from handlers.replies.text_normalisation import normalise, words
from handlers.replies.wish_phrases import counts, wishes
from handlers.replies.word_lists import read_sets, split_form
from handlers.replies.yes_no import read_yes_no

QUOTED = "="
"""The place of a quotation in the shape of a reaction."""
MARKS = '"“”„‟«»‹›＂「」『』《》〈〉'
"""Marks that open or close a quotation."""
_EMOJI = "+"
_PLAIN = str.maketrans(dict.fromkeys(MARKS, '"') | dict.fromkeys("‼⁉", "❗"))
_LONGEST_HEAD = 10  # words of a reaction around its quotation, with a name
_LONGEST_NAME = 3  # words of the name before a reaction
_NO_NAMES = frozenset(
    words(
        "i ive we my our he she they everybody everyone yo mi mis ella ellos ich wir mein meine er sie je nous mon ma "
        "elle eu meu minha ele ela io lei lui ik mijn zij hij main maine meri mera mere usko humne मैंने हमने मेरी मेरे उसने"
    )
)
"""Words before a verb that refer to a person, and are no name."""
_MOST_WORDS = 150  # words of an automatic answer that are read
_BRIEF = 3  # words of a person's answer next to a form
_HALF, _ALL = 0.5, 0.8  # the share of a text that its forms must cover
_SEVERAL = 2  # forms that show an automatic answer if none does so alone
_PICTURE = re.compile("[\u2190-\u2bff\u3030\U0001f000-\U0001faff]+")
_VERB, _WITH_EMOJI = 4, 8  # words around a quotation in a language that no list has
_LETTERS = 16  # letters of them, if each letter is a word
_FEWEST_QUOTED = 8  # letters of a quotation
_NUMBERED = re.compile(r"[\d?/]")
_PHONE = re.compile(r"\s*\+\d[\d\s().-]{6,18}\d(?=\s)")


@cache_reading
def is_reaction(text: str) -> bool:
    """Return True if a text is only a reaction to a message: 'Liked “…”', "👍 to “…”", "Loved an image".

    In an unlisted language an emoji marks a reaction, although a person may write so about goods.
    """
    return is_listed_reaction(text) or _is_with_an_emoji(text)


@cache_reading
def is_listed_reaction(text: str) -> bool:
    """Return True if a text is a reaction with a listed wording."""
    shape = _shape(strip_phone(text))
    return shape is not None and count_reaction_words(shape) == len(shape)


def _is_with_an_emoji(text: str) -> bool:
    """Return True if a text is only an emoji and a quotation, or an emoji and a word for a message."""
    plain = text.translate(_PLAIN)
    named, colon, _ = plain.partition(":")
    shape = _shape_of_attached(normalise(named)) if colon else None
    if shape is not None and _EMOJI in shape and count_reaction_words(shape) == len(shape):
        return True
    first, last = plain.find('"'), plain.rfind('"')
    if last - first <= _FEWEST_QUOTED:
        return False
    around = f"{plain[:first]} {plain[last + 1 :]}".strip()
    return "\n" not in around and _PICTURE.search(around) is not None and is_of_any_language(around)


def is_of_any_language(around: str) -> bool:
    """Return True if the words around a quotation may be a phone's reaction in an unlisted language.

    They are few, at least one is unknown here, and none is an answer: an end, a yes or no, a number, a size.
    """
    plain = _PICTURE.sub(" ", strip_phone(around))
    said, has_emoji = words(plain), _PICTURE.search(around) is not None
    few = len(plain.split()) <= (_WITH_EMOJI if has_emoji else _VERB) and len(said) <= _LETTERS
    if not said or not few or said[0] in _NO_NAMES or all(map(is_known, said)):
        return False
    numbered = _NUMBERED.search(plain) is not None or (counts(plain) and not has_emoji)  # "do" is "to" in Polish
    ends = load_keywords().may_end(load_keywords().classes(mend_words(plain))) or read_opt_out(plain) is OptOut.STOP
    return not (numbered or ends or wishes(plain)) and read_yes_no(plain).answer is None


def strip_phone(text: str) -> str:
    """Remove a phone number at the beginning, which names the writer of a reaction in a group."""
    return _PHONE.sub("", text, count=1) if _PHONE.match(text) else text


def count_reaction_words(shape: Sequence[str]) -> int:
    """Return the number of words at the beginning of a shape that form a reaction; 0 if none.

    ``QUOTED`` replaces the quotation in the shape. A name may come before the verb, as in a group.
    """
    known = _load_kind("reaction")
    for begin in range(min(_LONGEST_NAME, len(shape) - 1) + 1):
        if begin and shape[0] in _NO_NAMES:
            break
        for end in range(min(len(shape), begin + _LONGEST_HEAD), begin + 1, -1):
            if " ".join(shape[begin:end]) in known:
                return end
    return 0


def get_shape(text: str) -> list[str]:
    """Split a text into words; each sequence of emoji becomes one sign, as in the list."""
    said: list[str] = []
    for word in words(text.translate(_PLAIN)):
        if _PICTURE.fullmatch(word) is None:
            said.append(word)
        elif not said or said[-1] != _EMOJI:
            said.append(_EMOJI)
    return said


def _shape(text: str) -> list[str] | None:
    """Return the words around the quotation of a text; None if there are too many or there is no quotation."""
    plain = normalise(text.translate(_PLAIN))
    first, last = plain.find('"'), plain.rfind('"')
    if first < 0:
        return _shape_of_attached(plain)
    if first == last and not plain.endswith("..."):
        return None
    behind = plain[last + 1 :] if first < last else ""
    shape = [*get_shape(plain[:first]), QUOTED, *get_shape(behind)]
    return shape if len(shape) <= _LONGEST_HEAD + _LONGEST_NAME else None


def _shape_of_attached(plain: str) -> list[str] | None:
    """Return the shape of a reaction to a picture or a file, which has no text to quote; None for other texts."""
    said = get_shape(plain)
    if len(said) > _LONGEST_HEAD:
        return None
    known, begins = _load_kind("attached"), _load_attached_beginnings()
    for begin in [at for at in range(1, len(said)) if said[at] in begins]:
        for end in range(len(said), begin, -1):
            if " ".join(said[begin:end]) in known:
                return [*said[:begin], QUOTED, *said[end:]]
    return None


@cache_reading
def is_automatic(text: str) -> bool:
    """Return True if a text is an automatic answer.

    It comes from a silenced phone, a phone in a car, an out-of-office reply, or the away text or greeting of a business
    account.
    """
    said = words(text)[:_MOST_WORDS]
    covered = [False] * len(said)
    always, sure, whole, likely = (_cover(group, said, covered) for group in ("always", "sure", "whole", "likely"))
    if not (always or sure or whole or likely >= _SEVERAL):
        return False
    _cover("beside", said, covered)
    fewest = 0 if always else _HALF if sure or whole + likely >= _SEVERAL else _ALL
    return sum(covered) >= fewest * len(said) and not _is_answered(
        text, [word for word, known in zip(said, covered, strict=True) if not known]
    )


def _is_answered(text: str, rest: Sequence[str]) -> bool:
    """Return True if a text also has a person's own words: an opt-out, or a short yes or no."""
    own = " ".join(rest)
    if has_a_stop(text) or read_opt_out(own) is OptOut.STOP or has_our_messages(own):
        return True
    return 0 < len(rest) <= _BRIEF and read_yes_no(own).answer is not None


def _cover(group: str, said: Sequence[str], covered: list[bool]) -> int:
    """Mark the words that match patterns of a group. Return the number of patterns that start at an unmarked word."""
    text, found = " ".join(said), 0
    for match in _forms(group).finditer(text):
        first = text.count(" ", 0, match.start())
        size = match.group().count(" ") + 1
        found += not covered[first]
        covered[first : first + size] = [True] * size
    return found


@cache
def _forms(group: str) -> Pattern[str]:
    gap = r"(?:\S+ ){0,4}"
    spoken = sorted((" ".join(form) for form in map(split_form, _load_kind(group))), key=len, reverse=True)
    patterns = (re.escape(form).replace(r"\*\ ", gap).replace(r"\ \*", r"(?: \S+){0,4}") for form in spoken)
    return re.compile(f"(?<!\\S)(?:{'|'.join(patterns)})(?!\\S)")


@cache
def _load_kind(kind: str) -> frozenset[str]:
    listed = read_sets("machine_formats")[kind]
    if kind != "reaction":
        return listed
    return frozenset(
        " ".join(word for part in form.split() for word in ([part] if part in {QUOTED, _EMOJI} else words(part)))
        for form in listed
    )


@cache
def _load_attached_beginnings() -> frozenset[str]:
    return frozenset(form.split(" ")[0] for form in _load_kind("attached"))


def ends_a_quote_head(line: str) -> bool:
    """Return True if a line introduces a quotation, as in e-mail: "On Monday Dana wrote:"."""
    said = " ".join(words(line))
    return any(said.endswith(verb) for verb in _load_kind("wrote"))
