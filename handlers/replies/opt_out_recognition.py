"""Recognition of opt-outs. It runs in the inbound transaction, so it must be fast and have no dependencies.

47 CFR 64.1200(a)(10): stop, quit, end, revoke, opt out, cancel and unsubscribe always revoke consent. So does any
wording that a reasonable person would understand. Lists (data/opt_out) hold the legal keywords, which revoke as a whole
text. Other wordings are weighed (`text_evidence`). A nearly certain opt-out revokes; after a possible one our messages
pause, and Parley asks (`harm_thresholds`).

The lists and weights are loaded with the first text, to keep the start fast.
"""

import re
from collections.abc import Sequence, Set
from enum import StrEnum
from itertools import groupby

from handlers.replies.answer_openings import Opened, split_opening
from handlers.replies.arrival_stories import drop_others
from handlers.replies.bare_cancel import is_bare_cancel
from handlers.replies.clauses import SaidClause, split_clauses
from handlers.replies.courtesies import strip_courtesies
from handlers.replies.expected_answers import Expecting
from handlers.replies.harm_thresholds import ReadingDeed, allows
from handlers.replies.keyword_repair import mend_words
from handlers.replies.known_words import find_names
from handlers.replies.opt_out_keywords import load_keywords
from handlers.replies.opt_out_wordings import drop_footers, drop_talk, ends_outright, is_none, is_wrong_number, may_end
from handlers.replies.question_kinds import Asking, classify_question
from handlers.replies.reading_effort import cache_reading
from handlers.replies.standalone_stop import find_keyword_apart, stops_at_last
from handlers.replies.subscription_stops import ends_our_messages, sends_nothing
from handlers.replies.text_evidence import load_evidence
from handlers.replies.text_normalisation import BREAKS, replace_links, split_tokens
from handlers.replies.text_signs import PIECE, make_class_signs, pair_with_question, word_signs
from handlers.replies.wish_phrases import counts, wishes


class OptOut(StrEnum):
    """What a text means for our permission to send messages."""

    STOP = "stop"  # consent is revoked at once
    AMBIGUOUS = "ambiguous"  # perhaps an opt-out: no marketing leaves until they answer one question
    START = "start"  # an opted-out person comes back
    HELP = "help"  # the HELP keyword and its translations, alone
    NONE = "none"  # about something else


# A forwarded text of so few words may be the sender's own wish.
_FORWARDED_WORDS = 3
_ENOUGH_WORDS = 60
_LONGEST_KEYWORD = 12  # words of a text that is only START or HELP
_IN_WORDS = 0.75  # least probability of an opt-out by words alone for a text to revoke
_LIKELY = 0.5  # least probability of an opt-out for a keyword at the edge of other words to revoke
_MAY_END = 0.4  # for answers to our question: plain refusals are below it, in our lines 0.26 and less
_NEARLY = 0.8  # least probability of an opt-out after a yes or a no to be no answer
_HARDLY = 0.001  # least overall probability for a text's parts to be read: two in three other texts are below it
_ASKED = "anything"
_NUMBER_SIGN = re.compile(r"(?<=\bwrong)\s*#(?!\w)", re.IGNORECASE)  # "wrong #"


def read_opt_out(
    text: str, *, forwarded: bool = False, expecting: Expecting = Expecting.NOTHING, question: str = ""
) -> OptOut:
    """Return what a text means for our permission to send messages; ``question`` is the open question's text, if known.

    A forwarded text is someone else's, so it is at most AMBIGUOUS. Arrival stories and wishes of family are left out.
    """
    return _read_whole(text, forwarded, expecting, question)


@cache_reading
def _read_whole(text: str, forwarded: bool, expecting: Expecting, question: str) -> OptOut:
    text = drop_footers(text)
    said = _read(text, forwarded, expecting, question)
    rest = drop_others(text) if said in {OptOut.STOP, OptOut.AMBIGUOUS} else text
    if rest == text:
        return said
    beside = _read(rest, forwarded, expecting, question)
    return said if beside in {OptOut.STOP, OptOut.AMBIGUOUS} else OptOut.NONE


