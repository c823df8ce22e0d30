"""Does a text ask us to stop writing? Read inside the inbound transaction, so it is fast and depends on nothing.

47 CFR 64.1200(a)(10): stop, quit, end, revoke, opt out, cancel and unsubscribe always revoke consent, and so does any
wording a reasonable person would understand. The words of the law are known by lists (data/opt_out) and revoke where
they are all that was written. Any other wording is weighed (`evidence`): what is nearly certain revokes, what may be
meant so holds our messages and is asked about (`harm`).

The lists and weights are loaded with the first text: a service at its start has no use for them.
"""

from collections.abc import Sequence, Set
from enum import StrEnum
from functools import cache
from itertools import groupby

from handlers.replies.courtesies import without_courtesies
from handlers.replies.evidence import evidence_of
from handlers.replies.grammar import Vocabulary
from handlers.replies.harm import Deed, allows
from handlers.replies.known import names_in, respelt
from handlers.replies.mending import mended
from handlers.replies.questions import Expecting
from handlers.replies.signs import PIECE, class_signs, in_light_of, word_signs
from handlers.replies.text import BREAKS, without_links
from handlers.replies.word_lists import read_words


class OptOut(StrEnum):
    """What a text says about being written to at all."""

    STOP = "stop"  # consent is revoked, at once
    AMBIGUOUS = "ambiguous"  # perhaps an opt-out: nothing marketing leaves until they answered one question
    START = "start"  # an opted-out person comes back
    HELP = "help"  # the HELP keyword and its translations, alone
    NONE = "none"  # about something else


# A forwarded text of so few words may be the sender's own wish.
_FORWARDED_WORDS = 3
_ENOUGH_WORDS = 60
_LONGEST_KEYWORD = 12  # words around START or HELP in which it is still all that was said
_IN_WORDS = 0.75  # how likely one it must be by words alone for a text to revoke
_LIKELY = 0.5  # how likely an opt-out a text must be otherwise for a keyword at its edge to revoke
_HARDLY = 0.001  # how likely one must be in all for its parts to be looked at: of other texts two in three are less
_DULL = frozenset({"soft", "polite", "sign", "other", "full", "comma"})  # classes that carry no meaning here
_ASKED = "anything"
_SIZES = frozenset({"s", "m", "l", "xs", "xl", "xxl"})


def read_opt_out(text: str, *, forwarded: bool = False, expecting: Expecting = Expecting.NOTHING) -> OptOut:
    """What this text says about being written to.

    A forwarded text is someone else's: at most AMBIGUOUS.
    """
    words = split(text)
    classes = _keywords().classes(words)
    if _keywords().are_all(words, classes):
        short = len(words) <= _FORWARDED_WORDS
        return OptOut.STOP if not forwarded else OptOut.AMBIGUOUS if short else OptOut.NONE
    if forwarded:
        return OptOut.NONE
    coming = _read_coming_back(words)
    if coming is not OptOut.NONE or not any(word[0].isalpha() for word in words):
        return coming
    asked, names = expecting is not Expecting.NOTHING, names_in(text)
    signs = _signs(words, classes, names, asked=asked)
    meant = evidence_of("opt_out").weigh(signs)
    edge = _keywords().stand_at_an_edge(classes)
    sure = allows(Deed.REVOKE, meant["stop"]) and _says_so_in_words(signs)
    if (sure or (edge and meant["stop"] >= _LIKELY)) and not _keywords().are_denied(classes):
        return OptOut.STOP
    perhaps = 1 - meant["other"]
    held = edge or allows(Deed.HOLD, perhaps) or (perhaps >= _HARDLY and _is_said_in_a_part(words, names, asked=asked))
    return OptOut.AMBIGUOUS if held else OptOut.NONE


def _says_so_in_words(signs: Set[int]) -> bool:
    """Whether words and their meanings speak for an opt-out without pieces of words, which strange words have as well:
    "I don't know how to spell anaesthesia" looked like one."""
    return evidence_of("opt_out").weigh({sign for sign in signs if not sign & PIECE})["stop"] >= _IN_WORDS


def _is_said_in_a_part(words: Sequence[str], names: Set[str], *, asked: bool) -> bool:
    """Whether one part of a text is an opt-out by itself: what is told around it ("take me off your list, they come at
    six in the morning") speaks of something else, and takes nothing back."""
    said = [list(part) for breaks, part in groupby(words, BREAKS.__contains__) if not breaks]
    parts = [part for part in said if len(part) > 1] if len(said) > 1 else []
    evidence = evidence_of("opt_out")
    told = (_signs(part, _keywords().classes(part), names, asked=asked) for part in parts)
    return any(allows(Deed.REVOKE, evidence.weigh(signs)["stop"]) for signs in told)


def is_keyword(text: str) -> bool:
    """Whether a keyword of the law is all that a text says: "STOP", "please stop", "unsubscribe me"."""
    words = split(text)
    return _keywords().are_all(words, _keywords().classes(words))


def weigh(text: str, *, asked: bool = False) -> dict[str, float]:
    """How likely a text means an opt-out ("stop"), may mean one ("perhaps") or does not ("other")."""
    return evidence_of("opt_out").weigh(signs_of(text, asked=asked))


