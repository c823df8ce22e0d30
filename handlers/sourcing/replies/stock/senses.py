"""What a word does where its place, or the language of its text, says so: "ya" is a yes, "or", or "already"."""

from collections.abc import Sequence

from handlers.replies.calendar_words import DAYS, WEEKDAYS
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.number_words import SMALL
from handlers.sourcing.replies.stock.hearsay import is_hearsay

_LISTED = read_sets("sourcing:stock/senses")
# Words that only Spanish texts hold, and some by which a text is Hindi or English whatever else it holds.
_SPANISH = _LISTED["spanish"]
_NOT_SPANISH = _LISTED["not spanish"]
# Behind "ya" these make it the Spanish one, whatever else a text holds.
_BEHIND_YA = _LISTED["behind ya"]
_SINCE = _LISTED["since"]  # "después de las 5" is an hour
_THOSE = _LISTED["those"]
_OF_A_PIECE = _LISTED["of a piece"]
_OPENING = frozenset({"but", "pero", "yes", "si", ",", ".", "sorry", "only", "solo"})
_OLD = _LISTED["old"]
_RATES = _LISTED["rates"]
_HINDI = _LISTED["hindi"]
ONES = _LISTED["ones"]
_MARKET = _LISTED["market"]
_GOT = ("mil", "मिल")
_CAME_OUT = _LISTED["came out"]
_THEN = _LISTED["then"]
_AGO = _LISTED["ago"]
_ON = _LISTED["on"]
_PLACES = _LISTED["places"]
_THEN_IF = _LISTED["then if"]
_WILL_DO = ("ega", "egi", "enge", "ेगा", "ेगी", "ेंगे")
_A_SECOND, _ARTICLES = _LISTED["a second"], frozenset({"la", "el"})
_WENT = _LISTED["went"]
_TOO = _LISTED["too"]
_ONES_OF_THEM = _LISTED["ones of them"]
_ALL = _LISTED["all"]
_WOULD_BE = _LISTED["would be"]
_IFS = _LISTED["ifs"]
_IS = _LISTED["is"]
_BEFORE_A_SECOND = frozenset({",", ".", "and", "but", "the", "on", "for"})
_ONLY = _LISTED["only"]
_BEFORE_WERE = _LISTED["before were"]
_HELLO = _LISTED["hello"]
_OPENING_CALL = _LISTED["opening call"]
_NOT_NEW = _LISTED["not new"]
_ARRIVING = _LISTED["arriving"]
_WILL_BE = _LISTED["will be"]
_FIRM = _LISTED["firm"]
_DAYS = frozenset(DAYS) | frozenset(WEEKDAYS)
_PRICED = 20  # "550 hoga"
_COUNTED_OF = _LISTED["counted of"]


def is_spanish(words: Sequence[str]) -> bool:
    """Whether a text is Spanish: it holds a word of that language, and none of another."""
    return not _SPANISH.isdisjoint(words) and _NOT_SPANISH.isdisjoint(words)


def in_spanish(words: Sequence[str]) -> list[str]:
    """The words of a Spanish text with those numbers in digits that are words of another language too."""
    return [_number_or_word(word, words[place - 1] if place else "") for place, word in enumerate(words)]


def _number_or_word(word: str, before: str) -> str:
    if word == "once":
        return "11"
    return "1000" if word == "mil" and before in ("por", "en", "a", "cuestan", "cuesta", "son") else word


def find_sense(words: Sequence[str], start: int, end: int, name: str, *, spanish: bool) -> str:
    """The class of the word or phrase in ``words[start:end]``, of which `name` is the usual one."""
    phrase = " ".join(words[start:end])
    sense = _sense_of_particle(words, start, end, phrase, name, spanish=spanish)
    if sense is None:
        sense = _sense_of_news(words, start, end, phrase, name)
    if sense is not None:
        return sense
    return _in_spanish(words, start, phrase, name) if spanish else name


def _sense_of_particle(
    words: Sequence[str], start: int, end: int, phrase: str, name: str, *, spanish: bool
) -> str | None:
    """The class of a small word that means something else between others; None of any other word."""
    if phrase in _COUNTED_OF and (_is_of(words, start, end) or _opens_a_count(words, start, end)):
        return "of"
    if phrase in _OLD and not _RATES.isdisjoint(words[max(0, start - 2) : end + 2]):
        return "price"  # "rate purana hi"
    if phrase in _OF_A_PIECE and start and _is_count(words[start - 1]):
        return "ka"  # "5 pc ka 2250"
    if phrase == "hun" and _HINDI.isdisjoint(words):
        return "dress"  # "nah sorry hun"
    if phrase == "except that" and words[end : end + 1] in ([], ["."], [","]):
        return "except"
    if phrase == "out of":
        return "gone" if not words[end : end + 1] or not words[end][:1].isdigit() else name
    if phrase in _ON and start and words[start - 1] in _PLACES:
        return "mein"  # "dusri dukan par milega"
    if phrase == "ya" and start and words[start - 1] in _OPENING:
        return "dress"  # "sorry ya"
    if phrase == "ya" and start:
        return "dress" if spanish or (words[end : end + 1] and words[end] in _BEHIND_YA) else "or"
    if phrase == "no" and words[end : end + 1] == ["phonenumber"]:
        return "dress"  # "mera no 98…"
    if phrase == "the" and start and _is_were(words, start):
        return "was"  # "do the, ek bik gaya"
    return "or" if phrase == "o" and 0 < start < len(words) - 1 else None


