"""Texts that look like an opt-out but say nothing about our messages.

These are unfinished sentences ("i want"), names that resemble an opt-out word ("Rohini"), requests to wait ("नहीं
रुको"), and complaints about slowness.
"""

from collections.abc import Sequence

from handlers.replies.courtesies import strip_courtesies
from handlers.replies.opt_out_keywords import load_keywords
from handlers.replies.opt_out_recognition import has_a_stop, has_our_messages, signs_of, split
from handlers.replies.opt_out_wordings import may_end
from handlers.replies.stop_question_answers import denies_them
from handlers.replies.text_evidence import load_evidence
from handlers.replies.text_normalisation import says_any, words
from handlers.replies.text_signs import PIECE
from handlers.replies.word_lists import read_sets

_OURS = frozenset({"text", "channel", "reminder"})  # classes of words that name our messages
_MOST_WORDS = 3
_MOST_MORE = 6  # words that complete a denial: more are a text by themselves
_OF_OTHERS = 0.95  # probability of another meaning above which the pieces of a strange word mean nothing
_LIKELY = 0.5  # probability of an opt-out above which the pieces count after all: "unsbscribe"


def says_nothing_yet(text: str) -> bool:
    """Return True if a text only looks like an opt-out. It must have no legal keyword and no name of our messages."""
    said = words(text)
    if not said or has_a_stop(text) or has_our_messages(text) or may_end(said):
        return False
    if _hurries(said):
        return True
    if len(said) > _MOST_WORDS:
        return False
    return _begins(said) or _waits(said) or _looks_alike(text)


def is_bare_denial(text: str) -> bool:
    """Return True if a text is a denial with no object: "dont", "i dont want", "no more", "mat"."""
    said = " ".join(strip_courtesies(words(text)))
    return said in read_sets("unfinished")["denies"]


def is_bare_message_name(text: str) -> bool:
    """Return True if a text only names our messages: "msg", "offers"."""
    names = set(load_keywords().list_telling(load_keywords().classes(split(text))))
    return bool(names) and names <= _OURS


def may_complete(text: str) -> bool:
    """Return True if a few words may complete an opt-out that an earlier message began.

    Examples: "message me" after "dont", "mat bhejo" after "msg".
    """
    return 0 < len(words(text)) <= _MOST_MORE and (denies_them(f"dont {text}") or denies_them(f"msg {text}"))


def _begins(said: Sequence[str]) -> bool:
    return read_sets("unfinished")["begins"].issuperset(said)


def _hurries(said: Sequence[str]) -> bool:
    """Return True if the words only complain about slowness."""
    listed = read_sets("unfinished")
    long = {word for phrase in listed["hurries"] for word in phrase.split()}
    return says_any(said, listed["hurries"]) and long | listed["around"] | listed["begins"] >= set(said)


def _waits(said: Sequence[str]) -> bool:
    listed = read_sets("unfinished")
    spoken = set(said)
    return spoken <= listed["no"] | listed["waits"] and not (
        spoken.isdisjoint(listed["no"]) or spoken.isdisjoint(listed["waits"])
    )


def _looks_alike(text: str) -> bool:
    signs, evidence = signs_of(text, asked=False), load_evidence("opt_out")
    in_words = evidence.weigh({sign for sign in signs if not sign & PIECE})
    return in_words["other"] >= _OF_OTHERS and evidence.weigh(signs)["stop"] < _LIKELY
