"""A line of an address that is told line by line: "Laxmi Nagar", "karol bagh", "piso 3", "mandir ke paas".

Where an address is asked for, or is not complete, whatever is clearly no other thing is a part of it.
"""

from handlers.replies.greeting import only_sounds
from handlers.replies.intents import Intent
from handlers.replies.known import is_known
from handlers.replies.nodding import is_nod
from handlers.replies.questioning import asks_something
from handlers.replies.text import normalise, words
from handlers.replies.word_lists import read_sets
from handlers.replies.yes_no import denies, read_yes_no
from handlers.sourcing.replies.address_house import is_house, is_number
from handlers.sourcing.replies.addresses import names_place, tells_story
from handlers.sourcing.replies.dropping import is_dropped

_MOST_WORDS = 8
_SHORTEST = 3  # letters of a word that may be a name
_LISTED = read_sets("sourcing:postal_codes")
_MAY_BE = frozenset({Intent.UNCLEAR})
_OF_A_PLACE = _MAY_BE | {Intent.CHANGE_ITEM, Intent.LATER, Intent.ORDER_STATUS}
"""What the words of a place are read as elsewhere: "makan no 12" changes nothing."""


def is_line(text: str, intent: Intent, *, begun: bool) -> bool:
    """Whether a text, as it was read, may be a line of an address. Where one is ``begun`` a name may stand alone, in
    small letters too; where none is, only what names a place by its kind, or is written as a name."""
    if "?" in text or not 0 < len(words(text)) <= _MOST_WORDS or _is_another_thing(text):
        return False
    if is_house(text) or is_number(text):
        return True
    spoken = words(text)
    placed = names_place(text) or not _LISTED["beside"].isdisjoint(spoken)
    if intent not in (_OF_A_PLACE if placed else _MAY_BE):
        return False
    named = any(map(_is_name, spoken))
    if begun:
        return named or placed
    if placed:
        return named or len(spoken) > 1 or any(letter.isdigit() for letter in text)
    return named and (_is_titled(text) or not _LISTED["towns"].isdisjoint(spoken))


def _is_another_thing(text: str) -> bool:
    """Whether a line answers, asks, refuses or tells a story."""
    if read_yes_no(text).answer is not None or denies(text) or is_dropped(text) or tells_story(text):
        return not is_house(text)
    return asks_something(text) or is_nod(text) or only_sounds(text)


def _is_name(word: str) -> bool:
    """Whether people use a word in such chats for a name alone."""
    return len(word) >= _SHORTEST and not word.isdecimal() and (word in _LISTED["towns"] or not is_known(word))


def _is_titled(text: str) -> bool:
    spoken = [word for word in text.split() if normalise(word).strip(".,")]
    return bool(spoken) and all(word[0] != word[0].lower() or not word[0].isalpha() for word in spoken)
