"""Weighed yes or no to a question: the last thought counts, and whether the answer repeats the question's verb. Lists
of words (`yes_no`) parse an answer if they contain all of its words. This reader handles the others: "go ahead", "hold
it", "can't see why not", "yes, no wait, don't". handlers/replies/harm_thresholds.py decides which deed may follow."""

from collections.abc import Sequence

from handlers.replies.courtesies import strip_courtesies
from handlers.replies.greetings import is_greeting
from handlers.replies.harm_thresholds import ReadingDeed, allows
from handlers.replies.known_words import find_names, is_known, respell_words
from handlers.replies.question_kinds import Asking, classify_question
from handlers.replies.text_evidence import load_evidence
from handlers.replies.text_normalisation import BREAKS, replace_links, split_tokens
from handlers.replies.text_signs import IN_LIGHT, get_place, make_class_signs, pair_with_question, word_signs
from handlers.replies.word_lists import read_sets
from handlers.replies.word_meanings import NOT, SAME, classify_words, mark_repeats, pair_with_asked
from handlers.replies.yes_no import YesNo, read_yes_no

_TURNS = read_sets("turns")["turns"]
_NEARLY_SURE = 0.9  # least probability of the lists' answer: a word may be a yes, and the story around it a no
_LONGEST = 60  # words that are read
_OPENING = 4  # words of the opening of an answer
_LAST = 3  # thoughts with signs for their order
_STEM = 4  # letters that identify a word in another form
_NEAR = 2  # distance of classes of one thought that form a sign: adjacent ones
_SIGNS = {True: "+", False: "-", None: "0"}
_OUTRIGHT = frozenset({"yes", "sure", "cancel", "stop", "fine", "do", SAME})
"""Words of an exact yes to an ending."""
_BESIDE_AN_END = frozenset({
    *("keep", "send", "take", "pay", "arrive", "wait", "look", "again", "unchanged", "confirm", "want", "leave"),
    *("condition", "why", "think", "not", "nahi"),
})  # fmt: skip
"""Words against an ending, with any other words: "yes, I'll pay now", "haan rakh lo"."""
_BESIDE_A_YES = frozenset({"tell", "change", "other", "broken"})
"""Words against an ending unless the answer repeats the ending: "yes the other one", but not "yes, cancel it, it was a
mistake".
"""
_NO_MORE = frozenset(f"{NOT}{one}" for one in ("want", "need", "send", "take", "keep", "wait", "problem"))
"""Denials that belong to a yes to an ending: "yes, don't send it"."""
_ENDING = frozenset({Asking.UNDO, Asking.PROBLEM})
"""Questions with an end or a problem as their yes."""
_DEEDS = {
    (Asking.UNDO, True): ReadingDeed.CARRY_OUT,
    (Asking.PUBLISH, True): ReadingDeed.CARRY_OUT,
    (Asking.UNDO, False): ReadingDeed.LEAVE,
    (Asking.PUBLISH, False): ReadingDeed.LEAVE,
    (Asking.APPROVE, False): ReadingDeed.LEAVE,
    (Asking.CONSENT, False): ReadingDeed.LEAVE,
    (Asking.PROBLEM, True): ReadingDeed.LEAVE,
}
"""Deeds of a yes (True) or a no (False) to these questions, if not the usual."""


def read_answer(text: str, question: str = "") -> YesNo:
    """Return the yes or no of a text to a question; its answer is None if it is not certain enough.

    The lists' answer counts if the weighed reading is nearly certain of it too. No harmful deed follows from this
    reading: it needs an exact answer (`bare_answers.read_exact_answer`).
    """
    if not text.strip() or is_greeting(text):
        return YesNo(None, 0.0)
    listed, likely = read_yes_no(text), weigh_answer(text, question)
    listed_sure = listed.answer is not None and likely["yes" if listed.answer else "no"] >= _NEARLY_SURE
    # "Send it" is a yes by the lists, and keeps the order that we ask whether to cancel.
    if listed_sure and _choose_deed(question, agrees=listed.answer is True) is not ReadingDeed.CARRY_OUT:
        return listed
    agrees = likely["yes"] > likely["no"]
    sure, against = (likely["yes"], likely["no"]) if agrees else (likely["no"], likely["yes"])
    deed = _choose_deed(question, agrees=agrees)
    taken = allows(deed, sure, against) and _says_something(text, question)
    taken = taken and not (deed is ReadingDeed.CARRY_OUT and _denies(text, question))
    # A yes that opens with a no ("no, I bought it elsewhere") is asked about; an ending reads words the other way.
    taken = taken and (listed.answer in {None, agrees} or classify_question(question) in _ENDING)
    return YesNo(agrees, round(sure, 2)) if taken else YesNo(None, 0.0)


