"""Answers to whether our messages should stop.

Only a text with no other meaning is an answer. Any doubt leaves the question open, and an open question ends in a stop.
An exact opt-out is handled before.
"""

from functools import cache
from re import Pattern

from handlers.replies.bare_answers import read_exact_answer
from handlers.replies.opt_out_keywords import load_keywords
from handlers.replies.opt_out_recognition import has_our_messages, split
from handlers.replies.text_normalisation import split_tokens
from handlers.replies.weighed_answer import ends_outright, read_answer
from handlers.replies.word_grammar import Vocabulary
from handlers.replies.word_lists import read_words
from handlers.replies.yes_no import classify_polarity

_WHETHER = "Shall our messages stop?"
_WORDS = Vocabulary(read_words("keeping"))
_SOFT = "(soft|full|comma|sign)"
# The no of "no keep" may be about the rest: "no sigan" wants them to end, "no, sigan" wants them.
_KEEP = _WORDS.rule(f"({_SOFT}|yes|no{_SOFT})*keep({_SOFT}|keep|messages)*")
_NO = _WORDS.rule(f"{_SOFT}*no(no|{_SOFT})*")


def wants_them(text: str) -> bool | None:
    """Return True if the answer wants our messages to continue, False if it ends them, None if it is unclear."""
    sentence = _WORDS.encode(split_tokens(text))
    if _KEEP.fullmatch(sentence) or _NO.fullmatch(sentence):
        return True
    if denies_them(text):
        return False
    agrees = read_answer(text, _WHETHER).answer and ends_outright(text, _WHETHER)
    return False if agrees and (read_exact_answer(text) or _says_no_more(text)) else None


def _says_no_more(text: str) -> bool:
    """Return True if a text has no word about another matter, as in "end my lease"."""
    return all(name != "other" for name, _ in classify_polarity(load_keywords().list_strange(split(text))))


def denies_them(text: str) -> bool:
    """Return True if a text repeats, after our question, that the messages should end.

    Examples: "dont send me", "no messages", "i said no more", "mat bhejo". A bare "no" lets them continue, and so may
    "no, send them".
    """
    said = split(text)
    if "?" in said or {"no", "send"} <= set(said):
        return False
    classes = load_keywords().classes(said)
    if _keeps(classes):
        return False
    return has_our_messages(text) or _load_denials().fullmatch(classes) is not None


def _keeps(classes: str) -> bool:
    """Return True if the end of the messages is negated: "dont stop sending"."""
    return load_keywords().are_denied(classes) or load_keywords().has_one(
        classes, "plain", "cease", "halt", "rok", "band"
    )


@cache
def _load_denials() -> Pattern[str]:
    parts = {
        "soften": "polite|soft|sign|full|comma|i|me|you|again|this|junk|tell|do|kar|want|wish|nahi",
        "them": "send|text|texting|channel|reminder|offered|coming|receive|to_write",
        "deny": "no|dont|not_|nahi|mat|na|ne|nomore",
    }
    near = "(polite|soft|i|me|you|again|this|junk|do|kar|want|wish)*"
    pattern = (
        f"(soften)*((deny){near}(them)|(them){near}(nahi|mat|na|not_)|nomore|nahi{near}chahiye|chahiye{near}nahi)"
        "(soften|them|chahiye)*"
    )
    return load_keywords().rule(pattern, **parts)
