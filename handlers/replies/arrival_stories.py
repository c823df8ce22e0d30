"""Stories of how a person found the shop: "my sister told me about you", "I found you on instagram".

Such a clause has words of an opt-out ("told", "text", "number") and of an answer, but is neither. The rest of the text
is read as if it were alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from re import Pattern

from handlers.replies.data_access_wishes import is_only_access_wish, may_ask
from handlers.replies.opt_out_keywords import load_keywords
from handlers.replies.reading_effort import cache_reading
from handlers.replies.text_normalisation import BREAKS, split_tokens
from handlers.replies.word_grammar import Vocabulary
from handlers.replies.word_lists import read_sets, read_words
from handlers.replies.word_meanings import classify_words
from handlers.replies.yes_no import classify_polarity

_WORDS = Vocabulary(read_words("arriving"))
_JOINTS = frozenset({"and", "but", "y", "pero", "aur", "lekin", "और", "लेकिन"})
_LONGEST = 16  # words of such a clause; a longer one is about something else
_PARTS = {
    # For unlisted things, a name comes before the verb, and goods follow these.
    "them": "(my|article)*(other)?who(other)?(beside|from|my|article|who|shop)*",
    "name": "(other){1,2}",
    "named": "(about|you|addressed|theirs|my|article|sells|shop)(other){1,3}",
    "known": "addressed|my|theirs|article|who|beside|ne|i|you|shop|way|platform|told|recommended|sent|heard|came|about"
    "|from|asked_me|here|to|write|text|do|work|for_you|sells|am",
}
_ARRIVALS = (
    # The person who tells, sends or saw: "the boss said i work here", "Rosa told me", "boss ne bola yahan message
    # karo".
    "^them(i|you|theirs|here|beside)*(told|recommended|sent|asked_me)(known|named)*$",
    "^name(beside|i|you)*((told|recommended|asked_me)|sent(?=i|you))(known|named)*$|^name(i)sent(known|named)*$",
    "^(them|name)ne(known|named)*(told|recommended|sent)(known|named)*$",
    # The place or person that led somebody to us: "i got this link from the owner", "instagram par aapko dekha".
    "^(?!sells|to)(?=.*(platform|who.*from|from.*who|from other$))"
    "(known|named)*(recommended|sent|heard|came)(known|named)*(other)?$",
    "^(i)?was_told(known|named)*$",
)
_FRIENDS = (
    "^(i|am|article|my)*who(about|from|article)+(other){1,2}(here|am|for_you)*$",
    "^(i|am)*other(article)?who(here|am|for_you)+$",
)
"""The friend of the writer: "soy amiga de Rosa", "Rosa ki dost hu"."""
_OF_US = "came|you|addressed|theirs|shop|here|work|way|sells|about|platform|sent(i)$"
_OF_THEIRS = "my way|(my|you|addressed|theirs|article)text(?!do|to)|^addressed"
"""The writer's number, and our texts or acts towards the writer: complaints are about these."""
_NAMED = "^name"
_WISH = "^(my|article)*(other)?who(known|other|digits)*(wants|asked_me)"


@cache_reading
def drop_others(text: str) -> str:
    """Remove arrival stories, requests to see data, and wishes of family and friends ("mi hija quiere unos shorts")."""
    clauses = [(said, left, mark) for said, mark in _clauses(split_tokens(text)) if (left := _drop_greeting(said))]
    rest = [(said, mark) for said, left, mark in clauses if not _is_of_another_matter(left, mark)]
    return text if len(rest) == len(clauses) else "".join(f"{' '.join(said)}{mark} " for said, mark in rest).strip()


def _is_of_another_matter(clause: Sequence[str], mark: str) -> bool:
    if "?" not in mark and len(clause) <= _LONGEST and _tells_or_wishes(clause) and not _ends(clause):
        return True
    return (
        may_ask(clause)
        and is_only_access_wish(" ".join(clause))
        and not load_keywords().ends_or_denies(load_keywords().classes(list(clause)))
    )


def _tells_or_wishes(clause: Sequence[str]) -> bool:
    """Return True for a story or a wish of others. The costliest test is last: a text may have a thousand clauses."""
    rules, classes = _rules(), _WORDS.encode(list(clause))
    if rules.wish.search(classes):
        return True
    arrives = rules.of_us.search(classes) and any(one.search(classes) for one in rules.arrivals)
    if rules.of_theirs.search(classes) or not (arrives or any(one.search(classes) for one in rules.friends)):
        return False
    return not rules.named.search(classes) or _is_name(clause[0])


def _is_name(word: str) -> bool:
    """Return True if the word may be a name: no reader knows a meaning of it."""
    return classify_polarity([word])[0][0] == "other" and not classify_words([word])


def _ends(clause: Sequence[str]) -> bool:
    """Return True if an unlisted word is about opting out: a denial, an end, or a complaint about messages."""
    (other,) = _WORDS.letters("other")
    strange = [word for letter, word in _WORDS.classify(list(clause)) if letter == other]
    ends = load_keywords().ends_or_denies(load_keywords().classes(list(clause)))
    return ends or bool(load_keywords().list_telling(load_keywords().classes(strange)))


def _clauses(said: Sequence[str]) -> Iterator[tuple[list[str], str]]:
    """Yield the words between marks or joining words, each with the mark or word that follows."""
    clause: list[str] = []
    for word, follows in pairwise([*said, ""]):
        if word in BREAKS or (word in _JOINTS and clause):
            yield clause, word if word in BREAKS else ","
            clause = []
        else:
            clause.append(word)
            if not follows:
                yield clause, ""


def _drop_greeting(said: Sequence[str]) -> list[str]:
    greeting, clause = read_sets("courtesies")["greeting"], list(said)
    while clause and (size := next((n for n in (2, 1) if " ".join(clause[:n]) in greeting), 0)):
        del clause[:size]
    return clause


@dataclass(frozen=True, slots=True)
class _Rules:
    arrivals: Sequence[Pattern[str]]
    friends: Sequence[Pattern[str]]
    named: Pattern[str]
    of_us: Pattern[str]
    of_theirs: Pattern[str]
    wish: Pattern[str]


@cache
def _rules() -> _Rules:
    arrivals, friends = ([_WORDS.rule(one, **_PARTS) for one in patterns] for patterns in (_ARRIVALS, _FRIENDS))
    return _Rules(arrivals, friends, *(_WORDS.rule(one, **_PARTS) for one in (_NAMED, _OF_US, _OF_THEIRS, _WISH)))
