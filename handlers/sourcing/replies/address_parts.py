"""The parts of an address that come one by one: a street, its town and its postal code, in any order."""

import re
from dataclasses import dataclass

from handlers.replies.greeting import only_sounds
from handlers.replies.known import is_known
from handlers.replies.nodding import is_nod
from handlers.replies.text import normalise, words
from handlers.replies.word_lists import read_sets
from handlers.replies.yes_no import denies
from handlers.sourcing.replies.address_house import is_house, is_number
from handlers.sourcing.replies.address_meant import CODE
from handlers.sourcing.replies.address_openings import without_trail
from handlers.sourcing.replies.addresses import (
    CODES,
    POSTAL_CODE,
    is_street,
    lacks_postal_code,
    meant_in,
    names_place,
    read_address,
    says_of_codes,
    tells_story,
    tidied,
)
from handlers.sourcing.replies.postal_codes import completed, town_in, with_postal_code

_MOST_OF_TOWN, _MOST_OF_PLACE = 4, 6  # words
_TWO = 2  # codes, of which one is right
_LISTED = read_sets("sourcing:postal_codes")
_TOWNS, _BEFORE, _BEHIND = _LISTED["towns"], _LISTED["before town"], _LISTED["behind town"]
_CODED = re.compile(CODE)
_AT_END = {
    country: re.compile(rf"(?P<rest>.*?)[\s,.:-]*(?<!\d)(?P<code>{code})\W*", re.DOTALL)
    for country, code in CODES.items()
}