def _read(text: str, forwarded: bool, expecting: Expecting, question: str) -> OptOut:
    words = drop_talk(split(text))
    classes = load_keywords().classes(words)
    if load_keywords().are_all(words, classes):
        short = len(words) <= _FORWARDED_WORDS
        return OptOut.STOP if not forwarded else OptOut.AMBIGUOUS if short else OptOut.NONE
    if forwarded:
        return OptOut.NONE
    coming = _read_coming_back(words)
    if coming is not OptOut.NONE or not any(word[0].isalpha() for word in words):
        return coming
    behind, names, asked = split_opening(words), find_names(text), expecting is not Expecting.NOTHING
    if behind is not None and behind.agrees is None and load_keywords().are_all(behind.rest, _classes(behind.rest)):
        return OptOut.AMBIGUOUS if is_bare_cancel(" ".join(behind.rest)) else OptOut.STOP
    if behind is not None and behind.agrees and load_keywords().are_plain(_classes(behind.rest)):
        return OptOut.STOP  # "sí. STOP", as "yes STOP"
    if is_wrong_number(words) and not _asks_for_a_number(question):
        return OptOut.STOP  # the holder of the number never agreed
    known = _decide_by_rules(words, question, asked=asked)
    if known is not None:
        return known
    said = _weigh_evidence(words, names, asked=asked)
    if said is OptOut.AMBIGUOUS and asked and sends_nothing(words, question):
        return OptOut.NONE
    if said is OptOut.NONE and ends_our_messages(words, question, asked=asked):
        return OptOut.AMBIGUOUS
    if asked and classify_question(question) is Asking.CONSENT and _refuses(words, behind, names):
        return OptOut.STOP
    if said is OptOut.NONE and load_keywords().may_end(classes) and _is_beside_something(text, words, asked=asked):
        return OptOut.AMBIGUOUS
    if said is OptOut.STOP or not asked or classify_question(question) is Asking.UNDO:
        return said
    return OptOut.AMBIGUOUS if _ends(behind, names) else said


def _decide_by_rules(words: Sequence[str], question: str, *, asked: bool) -> OptOut | None:
    """Decide by rules alone; None if they do not decide, or if the text answers whether we may write."""
    if is_none(words):
        return OptOut.NONE
    if asked and classify_question(question) is Asking.CONSENT:
        return None
    if may_end(words):
        return OptOut.AMBIGUOUS
    return OptOut.STOP if ends_outright(words, asked=asked) else None


def tells_of_a_wrong_number(text: str) -> bool:
    """Return True if a text says that we have the wrong number."""
    return is_wrong_number(drop_talk(split(text)))


def _asks_for_a_number(question: str) -> bool:
    """Return True if a question asks for a number, so that an answer about a number is not about our messages."""
    named = load_keywords().has_one(_classes(split_tokens(question)), "number")
    return named and classify_question(question) is not Asking.CONSENT


def _is_beside_something(text: str, words: Sequence[str], *, asked: bool) -> bool:
    """Return True if a text about something else also has a clear opt-out."""
    return stops_at_last(text, words) or find_keyword_apart(text, asked=asked) is not None or _has_end_beside(text)


@cache_reading
def _has_end_beside(text: str) -> bool:
    return any(map(ends_beside, split_clauses(text)))


def ends_beside(clause: SaidClause) -> bool:
    """Return True if a clause next to a wish is only about an end, most likely of our messages."""
    said = split(clause.text)
    classes = _classes(said)
    if not load_keywords().may_end(classes) or load_keywords().are_denied(classes):
        return False
    if ends_outright(said, asked=True):
        return True
    if not (load_keywords().is_only_end(classes) or ends_our_messages(said)) or not (
        wishes(clause.rest) or counts(clause.rest)
    ):
        return False
    signs = _signs(said, classes, find_names(clause.text), asked=False)
    return load_evidence("opt_out").weigh(signs)["stop"] >= _NEARLY


def would_end(text: str) -> bool:
    """Return True if a text would be an opt-out, with 50 % probability or more, if no question were open.

    The opt-out is the whole text ("don't text me again", "I said no. opt me out"), or follows an answer ("ok end it").
    A bare "cancel" after an answer is about the question, and a plain no or "leave it" is no end.
    """
    words, names = split(text), find_names(text)
    if may_end(words):
        return True
    if read_opt_out(text) is OptOut.STOP or _ends(split_opening(words), names) or ends_our_messages(words):
        return True
    signs = _signs(words, _classes(words), names, asked=False)
    return load_evidence("opt_out").weigh(signs)["stop"] >= _MAY_END


def has_our_messages(text: str) -> bool:
    """Return True if a text asks to end our messages and names them, so that it is about them after any question."""
    return ends_our_messages(split(text))


def has_a_stop(text: str) -> bool:
    """Return True if the keyword is a clause of its own at the beginning or the end: "stop, nahi hai"."""
    return load_keywords().stand_at_an_edge(_classes(split(text)))


def speaks_of_an_end(text: str) -> bool:
    """Return True if any word of a text, including quotations, could be an opt-out."""
    return load_keywords().may_end(_classes(split_tokens(text)))


def _ends(behind: Opened | None, names: Set[str]) -> bool:
    if behind is None or behind.agrees is None or is_bare_cancel(" ".join(behind.rest)):
        return False
    return _is_an_end(behind.rest, names)


def _is_an_end(words: Sequence[str], names: Set[str]) -> bool:
    """Return True if the text is only about an end, by its words or, if misspelt, by probability."""
    classes = _classes(words)
    if load_keywords().is_only_end(classes) or load_keywords().are_all(words, classes):
        return True
    meant = load_evidence("opt_out").weigh(_signs(words, classes, names, asked=False))
    return meant["stop"] >= _NEARLY and not load_keywords().are_denied(classes)


