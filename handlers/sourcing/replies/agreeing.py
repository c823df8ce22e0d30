"""Is a yes to an order that was summed up one to just that: "haan ji, kar dijiye", and not "yes but in red".

An order that nobody wanted is worse than a question too many. So every word has to be understood: it agrees, is a
courtesy, or says back what stands there. What is left may be a change, a condition or a doubt.
"""

from collections.abc import Collection, Sequence

from handlers.replies.text import says_any, tokens
from handlers.replies.word_lists import read_sets
from handlers.replies.yes_no import polarity_of
from handlers.sourcing.replies.naming import TITLE_MARK, name_bits, without_titles
from handlers.sourcing.replies.stock.goods import Shelf

_LISTED = read_sets("sourcing:agreeing")
_ORDERING, _TURNING, _LAUGHING = _LISTED["ordering"], _LISTED["turning"], _LISTED["laughing"]
_HALF, _COURTESIES = read_sets("sourcing:half_agreeing"), read_sets("courtesies")
_AROUND_A_LETTER = _COURTESIES["please"] | _COURTESIES["whom"]
_BESIDE = _LISTED["beside"] | _ORDERING
_MEANT = frozenset(
    {
        *("plain", "yes", "adverb", "good", "want", "deed", "have", "letter", "thanks", "romance", "pronoun", "short"),
        *("dress", "full", "comma", "sign"),
    }
)
"""Of ``polarity`` what agrees, and what may stand around it."""
_CLEAR = frozenset({"plain", "yes", "adverb", "good", "want", "deed", "letter"})
"""Of ``polarity`` what agrees by itself; "there" and "my friend" may stand around a yes, and are none."""
_SAYS_YES = frozenset({"plain", "yes"})
_SAID_WITH_A_LETTER = frozenset({"letter", "plain", "yes", "thanks", "full", "comma", "sign"})


def is_clear(text: str) -> bool:
    """Whether a word of a text agrees to an order by itself: "yes", "order it", "book kar do", and not "my friend".

    "Ok thanks" closes a talk as often as it agrees, "please confirm it is L" asks, "sending this" tells what they do
    themselves, and the "y" of "y tho" is a why.
    """
    said = tokens(text)
    classified = polarity_of(said)
    if _only_takes_note(classified) or _has_checked(said) or not _is_letter_alone(classified):
        return False
    if _breaks_off(said) and all(name not in _SAYS_YES for name, _ in classified):
        return False
    others = ((name, phrase) for name, phrase in classified if phrase not in _HALF["own"])
    names = {name for name, phrase in others if phrase not in _LAUGHING or _is_addressed(classified)}
    acts = "short" in names and "have" not in names  # "go ahead" and "do it", not "I am there"
    return acts or not names.isdisjoint(_CLEAR) or says_any(said, _ORDERING)


def is_weak(text: str) -> bool:
    """Whether all that agrees in a text may only take note of what was said: "ok", "theek hai bhai", "vale"."""
    said = tokens(text)
    agrees = [phrase for name, phrase in polarity_of(said) if name in _CLEAR or name == "short"]
    return bool(agrees) and _HALF["weak"].issuperset(agrees) and not says_any(said, _ORDERING)


def takes_several(text: str) -> bool:
    """Whether a word of a text is for more than one thing: "yes both", "haan dono"."""
    return says_any(tokens(text), _LISTED["several"])


def agrees_wholly(text: str, shelf: Shelf, sizes: Collection[str], pieces: int, lines: int = 1) -> bool:
    """Whether a text that says yes to these goods says nothing else; one that is no clear yes passes as well.

    ``pieces`` is the number that may be said back, 0 for none; of one piece in one of the ``lines`` nobody says "both".
    """
    if "?" in tokens(text):
        return False
    named = {
        word
        for bit in name_bits(text, shelf)
        if bit.name == "item"
        or (bit.name == "size" and bit.text in sizes)
        or (bit.name == "number" and pieces and bit.value == pieces)
        for word in (*tokens(bit.text), *tokens(bit.said))
    }
    left = [word for word in tokens(without_titles(text, shelf)) if word not in named and word != TITLE_MARK]
    if max(lines, pieces) < 2 and says_any(left, _LISTED["several"]):
        return False
    return all(_agrees(name, phrase) for name, phrase in polarity_of(left))


def _agrees(name: str, phrase: str) -> bool:
    """Whether a word or phrase, which means this to who reads yes and no, adds nothing to a yes."""
    return phrase in _BESIDE | _COURTESIES["whom"] or (name in _MEANT and phrase not in _TURNING)


def _only_takes_note(classified: Sequence[tuple[str, str]]) -> bool:
    """Whether thanks stand beside a weak yes, and nothing else: "ok thanks", "theek hai shukriya"."""
    passing = _HALF["weak"] | _HALF["beside"] | _COURTESIES["whom"] | _COURTESIES["sign"] | _COURTESIES["thanks"]
    spoken = [(name, phrase) for name, phrase in classified if name not in {"full", "comma", "sign"}]
    thanks = any(name == "thanks" for name, _ in spoken)
    return thanks and all(name == "thanks" or phrase in passing for name, phrase in spoken)


def _breaks_off(said: Sequence[str]) -> bool:
    """Whether a text ends before it says what is wanted: "i want to"."""
    spoken = " ".join(word for word in said if any(letter.isalnum() for letter in word))
    return any(f" {spoken}".endswith(f" {phrase}") for phrase in _HALF["breaks off"])


def _has_checked(said: Sequence[str]) -> bool:
    """Whether something is to be confirmed: a word that states it stands behind that one. "Confirm hai" agrees."""
    asked = next((place for place, word in enumerate(said) if word in _HALF["checking"]), len(said))
    behind = said[asked + 1 :]
    return says_any(behind[1:] if set(behind[:1]) & _HALF["being"] else behind, _HALF["stating"] | _HALF["being"])


def _is_addressed(classified: Sequence[tuple[str, str]]) -> bool:
    """Whether somebody is spoken to beside what may be a laugh: "ha bhai" is a yes."""
    return any(phrase in _COURTESIES["whom"] for _, phrase in classified)


def _is_letter_alone(classified: Sequence[tuple[str, str]]) -> bool:
    """Whether a "y" is a yes: by itself or with courtesies, and no "why" or "and" among other words."""
    if all(name != "letter" for name, _ in classified):
        return True
    return all(name in _SAID_WITH_A_LETTER or phrase in _AROUND_A_LETTER for name, phrase in classified)
