"""What stands before an address and is no part of it: that the one we have is not right ("that's wrong, it's …", "galat
hai, …"), or that an address follows ("address change karo, …", "deliver to my office instead: …")."""

import re

from handlers.replies.text import normalise
from handlers.replies.word_lists import read_sets

_LISTED = read_sets("sourcing:address_openings")
_LEADS = read_sets("sourcing:address_leads")
_RECIPIENTS = read_sets("sourcing:recipients")
_TRAIL = re.compile(r"\d{5,6}(?P<trail>[^\d\n]+)$")
_AROUND = _LEADS["around"] | _LEADS["toward"]
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
    """The address before a word that stands behind its code: "44 Birch Rd, Reno NV 89501 instead please"."""
    found = _TRAIL.search(text)
    said = [normalise(word) for word in _WORD.findall(found["trail"])] if found is not None else []
    if found is None or not said or not all(word in _LEADS["trail"] for word in said):
        return text
    return text[: found.start("trail")].rstrip(_MARKS)


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