def signs_of(text: str, *, asked: bool) -> set[int]:
    """The signs by which an opt-out is known; ``asked``: another question is open, which the text may answer."""
    words = split(text)
    return _signs(words, _keywords().classes(words), names_in(text), asked=asked)


def _signs(words: Sequence[str], classes: str, names: Set[str], *, asked: bool) -> set[int]:
    """Marks between words are no signs, nor are courtesies and names around them: a full stop means nothing."""
    meant = _keywords().respelt(words)
    said = without_courtesies(meant, names)
    signs = word_signs([word for word in said if word not in BREAKS or word == "?"])
    signs |= class_signs(_keywords().telling(classes if meant == list(words) else _keywords().classes(meant)))
    return signs | in_light_of(_ASKED, signs) if asked else signs


def split(text: str) -> list[str]:
    """The words of a text as they are read here: keywords mended, what is quoted or a link left out."""
    return _unquote(_shorten(mended(without_links(text))))


class _Keywords:
    """The classes of words of opting out, and the patterns in which a keyword is all that was written."""

    def __init__(self) -> None:
        self._words = Vocabulary(read_words("opt_out", "opt_out_world"))
        parts = {"closing": "soft|polite|again|sign", "stop": "plain|cease"}
        self._alone = [
            self._words.rule(pattern, **parts)
            for pattern in (
                "^(closing|full|comma|i|tell|wish)*(stop|bare|para|band_hi|rok|unsub)"
                "(stop|bare|closing|full|comma|kar|do|you|unsub|me|to|quit)*$",
                "^(polite|sign|full|comma)*(quit|cancel)(quit|cancel|polite|sign|full|comma|stop)*$",
                "^(polite|sign|full|comma)*removal(polite|sign|full|comma)*$",
                "^(polite|sign|full|comma)*alone(alone|polite|sign|full|comma)*$",
                # "STOP to end", copied out of what we wrote.
                "^(polite|sign|i|again|to|comma)*(stop|quit|cancel|unsub)+(comma)*to(soft|you|off)*"
                "(unsub|quit|cancel|halt|stop)(closing|text|channel|full|comma)*$",
            )
        ]
        # As a clause of its own at the beginning or the end.
        self._edges = [
            self._words.rule(pattern, **parts)
            for pattern in (
                "^(polite|sign|soft|full|comma)*plain(plain|polite|sign|again)*(full|comma|sign)",
                "(full|sign|[^full comma][^full comma]comma)(polite|sign)*plain(plain|polite|sign|full|comma|again)*$",
            )
        ]

        (self._why,) = self._words.letters("why")  # "why don't you stop" asks for it
        between = "(polite|soft|me|my|wish|to|tell|asked_for|off|number|how)"
        ends = "(unsub|unsubbed|erasing|removal|remove_me|opt|halt|cease|plain|quit|cancel|faint|take)"
        # What would end our messages, denied: "do not take me off your list", "band mat karo", "no dejen de escribir".
        self._denied = [
            self._words.rule(pattern)
            for pattern in (
                f"(dont|not_|no|ne|i(soft|polite)*didnt){between}*{ends}",
                "mat(kar)?(erasing|rok|band|band_hi|removal)",
                "(erasing|removal|band|band_hi|rok|plain|unsub)(kar)?mat(kar|do|polite|sign|full)*$",
                "(plain|band|band_hi|rok)mat(kar|do)",
                "(soft|comma)dont(polite|sign|full)*$",
            )
        ]

    def classes(self, words: list[str]) -> str:
        """The classes of these words, a letter each."""
        return self._words.encode(words)

    def respelt(self, words: Sequence[str]) -> list[str]:
        """The words as they were meant: one of the lists is no slip for another ("publi", of "publicidad")."""
        pairs = zip(words, respelt(words), strict=True)
        return [typed if typed == meant or self._words.lists(typed) else meant for typed, meant in pairs]

    def telling(self, classes: str) -> list[str]:
        """The names of those that carry a meaning here."""
        return [name for name in self._words.names(classes) if name not in _DULL]

    def are_all(self, words: Sequence[str], classes: str) -> bool:
        """Whether a keyword is all that was written; "para 2" and "para M" are for two, and of a size."""
        if any(word in _SIZES or (word.isdigit() and word == words[-1]) for word in words[1:]):
            return False
        return any(one.search(classes) for one in self._alone)

    def are_denied(self, classes: str) -> bool:
        """Whether a negation reaches what would end our messages: it revokes nothing, and may have been meant so."""
        return self._why not in classes and any(one.search(classes) for one in self._denied)

    def stand_at_an_edge(self, classes: str) -> bool:
        """Whether a keyword begins or ends the text as a clause of its own: "STOP, I'm driving"."""
        return any(one.search(classes) for one in self._edges)


@cache
def _keywords() -> _Keywords:
    return _Keywords()


def _shorten(words: list[str]) -> list[str]:
    """A person who wants out says so at the beginning or the end; the time to read grows with the length."""
    return words if len(words) <= 2 * _ENOUGH_WORDS else [*words[:_ENOUGH_WORDS], "\n", *words[-_ENOUGH_WORDS:]]


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

    if len(words) > _LONGEST_KEYWORD:
        return OptOut.NONE
    if coming_back.is_start(words):
        return OptOut.START
    return OptOut.HELP if coming_back.is_help(words) else OptOut.NONE
