"""Yes or no, weighed in the light of the question: the last thought counts, and the verb that was asked said back.

Lists of words (`yes_no`) read an answer all of whose words they know. This reads the others: "go ahead", "hold it",
"can't see why not", "yes, no wait, don't". What is done upon it stands in handlers/replies/harm.py.
"""

from collections.abc import Sequence

from handlers.replies.asking import Asking, asking
from handlers.replies.evidence import evidence_of
from handlers.replies.grammar import Vocabulary
from handlers.replies.harm import Deed, allows
from handlers.replies.signs import class_signs, in_light_of, place_of, word_signs
from handlers.replies.text import BREAKS, tokens
from handlers.replies.word_lists import read_sets, read_words
from handlers.replies.yes_no import YesNo, read_yes_no

_WORDS = Vocabulary(read_words("polarity"))
_DULL = frozenset({"other", "full", "comma", "dress", "pronoun"})
_NEGATING = frozenset({"no", "nahi", "negate"})
_TURNS = read_sets("turns")["turns"]
_EVEN = 0.5
_LONGEST = 60  # words that are looked at
_OPENING = 4  # words by which an answer opens
_LAST = 3  # thoughts whose signs are told in their order
_STEM = 4  # letters by which a verb is known in another form
_SIGNS = {True: "+", False: "-", None: "0"}


def read_answer(text: str, question: str = "") -> YesNo:
    """The yes or no of a text to a question; unread where it is not sure enough.

    What the lists read is believed where the weighed reading finds it as likely as not. A consent needs a yes that
    leaves nothing to weigh: whoever records it looks at the words once more (`yes_no.is_clear_yes`).
    """
    if not text.strip():
        return YesNo(None, 0.0)
    listed, likely = read_yes_no(text), weigh_answer(text, question)
    if listed.answer is not None and likely["yes" if listed.answer else "no"] >= _EVEN:
        return listed
    agrees = likely["yes"] > likely["no"]
    deed, sure, against = (
        (Deed.AGREE, likely["yes"], likely["no"]) if agrees else (Deed.DECLINE, likely["no"], likely["yes"])
    )
    return YesNo(agrees, round(sure, 2)) if allows(deed, sure, against) else YesNo(None, 0.0)


def weigh_answer(text: str, question: str = "") -> dict[str, float]:
    """How likely a text says "yes" or "no" to a question, as it was put, or "neither"."""
    return evidence_of("answer").weigh(signs_of(text, question))


def signs_of(text: str, question: str) -> set[int]:
    """The signs of an answer: of all of it, of how it opens and ends, of what it says back; each by the question."""
    said = tokens(text)[:_LONGEST]
    spoken = [one for one in said if one not in BREAKS or one == "?"]
    signs = word_signs(spoken) | class_signs(_telling(said))
    thoughts = _thoughts(said)
    if len(thoughts) > 1:
        signs |= in_light_of("last", word_signs(thoughts[-1]) | class_signs(_telling(thoughts[-1])))
        signs |= in_light_of("first", word_signs(thoughts[0][:_OPENING]))
    signs |= set(map(place_of, _readings(said, thoughts)))
    echoed = _stems(spoken) & _stems(tokens(question))
    signs.add(place_of(f"echo {min(2, len(echoed))}"))
    if echoed:
        signs.add(place_of(f"echo negated {not _NEGATING.isdisjoint(_telling(said))}"))
    kind = asking(question) if question else Asking.DEAL
    return signs | in_light_of(kind, signs) | {place_of(f"asks {kind}")}


def _telling(said: Sequence[str]) -> list[str]:
    return [name for name in _WORDS.name(list(said)) if name not in _DULL]


def _thoughts(said: Sequence[str]) -> list[list[str]]:
    """What was said, parted at marks and where somebody thinks again: "yes | no wait | don't"."""
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
    """How the lists read the whole, and each of the last thoughts."""
    each = [_SIGNS[read_yes_no(" ".join(thought)).answer] for thought in thoughts]
    whole = _SIGNS[read_yes_no(" ".join(said)).answer]
    ends = [f"first {each[0]}", f"last {each[-1]}"] if each else []
    return [f"whole {whole}", f"thoughts {''.join(each[-_LAST:])}", *ends]


def _stems(said: Sequence[str]) -> set[str]:
    return {word[:_STEM] for word in said if len(word) >= _STEM}
