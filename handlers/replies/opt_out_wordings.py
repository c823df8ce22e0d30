"""Opt-out wordings that need rules: "no more offers" and "list se nikal do" are opt-outs, "no stop" may be one.

"did you stop", "band kab" and "opp metro" are about something else.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import groupby, pairwise
from re import Pattern

from handlers.replies.courtesies import strip_courtesies
from handlers.replies.reading_effort import cache_reading
from handlers.replies.text_normalisation import BREAKS, says_any, words
from handlers.replies.word_grammar import Vocabulary
from handlers.replies.word_lists import read_sets, read_words, split_form

_LONGEST = 1_000  # characters of a text that is searched for a footer
_FEWEST_BESIDE = 4  # words of a text in addition to its footer
_KEYWORDS = re.compile(r"\b(?:stop(?:all)?|unsubscribe|end|quit|cancel|baja|alto|parar|sair|arr[eê]t)\b", re.IGNORECASE)
_SIZES = (5, 3, 1)  # parts of a footer, with the marks between
_MARK = "\0"  # between words; no word has it
_PARTS = re.compile(r"([.!?;:,()|\n।–—]+)")


def ends_outright(said: Sequence[str], *, asked: bool) -> bool:
    """Return True if these words only ask to end our messages; ``asked``: they may answer another question."""
    text = _normalise_spoken(said)
    return text in _load_kind("ends") or (not asked and text in _load_kind("unasked"))


def may_end(said: Sequence[str]) -> bool:
    """Return True if these words may ask to end our messages, with any question open."""
    return _normalise_spoken(said) in _load_kind("asks")


def is_none(said: Sequence[str]) -> bool:
    """Return True if these words look like an opt-out but are none."""
    return _normalise_spoken(said) in _load_kind("none")


def is_wrong_number(said: Sequence[str]) -> bool:
    """Return True if one clause only says that we have the wrong number.

    A digit may be an order or an address, and a question mark shows doubt, so both give False.
    """
    if any(letter.isdigit() for word in said for letter in word) or says_any(said, _load_kind("another_wrong")):
        return False
    runs = [*((breaks, list(run)) for breaks, run in groupby(said, BREAKS.__contains__)), (True, [])]
    clauses = [" ".join(run) for (breaks, run), (_, behind) in pairwise(runs) if not breaks and "?" not in behind]
    return any(map(_names_a_wrong_number, clauses))


def _names_a_wrong_number(clause: str) -> bool:
    match = _compile_wrong_numbers().search(clause)
    return match is not None and _load_kind("around_wrong_number").issuperset(
        f"{clause[: match.start()]} {clause[match.end() :]}".split()
    )


@cache
def _compile_wrong_numbers() -> Pattern[str]:
    forms = sorted(_load_kind("wrong_number"), key=len, reverse=True)
    patterns = (re.escape(" ".join(split_form(form))).replace(r"\*", r"\S+(?: \S+)?") for form in forms)
    return re.compile(f"(?<!\\S)(?:{'|'.join(patterns)})(?!\\S)")


def removes(text: str) -> bool:
    """Return True if a text is only the word "remove", which may also be about an open order."""
    return _normalise_spoken(words(text)) in _load_kind("removes")


def drop_talk(said: Sequence[str]) -> list[str]:
    """Remove clauses about something else, such as a sale that ends; the marks between clauses stay."""
    if not says_any(said, _load_kind("speaks")):
        return list(said)
    left: list[str] = []
    for breaks, run in groupby(said, BREAKS.__contains__):
        part = list(run)
        left += part if breaks or not says_any(part, _load_kind("speaks")) else []
    return left if any(word not in BREAKS for word in left) else []


def _normalise_spoken(said: Sequence[str]) -> str:
    return _strip_spoken(_MARK.join(said))


@cache_reading
def _strip_spoken(marked: str) -> str:
    kept = strip_courtesies([word for word in marked.split(_MARK) if word not in BREAKS])
    return " ".join(words(" ".join(kept)))


def _load_kind(kind: str) -> frozenset[str]:
    return read_sets("opt_out_wordings")[kind]


def drop_footers(text: str) -> str:
    """Remove footer lines that explain how to opt out: "Reply STOP to opt out".

    A footer that is alone, or has only a few words or a person's own words around it, stays: the writer may mean it.
    """
    if len(text) > _LONGEST or _KEYWORDS.search(text) is None:
        return text
    parts = _PARTS.split(text)  # words, and in every second place the marks between
    at, left = 0, list[str]()
    while at < len(parts):
        size = next((size for size in _SIZES if _is_a_footer(parts[at : at + size])), 0)
        left += parts[at : at + 2] if not size else ["\n"]
        at += size + 1 if size else 2
    rest = "".join(left).strip()
    said = words(rest)
    return text if len(said) < _FEWEST_BESIDE or says_any(said, read_sets("opt_out_footers")["own"]) else rest


def _is_a_footer(parts: Sequence[str]) -> bool:
    """Return True if these parts of one sentence are a footer."""
    if any(mark.strip() not in {",", ":", ";"} for mark in parts[1::2]):
        return False
    vocabulary, rule = _footers()
    return rule.fullmatch(vocabulary.encode(words("".join(parts)))) is not None


@cache
def _footers() -> tuple[Vocabulary, Pattern[str]]:
    vocabulary = Vocabulary(read_words("opt_out_footers"))
    orders = "(mid|for)*do(mid|for|digits|key|also)*key(mid|digits)*for(behind|mid|for|also|digits)*"
    turned = "for(behind|mid)*do(mid)*key(mid|digits)*(for)*"
    hindi = "(for)*(behind|mid)*key(mid)*write(mid|digits)*"
    return vocabulary, vocabulary.rule(f"{orders}|{turned}|{hindi}|(also)(also|mid)*")