def _sense_of_news(words: Sequence[str], start: int, end: int, phrase: str, name: str) -> str | None:
    """The class of a word by which goods are there, gone, elsewhere or uncertain; None of any other word."""
    if name == "other" and phrase in ONES:
        return "dress"  # "ek madam"
    if phrase in _THEN_IF and start and words[start - 1].endswith(_WILL_DO) and words[end : end + 1] != ["sahi"]:
        return "unsure"  # "wo mana karega to dunga"
    if phrase in _A_SECOND and start and words[start - 1] in _ARTICLES:
        return "another"  # "la segunda no sé"
    if phrase in _MARKET and any(word.startswith(_GOT) for word in words[end : end + 1]):
        return "yonder"  # "sadar bazaar me milega"
    if phrase in _CAME_OUT and (not _AGO.isdisjoint(words[:start]) or _is_then(words[:start])):
        return "gone"  # "thodi der pehle nikla"
    if phrase in _WENT and start and _is_gone(words, start):
        return "gone"  # "dono gaye"
    if phrase in _WOULD_BE and not _IFS.isdisjoint(words[:start]) and _IS.isdisjoint(words[end : end + 1]):
        return "lacking"  # "agar mere paas hota"
    if phrase == "second" and start and words[start - 1] in _BEFORE_A_SECOND:
        return "another"  # "one sure, second I have to see"
    if is_hearsay(words, start, end, phrase):
        return "hearsay"
    if phrase == "should be" and not _DAYS.isdisjoint(words):
        return "dress"  # "should be here tuesday"
    if phrase in _WILL_BE and not _is_firm(words):
        return "unsure"  # "2 honge", "hoga dekh lo"
    if name == "flaw" and phrase in _NOT_NEW and not _ARRIVING.isdisjoint(words[end : end + 1]):
        return "neg"  # "naya nahi aaya"
    if phrase in _HELLO and end == len(words) and start and words[start - 1] in _OPENING_CALL:
        return "wait"  # "yes hello": they take a call
    return None


def _in_spanish(words: Sequence[str], start: int, phrase: str, name: str) -> str:
    if phrase == "y" and len(words) > 1:
        return "and"
    if phrase == "ya":
        return "dress"
    if phrase == "par":
        return "stock"
    counts = start + 1 < len(words) and _is_count(words[start + 1])
    return "dress" if phrase == "como" and start and counts else name


def _is_of(words: Sequence[str], start: int, end: int) -> bool:
    """Whether it stands before the number of all: "7 out of the 10", "3 de las 5"."""
    if start and words[start - 1] in _SINCE:
        return False
    pointed = end < len(words) and words[end] in _THOSE
    behind = words[end + pointed : end + pointed + 1]
    return bool(behind) and _is_count(behind[0]) and (pointed or _is_counted(words[:start]))


def _opens_a_count(words: Sequence[str], start: int, end: int) -> bool:
    """ "De 3 solo tengo 2", "of 10 we have 7": all of them first, then those that are there."""
    opens = not start or words[start - 1] in _OPENING
    return opens and any(map(_is_count, words[end : end + 1])) and any(map(_is_count, words[end + 2 :]))


def _is_gone(words: Sequence[str], start: int) -> bool:
    """ "Dono gaye", "1 gaya", "aakhri wala bhi gaya"."""
    too = words[start - 1] in _TOO and start > 1 and words[start - 2] in _ONES_OF_THEM
    return too or words[start - 1] in _ALL or _is_count(words[start - 1])


def _is_firm(words: Sequence[str]) -> bool:
    """Whether more than a "hoga" says that it is there, or it tells a price, or asks."""
    return not _FIRM.isdisjoint(words) or any(word.isdigit() and int(word) >= _PRICED for word in words)


def _is_were(words: Sequence[str], start: int) -> bool:
    """Whether a "the" is the Hindi "were": behind a number or a verb, or where no English article stands."""
    before = words[start - 1]
    only = before in _ONLY and start > 1 and _is_count(words[start - 2])  # "do hi the"
    return _is_count(before) or only or before in _BEFORE_WERE or start + 1 == len(words)


def _is_then(before: Sequence[str]) -> bool:
    """ "Subah hi nikla": a time that is over."""
    return len(before) > 1 and before[-1] in _ONLY and before[-2] in _THEN


def _is_counted(before: Sequence[str]) -> bool:
    """Whether a number stands one or two words before."""
    return any(_is_count(word) for word in before[-2:])


def _is_count(word: str) -> bool:
    return word[:1].isdigit() or (word in SMALL and word not in ("one", "una", "uno", "un"))
