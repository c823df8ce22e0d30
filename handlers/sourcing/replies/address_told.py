"""Where somebody was before, lives, or asks about: told beside an order, and not where it goes.

Where somebody was before is not meant. Who lives elsewhere, and a question without its sign, may mean it: that has to
be confirmed, unless they say in the same text that it is to be sent there.
"""

import re

from handlers.replies.word_lists import read_sets, read_words
from handlers.sourcing.replies.address_meant import CODE, IsPlace, Meant, said, typed
from handlers.sourcing.replies.joining import whole
from handlers.sourcing.replies.recipients import unaccented

_ANY = {name: typed(listed) for name, listed in read_words("sourcing:address_told").items()}
_RECIPIENTS = read_sets("sourcing:recipients")
_MARKS = " \t\n,.:;!–—-"
_WAS, _FORMERLY, _SAME, _NOW = (said(_ANY[name]) for name in ("was", "formerly", "same", "now"))
_TELLS_LAST = said(r"(?:th[aei]|थ[ाीे])$")
_ENDED, _THEIRS_AT_END = said(rf"\s{_ANY['ended']}\W*$"), said(r"[\s,]+(?:my|mi)$")
_LIVES, _RESIDES, _FIRST = said(_ANY["lives"]), said(_ANY["resides"]), said(_ANY["first"])
_FIRST_RESIDES = said(_ANY["we reside"])
_TO_CODE = re.compile(rf".*?{CODE}", re.DOTALL)
_SENDS = said(_ANY["asks to send"])
_WHO = said(rf"^[\s,]*(?:{whole(_RECIPIENTS['whose'])}\s+)?{whole(_RECIPIENTS['who'])}(?:\s+ji)?[\s,]+")
_BEHIND = said(rf"\s+{_ANY['behind a place']}(?:\s.*)?$")
_ASKS = said(rf"^[\s,]*(?:{_ANY['before asking']}[\s,]+)*{_ANY['asks']}(?!\s+{_ANY['hindi is']})")
_ASKS_LAST = said(rf"\s+{_ANY['asks last']}[\s.]*$")
_TO_PLACE = said(rf"^[^\d]*{_ANY['to place']}\s+")


def told(text: str, is_place: IsPlace) -> Meant:
    """Which place is meant of one that is told of, or asked about; the text itself for any other."""
    for read in (_was, _formerly, _lives, _resides, _asked):
        found = read(text, is_place)
        if found is not None:
            return found
    return Meant(text)


def _was(text: str, is_place: IsPlace) -> Meant | None:
    """ "My old address was X, now Y", "pehle X me rehta tha"; the new place may stand on either side."""
    found = _WAS.search(unaccented(text))
    if found is None:
        return None
    before, behind = text[: found.start()].rstrip(_MARKS), text[found.end() :].lstrip(_MARKS)
    before = _THEIRS_AT_END.sub("", before)
    new = _new(behind, is_place)
    if new:
        return Meant(new, text)
    if is_place(before) and is_place(behind):
        return (
            Meant(behind, before) if _TELLS_LAST.search(found[0]) else Meant(_new(before, is_place) or before, behind)
        )
    return Meant("", text) if is_place(before) or is_place(behind) else None


def _formerly(text: str, is_place: IsPlace) -> Meant | None:
    """ "Old address: X", which may be where it goes again."""
    found = _FORMERLY.search(unaccented(text))
    if found is None or _SAME.search(unaccented(text)):
        return None
    new = _new(text, is_place)
    if new:
        return Meant(new, text)
    behind = text[found.end() :].lstrip(_MARKS)
    if not is_place(behind):
        return None
    return Meant("", text) if _ENDED.search(unaccented(behind)) else Meant(behind, sure=False)


def _new(text: str, is_place: IsPlace) -> str:
    """The place of now that is told beside one of before; "" for none."""
    behind = [text[found.end() :].lstrip(_MARKS) for found in _NOW.finditer(unaccented(text))]
    return next((one for one in behind if is_place(one)), "")


def _lives(text: str, is_place: IsPlace) -> Meant | None:
    """ "My mother lives at X"; where oneself lives is where it goes."""
    found = _LIVES.search(unaccented(text))
    behind = text[found.end() :].lstrip(_MARKS) if found is not None else ""
    if found is None:
        return None
    before, sends = text[: found.start()], _SENDS.search(unaccented(text)) is not None
    if not is_place(behind):
        coded = _TO_CODE.match(before)  # "send it to X, my mother lives there"
        return Meant(coded[0]) if coded is not None and is_place(coded[0]) else None
    oneself = _FIRST.search(unaccented(before)) is not None and found[0].casefold().startswith(("live ", "stay "))
    coded = _TO_CODE.match(behind) if sends else None
    return Meant(coded[0] if coded is not None else behind, sure=oneself or sends)


def _resides(text: str, is_place: IsPlace) -> Meant | None:
    """ "Meri maa X me rehti hai"; where oneself lives is where it goes."""
    plain = unaccented(text)
    found = _FIRST_RESIDES.search(plain) or _RESIDES.search(plain)
    before = _without_behind(text[: found.start()].rstrip(_MARKS)) if found is not None else ""
    if found is None or not is_place(before):
        return None
    who = _WHO.match(unaccented(before)) or _FIRST.match(unaccented(before))
    sends = _FIRST_RESIDES.search(plain) is not None or _SENDS.search(plain) is not None
    return Meant(before[who.end() :].lstrip(_MARKS) if who is not None else before, sure=sends)


def _asked(text: str, is_place: IsPlace) -> Meant | None:
    """ "Is it going to X", "X pe aayega kya": a question that ends without its sign."""
    plain = unaccented(text)
    begins, ends = _ASKS.match(plain), _ASKS_LAST.search(plain)
    if begins is None and ends is None:
        return None
    place = text[begins.end() if begins is not None else 0 : ends.start() if ends is not None else len(text)]
    leads = _TO_PLACE.match(unaccented(place))
    place = _without_behind(place[leads.end() :] if leads is not None else place).strip(_MARKS)
    return Meant(place, sure=False) if is_place(place) else None


def _without_behind(text: str) -> str:
    """A place before what is said of it: "12 Park Street 110001 pe ja raha hai"."""
    found = _BEHIND.search(unaccented(text))
    return text[: found.start()].rstrip(_MARKS) if found is not None else text