def _refuses(words: Sequence[str], behind: Opened | None, names: Set[str]) -> bool:
    """Return True if a text refuses our request to write by asking us to end our messages; both are the same then.

    If no mark follows its no, the text may negate the end: "no dejen de escribir".
    """
    if behind is not None and behind.agrees:
        return False
    if behind is not None and behind.agrees is False and behind.apart and _is_an_end(behind.rest, names):
        return True
    return _weigh_evidence(words, names, asked=False) is OptOut.STOP


def _classes(words: Sequence[str]) -> str:
    return load_keywords().classes(list(words))


def _weigh_evidence(words: Sequence[str], names: Set[str], *, asked: bool) -> OptOut:
    """Decide by the evidence and by keywords at an edge; ``asked``: the text may answer another question."""
    classes = _classes(words)
    signs = _signs(words, classes, names, asked=asked)
    meant = load_evidence("opt_out").weigh(signs)
    edge = load_keywords().stand_at_an_edge(classes)
    sure = load_keywords().are_all(words, classes) or (
        allows(ReadingDeed.REVOKE, meant["stop"]) and _says_so_in_words(signs)
    )
    if (sure or (edge and meant["stop"] >= _LIKELY)) and not load_keywords().are_denied(classes):
        return OptOut.STOP
    perhaps = 1 - meant["other"]
    held = (
        edge
        or allows(ReadingDeed.HOLD, perhaps)
        or (perhaps >= _HARDLY and _is_said_in_a_part(words, names, asked=asked))
    )
    return OptOut.AMBIGUOUS if held else OptOut.NONE


def _says_so_in_words(signs: Set[int]) -> bool:
    """Return True if words and their classes suggest an opt-out, even when pieces of words are not counted.

    Unusual words contain such pieces too: "I don't know how to spell anaesthesia" looked like an opt-out.
    """
    return load_evidence("opt_out").weigh({sign for sign in signs if not sign & PIECE})["stop"] >= _IN_WORDS


def _is_said_in_a_part(words: Sequence[str], names: Set[str], *, asked: bool) -> bool:
    """Return True if one part of a text is an opt-out on its own.

    The story around it ("take me off your list, they come at six in the morning") is about something else.
    """
    said = [list(part) for breaks, part in groupby(words, BREAKS.__contains__) if not breaks]
    parts = [part for part in said if len(part) > 1] if len(said) > 1 else []
    evidence = load_evidence("opt_out")
    told = (_signs(part, load_keywords().classes(part), names, asked=asked) for part in parts)
    return any(allows(ReadingDeed.REVOKE, evidence.weigh(signs)["stop"]) for signs in told)


def is_keyword(text: str) -> bool:
    """Return True if a text is only a legal keyword: "STOP", "please stop", "unsubscribe me"."""
    words = split(text)
    return load_keywords().are_all(words, load_keywords().classes(words))


def weigh(text: str, *, asked: bool = False) -> dict[str, float]:
    """Return the probabilities that a text is an opt-out ("stop"), may be one ("perhaps") or is not ("other")."""
    return load_evidence("opt_out").weigh(signs_of(text, asked=asked))


def signs_of(text: str, *, asked: bool) -> set[int]:
    """Return the signs of an opt-out in a text; ``asked``: it may answer another open question."""
    words = split(text)
    return _signs(words, load_keywords().classes(words), find_names(text), asked=asked)


def _signs(words: Sequence[str], classes: str, names: Set[str], *, asked: bool) -> set[int]:
    """Return the signs of words. Marks, courtesies and names around them do not count, so a full stop means nothing."""
    meant = load_keywords().respell(words)
    said = strip_courtesies(meant, names)
    signs = word_signs([word for word in said if word not in BREAKS or word == "?"])
    signs |= make_class_signs(
        load_keywords().list_telling(classes if meant == list(words) else load_keywords().classes(meant))
    )
    return signs | pair_with_question(_ASKED, signs) if asked else signs


def split(text: str) -> list[str]:
    """Split a text into words for this reader: keywords repaired, quotations and links removed."""
    text = _NUMBER_SIGN.sub(" number ", drop_footers(replace_links(text)))
    return _unquote(_shorten(mend_words(text)))


def _shorten(words: list[str]) -> list[str]:
    """Cut a long text to its beginning and end, where an opt-out is; the reading time grows with the length."""
    return words if len(words) <= 2 * _ENOUGH_WORDS else [*words[:_ENOUGH_WORDS], "\n", *words[-_ENOUGH_WORDS:]]


def _unquote(words: list[str]) -> list[str]:
    """Remove quotations that are inside a sentence."""
    if words.count('"') < 2:
        return words
    first, last = words.index('"'), len(words) - 1 - words[::-1].index('"')
    around = words[:first] + words[last + 1 :]
    own = {"i", "ive", "im"} & set(words[:first])
    return around if sum(word[0].isalpha() for word in around) >= 2 and not own else [w for w in words if w != '"']


def _read_coming_back(words: list[str]) -> OptOut:
    from handlers.replies import start_help_keywords

    if len(words) > _LONGEST_KEYWORD:
        return OptOut.NONE
    if start_help_keywords.is_start(words):
        return OptOut.START
    return OptOut.HELP if start_help_keywords.is_help(words) else OptOut.NONE
