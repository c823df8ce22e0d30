"""Answers to whether our messages shall stop: that they shall go on, or yes, they shall stop.

Only a text that says nothing else is one: whatever leaves a doubt leaves the question open, and that ends in a stop. An
opt-out in so many words never comes here.
"""

from handlers.replies.answering import ends_outright, read_answer
from handlers.replies.grammar import Vocabulary
from handlers.replies.text import tokens
from handlers.replies.word_lists import read_words

_WHETHER = "Shall our messages stop?"
_WORDS = Vocabulary(read_words("keeping"))
_SOFT = "(soft|full|comma|sign)"
# Of "no keep" the no may be about what stands behind it: "no sigan" wants them to end, "no, sigan" wants them.
_KEEP = _WORDS.rule(f"({_SOFT}|yes|no{_SOFT})*keep({_SOFT}|keep|messages)*")
_NO = _WORDS.rule(f"{_SOFT}*no(no|{_SOFT})*")


def wants_them(text: str) -> bool | None:
    """Whether somebody who was asked if our messages shall stop wants them; None where that is not clear."""
    sentence = _WORDS.encode(tokens(text))
    if _KEEP.fullmatch(sentence) or _NO.fullmatch(sentence):
        return True
    return False if read_answer(text, _WHETHER).answer and ends_outright(text, _WHETHER) else None