def ends_outright(text: str, question: str) -> bool:
    """Return True for an exact yes to "Shall we cancel it?", with no words of continuation, another thing or a
    condition.

    After a yes that is only nearly certain, Parley asks again before it cancels an order.
    """
    said = respell_words(split_tokens(text)[:_LONGEST])
    meant = set(mark_repeats(classify_words(said), _strip(question)))
    denied = {one for one in meant if one.startswith(NOT)} - _NO_MORE
    against = _BESIDE_AN_END if SAME in meant else _BESIDE_AN_END | _BESIDE_A_YES
    return "?" not in said and bool(meant & _OUTRIGHT) and not denied and not meant & against


def _says_something(text: str, question: str) -> bool:
    """Return True if the text has a word in use, says yes or no, or repeats a word of the question.

    "asdf" and "Ravi" alone are no answer.
    """
    said = respell_words(split_tokens(replace_links(text))[:_LONGEST])
    return any(map(is_known, said)) or read_yes_no(text).answer is not None or bool(_find_echo(said, _strip(question)))


def _denies(text: str, question: str) -> bool:
    """Return True if the answer repeats and negates the question: "no lo canceles, ya pagué"."""
    meant = mark_repeats(classify_words(split_tokens(text)), _strip(question))
    return f"{NOT}{SAME}" in meant and SAME not in meant


def _choose_deed(question: str, *, agrees: bool) -> ReadingDeed:
    """Return the deed that follows from a yes or a no to the question."""
    usual = ReadingDeed.AGREE if agrees else ReadingDeed.DECLINE
    return _DEEDS.get((classify_question(question), agrees), usual) if question else usual


def weigh_answer(text: str, question: str = "") -> dict[str, float]:
    """Return the probabilities that a text answers "yes", "no" or "neither" to a question."""
    return load_evidence("answer").weigh(signs_of(text, question))


def signs_of(text: str, question: str) -> set[int]:
    """Return the signs of an answer, each combined with the question: the whole, its beginning and end, repetitions."""
    said = strip_courtesies(respell_words(split_tokens(replace_links(text))[:_LONGEST]), find_names(text))
    asked = _strip(question)
    spoken = [one for one in said if one not in BREAKS or one == "?"]
    meant = classify_words(said)
    signs = word_signs(spoken) | {get_place(f"means {one}") for one in meant}
    signs |= make_class_signs(mark_repeats(meant, asked), _NEAR)
    thoughts = _thoughts(said)
    if len(thoughts) > 1:
        last = make_class_signs(mark_repeats(classify_words(thoughts[-1]), asked), _NEAR)
        signs |= pair_with_question("last", word_signs(thoughts[-1]) | last)
        signs |= pair_with_question("first", word_signs(thoughts[0][:_OPENING]))
    signs |= set(map(get_place, (*_readings(said, thoughts), *_figures(spoken, asked))))
    signs.add(get_place(f"echo {min(2, len(_find_echo(spoken, asked)))}"))
    kind = classify_question(question) if question else Asking.DEAL
    beside = {get_place(one) | IN_LIGHT for one in pair_with_asked(meant, asked)}
    return signs | pair_with_question(kind, signs) | beside | {get_place(f"asks {kind}")}


def _strip(question: str) -> list[str]:
    """Return the words of a question, without the answers listed at its end: "Haan / Nahi"."""
    put, mark, _ = question.rpartition("?")
    return split_tokens(put + mark if mark else question)


def _thoughts(said: Sequence[str]) -> list[list[str]]:
    """Split an answer at marks and where the writer changes their mind: "yes | no wait | don't"."""
    thoughts: list[list[str]] = [[]]
    for word in said:
        if word in BREAKS and word != "?":
            thoughts.append([])
        elif word in _TURNS and thoughts[-1]:
            thoughts.append([word])
        else:
            thoughts[-1].append(word)
    return [thought for thought in thoughts if thought]


def _readings(said: Sequence[str], thoughts: Sequence[Sequence[str]]) -> list[str]:
    """Return how the word lists read the whole answer and each of its last thoughts."""
    each = [_SIGNS[read_yes_no(" ".join(thought)).answer] for thought in thoughts]
    whole = _SIGNS[read_yes_no(" ".join(said)).answer]
    ends = [f"first {each[0]}", f"last {each[-1]}"] if each else []
    return [f"whole {whole}", f"thoughts {''.join(each[-_LAST:])}", *ends]


def _figures(said: Sequence[str], asked: Sequence[str]) -> list[str]:
    """Return signs for numbers that repeat the question's, and for others: "calzo del 24" after "size 26?"."""
    figures, known = ({word for word in words if word[0].isdigit()} for words in (said, asked))
    told = [("a figure as asked", figures & known), ("another figure", figures - known)]
    return [f"{name}, {'one' if known else 'none'} asked" for name, found in told if found]


def _find_echo(said: Sequence[str], asked: Sequence[str]) -> set[str]:
    """Return the words that repeat the question's, shortened to their stems."""
    return _stems(said) & _stems(asked)


def _stems(said: Sequence[str]) -> set[str]:
    return {word[:_STEM] for word in said if len(word) >= _STEM}
