"""The audience that a text or a tap in chat refers to."""

from __future__ import annotations

import re

from flows.audience.criteria import Criteria
from flows.name_folding import fold_name
from flows.phrase import Ours, Text, tap
from handlers.audience.criteria_explanation import CriteriaContext, explain_mistake
from handlers.audience.filter_names import FilterNames, load_names
from handlers.audience.filter_phrases import begins_as_filter, is_filter, read_phrase
from handlers.engine.turn import Turn
from storage.audience.segments import NameTaken, Segment, Segments

DELETE, JSON = "delete", "json"
"""The verbs of /audience besides showing; no audience's name begins with one."""
_DOES = frozenset({DELETE, JSON})
_TAIL = 12  # hexadecimal digits at the end of an id, which are random
_BY_ID = re.compile(rf"[0-9a-f]{{{_TAIL}}}")
_PLAIN = re.compile(r"[a-z0-9 ]+")


async def find_segment(turn: Turn, name: str) -> Segment | None:
    """Return a saved audience by its name or by a tap; None if there is none, or no name is given."""
    said = " ".join(name.split()).strip('"“”')
    if not said:
        return None
    segments = turn.unit.of(Segments)
    if _BY_ID.fullmatch(said.lower()):
        tapped = [one for one in await segments.all() if one.id.hex.endswith(said.lower())]
        if len(tapped) == 1:
            return tapped[0]
    return await segments.find_by_name(said) or await segments.find_by_name(said.replace("_", " "))


async def make_criteria_context(turn: Turn) -> CriteriaContext:
    """Return what is needed to describe this business's criteria."""
    return CriteriaContext(
        turn.business.currency, {str(one.id): one.name for one in await turn.unit.of(Segments).all()}
    )


async def read_people(turn: Turn, people: str, names: FilterNames | None = None) -> Criteria | None:
    """Return the criteria of a saved audience or of a filter; None if it is not understood.

    ``names`` are those of the business, if loaded already.
    """
    kept = await find_segment(turn, people)
    return kept.criteria if kept is not None else read_phrase(people, names or await load_names(turn)).criteria


async def explain_unread(turn: Turn, people: str) -> Text:
    """Explain the mistake in a filter: its place, what is expected, and the nearest name; "" if there is none."""
    mistake = read_phrase(people, await load_names(turn)).mistake
    return "" if mistake is None else explain_mistake(mistake, people)


def to_tap(segment: Segment, *does: str) -> Ours:
    """Make a tappable command about an audience: with its name if it fits, else its id. A tap has only Latin letters
    and no punctuation: "silver-club" and "silver club" would be the same tap, and "साड़ी" an empty one."""
    return tap("audience", *does, segment.name if is_plain(segment.name) else segment.id.hex[-_TAIL:])


def is_plain(name: str) -> bool:
    """Return True if the name can be used in a tap: it could be read as no other audience, filter or command."""
    bare = fold_name(name)
    if not _PLAIN.fullmatch(bare) or _BY_ID.fullmatch(bare):
        return False
    return not _begins_as_a_command(bare) and not begins_as_filter(bare)


async def is_phrase(turn: Turn, name: str) -> bool:
    """Return True if /audience would read the name as a filter: "not vip", "tag:vip", "vip in TX"."""
    return is_filter(name, await load_names(turn))


async def check_name(turn: Turn, name: str) -> None:
    """Raise NameTaken for a name that /audience would read as a command or a filter."""
    if _begins_as_a_command(fold_name(name)):
        raise NameTaken(f'"/audience {name}" is a command; choose a name that begins differently')
    if await is_phrase(turn, name):
        raise NameTaken(f'"{name}" is a word for a group of people; choose a name that begins differently')


def _begins_as_a_command(bare: str) -> bool:
    return re.split(r"[\W_]+", bare.strip(), maxsplit=1)[0] in _DOES