# A code with letters behind a house, of the United Kingdom or Canada: "221B Baker Street, London NW1 6XE".
_FOREIGN = re.compile(
    r"\d.*[\s,](?:[a-z]\d[a-z] ?\d[a-z]\d|[a-z]{1,2}\d[a-z\d]? \d[a-z]{2})\W*$", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Parts:
    """What is known of an address: ``place`` is its street or house, with the town where both came together; a house
    by its number alone is on no street yet."""

    place: str = ""
    town: str = ""
    code: str = ""
    lacks_town: bool = False

    @property
    def lacks_street(self) -> bool:
        return not self.place or is_number(self.place) or (is_house(self.place) and not is_street(self.place))

    def __str__(self) -> str:
        whole = ", ".join(filter(None, (self.place.rstrip(" ,."), self.town)))
        return with_postal_code(whole, self.code).strip() if self.code else whole


def parts_of(address: str, country: str) -> Parts:
    """The parts of an address as it was noted."""
    place, code = _apart(address, country)
    if not place or _is_town(place):
        return Parts(town=place, code=code, lacks_town=not place)
    return Parts(place, code=code, lacks_town=is_street(place) or is_number(place) or is_house(place))


def missing(address: str, country: str) -> frozenset[str]:
    """Which of "street", "town" and "code" carriers of a country would ask back for; none where we know no codes."""
    if country not in CODES or _FOREIGN.search(address) is not None:
        return frozenset()
    parts = parts_of(address, country)
    lacks = {
        "street": parts.lacks_street,
        "town": all(parts_of(one, country).lacks_town for one in (address, *_up_to_codes(address))),
        "code": not parts.code and lacks_postal_code(address, country),
    }
    return frozenset(name for name, is_lacking in lacks.items() if is_lacking)


def _up_to_codes(address: str) -> list[str]:
    """An address without what stands behind each of its codes, as a number to call."""
    return [address[: found.end()] for found in _CODED.finditer(address) if found.start()]


def read_part(text: str, country: str) -> str | None:
    """The code, the town or both that are all of a text which answers where an order goes; None for any other text."""
    rest, code = _apart(_meant(text), country)
    if country not in CODES or "?" in text or not rest + code or not _may_be_part(rest):
        return None
    if not code and is_street(rest) and any(letter.isdigit() for letter in rest):
        return rest  # "Flat 3B": its town and its code are asked for
    town = _named_town(rest, behind=bool(code))
    if town and not code and not _is_name(town):
        return None
    if code and (town or not town_in(rest)):
        return str(Parts(town=town, code=code))
    return town or None


def read_code(text: str, country: str) -> str:
    """The code that is all of what a text tells: "my pin is 110001"; "" for any other text."""
    rest, code = _apart(_meant(text), country)
    return "" if "?" in text or not _may_be_part(rest) or town_in(rest) else code


def read_other_code(address: str, text: str, country: str) -> str:
    """Which of two codes is right, where a text puts that of an address right: "560001 nahi 560038"; "" for others."""
    codes = list(dict.fromkeys(found[0] for found in POSTAL_CODE.finditer(text))) if country in CODES else []
    if len(codes) != _TWO or "?" in text or not says_of_codes(text):
        return ""
    place, noted = meant_in(text), _apart(address, country)[1]
    if not place.text:
        return ""
    right = [found[0] for found in POSTAL_CODE.finditer(place.text)]
    if place.refused and len(right) == 1:
        return right[0]
    return next(code for code in codes if code != noted) if noted in codes else ""


def recoded(address: str, code: str, country: str) -> str:
    """The address with that code in place of its own."""
    return with_postal_code(_apart(address, country)[0], code)


def joined(address: str, text: str, country: str) -> str | None:
    """The address with the part of it that a text is, where the address lacks that; None for any other text."""
    lacks = missing(address, country)
    parts, (rest, code) = parts_of(address, country), _apart(_meant(text), country)
    if not lacks or "?" in text or not _may_be_part(rest):
        return None
    if (
        "street" in lacks
        and rest
        and (is_street(rest) or (not code and (_tells_where(rest) or (parts.code and names_place(rest)))))
    ):
        town = "" if set(words(parts.town)) <= set(words(rest)) else parts.town
        return str(Parts(_in_line(parts.place, rest), town, code or parts.code))
    town = _named_town(rest, behind=_is_titled(rest)) if "town" in lacks and not code else ""
    if not town and _is_listed(rest) and not code and not set(words(rest)) <= set(words(address)):
        town = rest
    if not town and parts.place and not code and _tells_where(rest) and not is_street(rest):
        return str(Parts(f"{parts.place}, {rest}", parts.town, parts.code))  # "Flat 3B", then "near the temple"
    return str(Parts(parts.place, town, parts.code)) if town else None


def behind_name(address: str, text: str, country: str) -> str | None:
    """The whole address that a text is, behind what was told alone and may be a name: "Meena Gupta". None where a town
    that is known was told, or the text is no whole address, or has these words already."""
    parts, whole = parts_of(address, country), read_address(text)
    if not parts.town or parts.code or parts.place or _is_listed(parts.town) or whole is None or not whole.sure:
        return None
    if missing(whole.text, country) or set(words(parts.town)) <= set(words(whole.text)):
        return None
    return f"{parts.town}, {whole.text}"


def with_part(address: str, text: str, country: str) -> str | None:
    """The address with what a text tells of it: its code, a part that it lacks, or all of it behind a name; None for
    any other text."""
    return behind_name(address, text, country) or completed(address, text, country) or joined(address, text, country)


def with_line(address: str, text: str, country: str) -> str:
    """The address with whatever line of it a text is: a house before its street, all else behind, and a code at the
    end; "" is an address of which nothing was told."""
    parts, (rest, code) = parts_of(address, country), _apart(_meant(text), country)
    told = set(words(rest)) <= set(words(address))
    return str(Parts(parts.place if told else _in_line(parts.place, rest), parts.town, code or parts.code))


def _in_line(place: str, line: str) -> str:
    first, last = (line, place) if is_house(line) and not _has_house(place) else (place, line)
    return ", ".join(part.strip(" ,.") for part in (first, last) if part)


def _has_house(place: str) -> bool:
    """Whether a place begins by its house: what is told of one behind that is said of its floor or its block."""
    return any(letter.isdigit() for letter in place)


def _meant(text: str) -> str:
    return without_trail(tidied(meant_in(text).text))


def _may_be_part(rest: str) -> bool:
    """Whether what stands before a code denies nothing and is no other story."""
    said = town_in(rest)
    return not tells_story(said) and not denies(said)


def _apart(address: str, country: str) -> tuple[str, str]:
    """What stands before the code at the end of an address, and the code."""
    found = _AT_END[country].fullmatch(address.strip()) if country in CODES else None
    return (found["rest"].strip(" ,.:;-"), found["code"]) if found else (address.strip(), "")


def _is_town(place: str) -> bool:
    """Whether so few words name neither a street, a house nor a place in a town."""
    plain = not any(letter.isdigit() for letter in place) and not names_place(place)
    return plain and 0 < len(words(place)) <= _MOST_OF_TOWN and place.count(",") <= 1


def _named_town(said: str, *, behind: bool) -> str:
    """The town that all of a text is, "" where it may be anything else; ``behind``: a code stands behind it."""
    spoken = town_in(said).split()
    while spoken and _plain(spoken[0]) in _BEFORE:
        del spoken[0]
    while spoken and _plain(spoken[-1]) in _BEHIND:
        del spoken[-1]
    town = " ".join(spoken)
    if not _is_town(town) or is_nod(said) or only_sounds(said):
        return ""
    return town if behind or any(map(_is_strange, map(_plain, spoken))) else ""


def _is_name(town: str) -> bool:
    """Whether a town is written as a name, or known as one: "blah blah" is neither."""
    spoken = town.split()
    return all(word[0].isupper() for word in spoken) or any(_plain(word) in _TOWNS for word in spoken)


def _tells_where(said: str) -> bool:
    """Whether so few words name a place by a number or by what is beside it: "sector 18", "near metro station"."""
    spoken = words(said)
    told = any(letter.isdigit() for letter in said) or not _LISTED["beside"].isdisjoint(spoken)
    return told and names_place(said) and 1 < len(spoken) <= _MOST_OF_PLACE


def _is_listed(said: str) -> bool:
    """Whether it is a town that is known as one: "Gurgaon", "New Delhi"."""
    spoken = [_plain(word) for word in said.split()]
    return 0 < len(spoken) <= 2 and spoken[-1] in _TOWNS


def _is_titled(said: str) -> bool:
    """Whether each word begins with a capital, as a name does that stands by itself."""
    spoken = said.split()
    return len(spoken) > 1 and all(word[0].isupper() for word in spoken)


def _is_strange(word: str) -> bool:
    """Whether a word is one that people use in such chats for a town alone."""
    return len(word) > 2 and (word in _TOWNS or not is_known(word))


def _plain(word: str) -> str:
    return normalise(word).strip(".,:;-")
