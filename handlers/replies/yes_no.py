"""Yes or no, in a person's own words.

A wrong yes sells missing goods, so no answer is better than a guess. An answer is read only from a fully understood
text, or after a plain yes or no with nothing against it. Negations multiply ("that is not false" is a yes). If one
clause contradicts another, the text gives no answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.replies.courtesies import strip_courtesies
from handlers.replies.known_words import strip_signature
from handlers.replies.text_normalisation import split_tokens, words
from handlers.replies.word_grammar import Vocabulary
from handlers.replies.word_lists import read_sets, read_words

_WORDS = Vocabulary(read_words("polarity"))
_ENDS = frozenset({"full", "comma", "contrast"})
_NEGATIONS = frozenset({"no", "nahi", "negate", "forbid"})
# Next to unknown words, only these answer: "I get paid Friday, send it then" is no yes.
_ANSWERING = frozenset({"plain", "yes", "no", "nahi", "forbid"})
_AGREEING = frozenset({"good", "want", "deed", "have"})

_CONSENTING = frozenset({"plain", "yes", "adverb", "good", "want", "letter"})
_CLOUDED = _NEGATIONS | {"have", "only", "few", "digits", "contrast", "gone", "bad", "unsure", "size"}
_BESIDE_A_CONSENT = read_sets("consenting")
_TAKES_NOTE = _BESIDE_A_CONSENT["takes note"]
_BESIDE = frozenset({"other", "dress", "sign", "want", "deed"})  # classes with more than a consent may have
_NOT = frozenset({"no", "not", "without", "sin", "sem", "sans", "bina", "बिना", "if"})

# A refusal of the last resort: longer texts than this are stories, not answers.
_LONGEST_ANSWER = 24


@dataclass(frozen=True, slots=True)
class YesNo:
    """A yes or no: `answer` is None if the text does not say; `confidence` is from 0 to 1."""

    answer: bool | None
    confidence: float


_UNREAD = YesNo(None, 0.0)


def read_yes_no(text: str) -> YesNo:
    """Return the yes or no in a text, whether or not a question is open."""
    found = split_tokens(text)
    names = _WORDS.name(found)
    if not names or len(names) > _LONGEST_ANSWER or "?" in found or _is_question(names):
        return _UNREAD
    if "unsure" in names or _speaks_of_quantity(names):
        return _UNREAD
    clauses = _split(names)
    if _is_gone(clauses):
        return YesNo(False, 0.85)
    if any("other" in clause for clause in clauses):
        clauses = [clause for clause in clauses if _ANSWERING & set(clause)]
    told = [(clause, _sign(clause)) for clause in clauses]
    signs = {sign for _, sign in told if sign}
    if len(signs) != 1 or any(not sign and "forbid" in clause for clause, sign in told):
        return _UNREAD
    return YesNo(signs == {1}, _confidence(names, clauses))


def is_clear_yes(text: str) -> bool:
    """Return True if a text only agrees, as a consent requires (GDPR 4(11): specific and unambiguous).

    A shop's "in stock", "send" and "no problem" are no consent, nor is a yes with a condition ("yes but no offers") or
    with words about something else: "yes end it", "yes it arrived".
    """
    text = strip_signature(text)
    found = split_tokens(text)
    names = _WORDS.name(found)
    spoken = zip(names, (word for _, word in _WORDS.classify(found)), strict=True)
    unheard = {word for name, word in spoken if name in _BESIDE}
    unheard -= _BESIDE_A_CONSENT["beside"] | _BESIDE_A_CONSENT["dress"] | _TAKES_NOTE
    if unheard or _CLOUDED.intersection(names) or _NOT.intersection(found):
        return False
    if " ".join(words(text)) in _BESIDE_A_CONSENT["doubting"] or _TAKES_NOTE.issuperset(strip_courtesies(words(text))):
        return False
    return not _CONSENTING.isdisjoint(names) and read_yes_no(text).answer is True


def denies(text: str) -> bool:
    """Return True if any word of a text is a no."""
    return not _NEGATIONS.isdisjoint(_WORDS.name(split_tokens(text)))


def is_praise(text: str) -> bool:
    """Return True for praise or thanks with no plain yes: "nice", "thats great", "ok thanks"."""
    said = {name for name, _ in classify_polarity(split_tokens(text))}
    praises = "good" in said and said <= {"good", "pronoun", "comma", "full", "dress"}
    return praises or ("thanks" in said and "plain" not in said)


def classify_polarity(said: Sequence[str]) -> list[tuple[str, str]]:
    """Return pairs of class name and words for each word or phrase of a text from `text.tokens`."""
    return [(_WORDS.names(letter)[0], phrase) for letter, phrase in _WORDS.classify(list(said))]


def _speaks_of_quantity(names: list[str]) -> bool:
    """Return True for texts like "Sure, but only 1" and "need M not L": they say how many or which, not yes or no."""
    found = set(names)
    return bool((found & {"only", "contrast"} and found & {"digits", "few"}) or ("size" in found and "want" in found))


def _is_question(names: list[str]) -> bool:
    spoken = [name for name in names if name not in _ENDS]
    return bool(spoken) and "asking" in spoken[:3]


def _split(names: list[str]) -> list[list[str]]:
    clauses: list[list[str]] = [[]]
    for name in names:
        if name in _ENDS:
            clauses.append([])
        elif name != "sign":
            clauses[-1].append(name)
    return [clause for clause in clauses if clause]


def _sign(clause: list[str]) -> int:
    """Return +1 for a yes, -1 for a no, or 0 if the clause is neither."""
    plain = clause[0] == "plain"
    clause = ["yes" if name == "plain" else name for name in clause]
    if "other" in clause:
        return _sign_of_opening(clause, plain=plain)
    if "digits" in clause and not {"yes", "no", "have"} & set(clause):
        return 0
    return _sign_of_understood(clause)


def _sign_of_opening(clause: list[str], *, plain: bool) -> int:
    """Return +1 or -1 for a yes or no before unknown words; 0 if one of these words may change its meaning."""
    opening, rest = clause[0], clause[1:]
    turned = (_NEGATIONS | {"bad", "gone", "asking"}) & set(rest)
    # Other words of agreement also mean "if", "already" or "that" ("si compro dos", "ya llegó"), or call an assistant.
    if opening == "yes" and len(rest) > 1 and not turned and (plain or rest[0] != "other"):
        return 1
    if opening == "no" and rest and rest[0] == "pronoun" and not {"yes", "good"} & set(rest):
        return -1
    return 0


def _sign_of_understood(clause: list[str]) -> int:
    if clause == ["letter"]:
        return 1  # "y" alone; within a sentence it is the Spanish "and".
    if clause == ["ne"]:
        return -1  # "n" alone; within a sentence it is half of the French "ne … pas".
    clause = _reduce(clause)
    if "thanks" in clause and not (_NEGATIONS | {"yes"}) & set(clause):
        return 0
    spoken = [name for name in clause if name not in ("dress", "pronoun", "ne")]
    if not spoken or "gone" in spoken:
        return 0
    opening, rest = spoken[0], [name for name in spoken[1:] if name != "adverb"]
    if opening in ("yes", "no") and rest:
        return _sign_with_opening(1 if opening == "yes" else -1, rest)
    return _product(spoken)


def _sign_with_opening(opening: int, rest: list[str]) -> int:
    following = _product(rest)
    if following in (0, opening):
        return opening
    if opening == -1 and rest[0] in ("romance", "want", "have", "good", "deed"):
        return -1  # "no está bien", "no quiero": here the word negates, it does not answer.
    return 0


def _product(clause: list[str]) -> int:
    negations = sum(name in _NEGATIONS for name in clause)
    judged = any(name in _AGREEING or name == "bad" for name in clause)
    if ("yes" in clause and "no" in clause) or (clause[:2] == ["nahi", "nahi"] and "have" in clause):
        return 0
    if "forbid" in clause:
        return 0 if "bad" in clause else -1
    if judged:
        flips = negations + clause.count("bad")
        return -1 if flips % 2 else 1
    if negations:
        return -1
    return 1 if "yes" in clause or "adverb" in clause else 0


def _reduce(clause: list[str]) -> list[str]:
    """Return the clause with "not yes" as a no and "not a no" as a yes; "i do" counts only if nothing else does."""
    bare = set(clause) <= {"short", "dress", "pronoun", "romance", "yes", "adverb", "thanks"}
    reduced: list[str] = []
    for name in clause:
        if name == "short":
            name = "yes" if bare else "dress"
        if name in ("yes", "no") and reduced and reduced[-1] == "negate":
            reduced[-1] = "no" if name == "yes" else "yes"
        else:
            reduced.append(name)
    return reduced


def _is_gone(clauses: list[list[str]]) -> bool:
    """Return True if the text says that something is gone, unless too many words are unknown."""
    gone = [clause for clause in clauses if "gone" in clause]
    told = [name for clause in clauses for name in clause if name in ("other", "digits", "few")]
    return (
        bool(gone) and len(told) <= 2 and "digits" not in told and not any(_NEGATIONS & set(clause) for clause in gone)
    )


def _confidence(names: list[str], clauses: list[list[str]]) -> float:
    if "other" in names or "contrast" in names:
        return 0.7
    return 0.98 if len(clauses) == 1 and len(names) <= 3 else 0.9
