"""What stands before an address and is no part of it: that the one we have is not right ("that's wrong, it's …", "galat
hai, …"), or that an address follows ("address change karo, …", "deliver to my office instead: …")."""

import re

from handlers.replies.text import normalise
from handlers.replies.word_lists import read_sets

_LISTED = read_sets("sourcing:address_openings")
_LEADS = read_sets("sourcing:address_leads")
_RECIPIENTS = read_sets("sourcing:recipients")
_CODE = re.compile(r"\d{5,6}(?!\d)")
_AROUND = _LEADS["around"] | _LEADS["toward"] | _LEADS["courtesy"]
_TRAIL = _LEADS["trail"] | _LEADS["courtesy"]
_WRONG, _BESIDE = _LISTED["wrong"], _LISTED["beside"]
_WORD = re.compile(r"[^\s,.:;!–—-]+")
_HOUSE_NUMBER = re.compile(r"\.?\s*#?\d")  # behind "No": "No. 5, MG Road"
_MARKS = " \t\n,.:;!–—-"


def without_correction(text: str) -> str:
    """What stands behind the words that an address is not right; the text itself where it does not begin by them."""
    end, wrong = _opening(text)
    return text[end:].lstrip(_MARKS) if wrong else text


def corrects(text: str) -> bool:
    """Whether a text begins by saying that the address is not right."""
    return _opening(text)[1]


def without_lead(text: str) -> str:
    """The address behind words that say one follows; a text without such an opening as it is."""
    end, calls, word = 0, False, ""
    for found in _WORD.finditer(text):
        before, word = word, normalise(found[0])
        if word in _LEADS["part"] or _is_theirs(word):
            end = found.end() if text[found.end() :].lstrip()[:1] in {":", ",", "-"} else end
        elif before in _RECIPIENTS["whose"] and word in _RECIPIENTS["who"]:
            end = found.end()  # "my brother Amit"
        elif word in _LEADS["calling"] or word in _AROUND:
            end, calls = found.end(), calls or word in _LEADS["calling"]
        else:
            break
    return text[end:].lstrip(_MARKS) if calls else text


def without_trail(text: str) -> str:
    """The address before words that stand behind its code: "44 Birch Rd, Reno NV 89501 instead please"; behind its town
    only before courtesy and haste: "28013 Madrid, gracias"."""
    *_, code = _CODE.finditer(text) if _CODE.search(text) else (None,)
    if code is None:
        return text
    spoken = [found for found in _WORD.finditer(text, code.end()) if normalise(found[0])]
    stays = len(spoken)
    while stays and _is_trail(spoken[stays - 1][0]):
        stays -= 1
    trail = {normalise(found[0]) for found in spoken[stays:]}
    if not trail or (stays and trail.isdisjoint(_LEADS["courtesy"])):
        return text
    return text[: spoken[stays - 1].end() if stays else code.end()].rstrip(_MARKS)


def _is_trail(word: str) -> bool:
    """Whether a word behind an address is none of it, as is a sign that asks nothing: "🙏"."""
    return normalise(word) in _TRAIL or not any(letter.isalnum() or letter in "?¿" for letter in word)


def _is_theirs(word: str) -> bool:
    """Whether it is somebody's place: "my mom's", "my sisters"."""
    plain = word.replace("’", "'")
    return plain.endswith("s") and plain.removesuffix("s").removesuffix("'") in _RECIPIENTS["who"]


def _opening(text: str) -> tuple[int, bool]:
    """Where the words end that say so, and whether there are any."""
    end, wrong = 0, False
    for found in _WORD.finditer(text):
        word = normalise(found[0])
        if word == "no" and _HOUSE_NUMBER.match(text, found.end()):
            break
        if word not in _WRONG and word not in _BESIDE:
            break
        end, wrong = found.end(), wrong or word in _WRONG
    return end, wrong
