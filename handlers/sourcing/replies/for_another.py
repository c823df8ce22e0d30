"""A wish of somebody of the family, said as one's own: "my daughter wants tiger shorts" is "I want tiger shorts"."""

from handlers.replies.courtesies import without_courtesies
from handlers.replies.text import tokens
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.quantities import read_numbers

_OWN = "i want "
_LONGEST = 4  # words of the longest entry


def as_one_more(text: str) -> str:
    """The text with the wish of somebody else of the family as one beside the writer's: "my sis also wants the mug" is
    "one more mug"; as it is where it holds none."""
    people = read_sets("sourcing:recipients")
    also = read_sets("sourcing:added")["within"]
    said = list(without_courtesies(tokens(text)))
    spoken = [word for word in said if word not in also]
    own = as_own(" ".join(spoken))
    if len(spoken) == len(said) or people["who"].isdisjoint(said[1:2]) or own == " ".join(spoken):
        return text
    articles = read_sets("sourcing:exchanging")["article"] | {"one"}
    rest = [word for word in own.removeprefix(_OWN).split() if word not in articles]
    counted = bool(read_numbers(" ".join(rest)))
    return " ".join(("add", *(() if counted else ("one",)), *rest)) if rest else text


def as_own(text: str) -> str:
    """The text with such a wish as the writer's own; as it is where it holds none."""
    listed, people = read_sets("sourcing:for_another"), read_sets("sourcing:recipients")
    said = list(without_courtesies(tokens(text)))
    if people["whose"].isdisjoint(said[:1]) or people["who"].isdisjoint(said[1:2]):
        return text
    rest = said[2:]
    if not people["behind"].isdisjoint(rest[:1]):
        return text if listed["wants_at_last"].isdisjoint(rest) else " ".join(rest[1:])
    size = next((size for size in range(_LONGEST, 0, -1) if " ".join(rest[:size]) in listed["wants"]), 0)
    return " ".join(("i want", *rest[size:])) if size else text
