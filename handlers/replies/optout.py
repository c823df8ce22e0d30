"""Does a text ask us to stop writing? Read inside the inbound transaction, so it is fast and depends on nothing.

47 CFR 64.1200(a)(10): stop, quit, end, revoke, opt out, cancel and unsubscribe always revoke consent, and so does any
wording a reasonable person would understand. Rules speak of classes of words (data/opt_out), never of whole sentences:
a verb of ceasing or a negation, and what it is about. Something that is no message (an order, a song) blocks them.

The rules are loaded with the first text: they take a fifth of a second and 10 MB, which a service at its start, and one
that nobody writes to, have no use for.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from handlers.replies.evidence import find_signs, opt_out_evidence
from handlers.replies.mending import mended
from handlers.replies.questions import Expecting


class OptOut(StrEnum):
    """What a text says about being written to at all."""

    STOP = "stop"  # consent is revoked, at once
    AMBIGUOUS = "ambiguous"  # perhaps an opt-out: ask whether to stop messages, and send nothing else until answered
    PERHAPS = "perhaps"  # the evidence hints at one and no rule does: where nothing else explains it, ask
    START = "start"  # an opted-out person comes back
    HELP = "help"  # the HELP keyword and its translations, alone
    NONE = "none"  # about something else


# A forwarded text of so few words may be the sender's own wish.
_FORWARDED_WORDS = 3
_ENOUGH_WORDS = 60
LONGEST_KEYWORD = 12  # words around START or HELP in which it is still all that was said

# Logarithms of odds (see evidence): enough by itself, enough to ask, too little for the rules to be believed.
SURE, PERHAPS, UNLIKELY = 1.8, -0.5, -1.5


def read_opt_out(text: str, *, forwarded: bool = False, expecting: Expecting = Expecting.NOTHING) -> OptOut:
    """What this text says about being written to.

    A forwarded text is someone else's: at most AMBIGUOUS.
    """
    from handlers.replies import optout_rules as rules

    words = split(text)
    ruling = judge(words)
    if forwarded:
        return OptOut.AMBIGUOUS if ruling.verdict is OptOut.STOP and len(words) <= _FORWARDED_WORDS else OptOut.NONE
    if ruling.verdict is OptOut.STOP and _any(rules.KEYWORDS, ruling.sentence):
        return OptOut.STOP
    if ruling.verdict is OptOut.NONE:
        coming = _read_coming_back(words)
        if coming is not OptOut.NONE or not any(word[0].isalpha() for word in words):
            return coming
    return _weigh(words, ruling, expecting)


_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
"""A link, of which the letters say nothing. Only what is surely one: "stop.why/when" is words without spaces."""


def split(text: str) -> list[str]:
    """The words of a text as rules and evidence see them: keywords mended, what is quoted or a link left out."""
    return _unquote(_shorten(mended(_LINK.sub("\n", text))))


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the rules alone say of a text: its verdict, the classes of its words, the marks that rules left on it."""

    verdict: OptOut
    sentence: str
    marks: frozenset[str] = frozenset()


def judge(words: list[str]) -> Ruling:
    """What the rules alone say: STOP, AMBIGUOUS or NONE."""
    from handlers.replies import optout_rules as rules

    sentence = rules.WORDS.encode(words)
    if rules.TRIGGERS.isdisjoint(sentence):
        return Ruling(OptOut.NONE, sentence)
    masked = _mask(sentence)
    found = {
        "limited": _any(rules.LIMITED, sentence),
        "instructed": _any(rules.INSTRUCTED, sentence) or _any(rules.SELF_REPORTED, sentence),
        "masked": masked != sentence,
        "stop": _any(rules.STOP, masked),
        "ambiguous": _any(rules.AMBIGUOUS, masked),
        "faint": "?" in words and _any(rules.WHOLE_FAINT, sentence),
        "mistaken": not rules.MISTAKEN.isdisjoint(sentence),
    }
    marks = frozenset(mark for mark, left in found.items() if left)
    return Ruling(_verdict(marks), sentence, marks)


def _verdict(marks: frozenset[str]) -> OptOut:
    if marks & {"limited", "faint"}:
        return OptOut.AMBIGUOUS
    if marks & {"instructed", "stop"}:
        return OptOut.AMBIGUOUS if "mistaken" in marks else OptOut.STOP
    return OptOut.AMBIGUOUS if "ambiguous" in marks else OptOut.NONE


def _weigh(words: list[str], ruling: Ruling, expecting: Expecting) -> OptOut:
    """The rules and the evidence together: one of them sure and the other not against it is enough.

    While another question is open, what merely may be an opt-out is taken for its answer.
    """
    odds = opt_out_evidence().weigh(signs_of(words, ruling))
    match ruling.verdict:
        case OptOut.STOP:
            return OptOut.STOP if odds >= UNLIKELY else OptOut.AMBIGUOUS
        case OptOut.AMBIGUOUS:
            return OptOut.AMBIGUOUS
        case _ if odds >= SURE:
            return OptOut.STOP
    return OptOut.PERHAPS if odds >= PERHAPS and expecting is Expecting.NOTHING else OptOut.NONE


def signs_of(words: list[str], ruling: Ruling) -> set[str]:
    """The signs that evidence finds in a text."""
    from handlers.replies import optout_rules as rules

    return find_signs(words, [rules.ALIKE.get(name, name) for name in rules.WORDS.names(ruling.sentence)], ruling.marks)


def _shorten(words: list[str]) -> list[str]:
    """A person who wants out says so at the beginning or the end; the rules' time grows with the length."""
    return words if len(words) <= 2 * _ENOUGH_WORDS else [*words[:_ENOUGH_WORDS], "\n", *words[-_ENOUGH_WORDS:]]


def _mask(sentence: str) -> str:
    from handlers.replies import optout_rules as rules

    for rule in rules.UNNEGATED:
        sentence = rule.sub("", sentence)
    for rule in rules.MASKS:
        sentence = rule.sub("x", sentence)
    return sentence


def _any(patterns: tuple[re.Pattern[str], ...], sentence: str) -> bool:
    return any(pattern.search(sentence) for pattern in patterns)


def _unquote(words: list[str]) -> list[str]:
    """Drop what stands in quotation marks when there is a sentence around it."""
    if words.count('"') < 2:
        return words
    first, last = words.index('"'), len(words) - 1 - words[::-1].index('"')
    around = words[:first] + words[last + 1 :]
    own = {"i", "ive", "im"} & set(words[:first])
    return around if sum(word[0].isalpha() for word in around) >= 2 and not own else [w for w in words if w != '"']


def _read_coming_back(words: list[str]) -> OptOut:
    from handlers.replies import coming_back

    if len(words) > LONGEST_KEYWORD:
        return OptOut.NONE
    if coming_back.is_start(words):
        return OptOut.START
    return OptOut.HELP if coming_back.is_help(words) else OptOut.NONE
