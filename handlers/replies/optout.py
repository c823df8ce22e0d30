"""Does a text ask us to stop writing? Read inside the inbound transaction, so it is fast and depends on nothing.

47 CFR 64.1200(a)(10): stop, quit, end, revoke, opt out, cancel and unsubscribe always revoke consent, and so does any
wording a reasonable person would understand. Rules speak of classes of words (optout_words), never of whole sentences:
a verb of ceasing or a negation, and what it is about. Something that is no message (an order, a song) blocks them.
"""

import re
from enum import StrEnum

from rapidfuzz.distance import OSA

from handlers.replies import optout_rules as rules
from handlers.replies.grammar import Vocabulary
from handlers.replies.optout_words import HELP_WORDS, START_WORDS
from handlers.replies.questions import Expecting
from handlers.replies.text import tokens


class OptOut(StrEnum):
    """What a text says about being written to at all."""

    STOP = "stop"  # consent is revoked, at once
    AMBIGUOUS = "ambiguous"  # perhaps an opt-out: ask whether to stop messages, and send nothing else until answered
    START = "start"  # an opted-out person comes back
    HELP = "help"  # the HELP keyword and its translations, alone
    NONE = "none"  # about something else


_START = Vocabulary(START_WORDS)
_HELP = Vocabulary(HELP_WORDS)

# Keywords whose misspelling is still the keyword when it is all that was written, and words that are no misspelling.
_TYPED = ("stop", "stopall", "cancel", "unsubscribe", "optout", "revoke", "remove me")
_REAL = frozenset(
    """
    shop step top spot stow slop strop stoop drop atop swop stomp story crop prop ship chop flop hop pop cop sto stock
    store stops cancer cance canal candle revoked evoke remote removed cancels cancelled canceled unsubscribed
    """.split()  # noqa: SIM905
)


# A forwarded text of so few words may be the sender's own wish.
_FORWARDED_WORDS = 3
_ENOUGH_WORDS = 60


def read_opt_out(text: str, *, forwarded: bool = False, expecting: Expecting = Expecting.NOTHING) -> OptOut:
    """What this text says about being written to.

    A forwarded text is someone else's: at most AMBIGUOUS. A bare word that answers the open question (expecting CANCEL)
    is AMBIGUOUS too: answer the question, then offer to stop messages.
    """
    words = _unquote(_mend(_shorten(tokens(text))))
    sentence = rules.WORDS.encode(words)
    verdict = OptOut.NONE if rules.TRIGGERS.isdisjoint(sentence) else _judge(sentence, asking="?" in words)
    if forwarded:
        return OptOut.AMBIGUOUS if verdict is OptOut.STOP and len(words) <= _FORWARDED_WORDS else OptOut.NONE
    if verdict is OptOut.STOP and _answers(sentence, expecting):
        return OptOut.AMBIGUOUS
    return _read_coming_back(words) if verdict is OptOut.NONE else verdict


def is_bare_cancel(text: str) -> bool:
    """Is the whole text a word like "cancel" or "stop", which answers a question such as "Cancel the order?" """
    return _any(rules.ANSWERING, rules.WORDS.encode(_unquote(_mend(tokens(text)))))


def _judge(sentence: str, *, asking: bool) -> OptOut:
    if _any(rules.LIMITED, sentence) or (asking and _any(rules.WHOLE_FAINT, sentence)):
        return OptOut.AMBIGUOUS
    own = _any(rules.INSTRUCTED, sentence) or _any(rules.SELF_REPORTED, sentence)
    masked = _mask(sentence)
    if own or _any(rules.STOP, masked):
        return OptOut.STOP if rules.MISTAKEN.isdisjoint(sentence) else OptOut.AMBIGUOUS
    return OptOut.AMBIGUOUS if _any(rules.AMBIGUOUS, masked) else OptOut.NONE


def _shorten(words: list[str]) -> list[str]:
    """A person who wants out says so at the beginning or the end; the rules' time grows with the length."""
    return words if len(words) <= 2 * _ENOUGH_WORDS else [*words[:_ENOUGH_WORDS], "\n", *words[-_ENOUGH_WORDS:]]


def _mask(sentence: str) -> str:
    for rule in rules.UNNEGATED:
        sentence = rule.sub("", sentence)
    for rule in rules.MASKS:
        sentence = rule.sub("x", sentence)
    return sentence


def _any(patterns: tuple[re.Pattern[str], ...], sentence: str) -> bool:
    return any(pattern.search(sentence) for pattern in patterns)


def _answers(sentence: str, expecting: Expecting) -> bool:
    return expecting is Expecting.CANCEL and _any(rules.ANSWERING, sentence)


def _mend(words: list[str]) -> list[str]:
    """Repair misspelt keywords: "unsubcribe" anywhere, "stpo" only where it is the whole text."""
    if len(words) <= 2 and words and words[0] not in _REAL:
        typed = " ".join(word for word in words if word[0].isalpha())
        meant = next((k for k in _TYPED if len(typed) > 2 and OSA.distance(typed, k, score_cutoff=1) <= 1), None)
        if meant:
            return meant.split()
    return ["unsubscribe" if _is_unsubscribe(word) else word for word in words]


def _is_unsubscribe(word: str) -> bool:
    return (
        word.startswith("uns")
        and word not in _REAL
        and len(word) > 6
        and OSA.distance(word, "unsubscribe", score_cutoff=2) <= 2
    )


def _unquote(words: list[str]) -> list[str]:
    """Drop what stands in quotation marks when there is a sentence around it."""
    if words.count('"') < 2:
        return words
    first, last = words.index('"'), len(words) - 1 - words[::-1].index('"')
    around = words[:first] + words[last + 1 :]
    own = {"i", "ive", "im"} & set(words[:first])
    return around if sum(word[0].isalpha() for word in around) >= 2 and not own else [w for w in words if w != '"']


def _read_coming_back(words: list[str]) -> OptOut:
    if len(words) > 12:
        return OptOut.NONE
    if ("?" not in words or len(words) == 2) and _STARTING.fullmatch(_START.encode(words)):
        return OptOut.START
    return OptOut.HELP if _HELPING.fullmatch(_HELP.encode(words)) else OptOut.NONE


_ANY_START = "(soft|contact|again|start|sign|full|comma)*"
_STARTING = _START.rule(f"{_ANY_START}start{_ANY_START}|(soft)*contact(soft|contact)*again(soft|full|sign)*")
_HELPING = _HELP.rule("(help|soft|sign|full|comma)*help(help|soft|sign|full|comma)*")
