"""What is excepted from all: "everything but L", "L chhod ke sab hai" and "todas menos L" deny what was asked for."""

from collections.abc import Callable, Iterator, Sequence

from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.stock.bits import Bit
from handlers.sourcing.replies.stock.signs import DENYING

_ENDS = frozenset({"full", "comma", "contrast"})
_NAMING = frozenset({"size", "colour", "item"})
_LISTED = read_sets("sourcing:stock/excepting")
# These stand behind what they except, the others before it.
_BEHIND = _LISTED["behind"]
_SAYING = frozenset({"all", "is", "have", "left", "plenty", "none", "neg", "no", "gone", "rest"})
_ANY = _LISTED["any"]  # "koi bhi" adds nothing
# These may add as well as except, where nothing says "all": "apart from L I have M".
_BESIDES = _LISTED["besides"]
_THIS = _LISTED["this"]
_NEAR = 3  # "any other size but L"


def say_exceptions(bits: Sequence[Bit], is_asked: Callable[[Bit], bool]) -> list[Bit]:
    """The bits, with each clause that excepts a request read as a yes or a no to that request."""
    said: list[Bit] = []
    for start, end in _clauses(bits):
        clause = bits[start:end]
        place = next((at for at, bit in enumerate(clause) if bit.name == "except" or bit.text == "but"), None)
        said += clause if place is None else _say(clause, place, is_asked)
        said += bits[end : end + 1]
    return said


def excepts(bits: Sequence[Bit], place: int) -> bool:
    """Whether an exception stands there: "except", and the "but" of "everything but shorts"."""
    if bits[place].name == "except":
        return True
    return bits[place].text == "but" and place > 0 and bits[place - 1].name in ("all", "none")


def _clauses(bits: Sequence[Bit]) -> Iterator[tuple[int, int]]:
    """Where each clause begins and ends; the "but" of an exception ends none."""
    start = 0
    for place, bit in enumerate(bits):
        if bit.name in _ENDS and not (bit.text == "but" and _is_of_all(bits, place)):
            yield start, place
            start = place + 1
    yield start, len(bits)


def _is_of_all(bits: Sequence[Bit], place: int) -> bool:
    """ "Every size but L": all before the exception, and a name alone behind."""
    before = bits[max(0, place - _NEAR) : place]
    wide = _is_wide(before) or any(bit.name == "none" for bit in before)
    behind = [bit.name for bit in bits[place + 1 : place + 4] if bit.name != "dress"]
    return (
        wide
        and behind[:1] in (["size"], ["item"], ["colour"])
        and behind[1:2] in ([], ["full"], ["comma"], ["thanks"], ["ok"])
    )


def _say(clause: Sequence[Bit], place: int, is_asked: Callable[[Bit], bool]) -> Sequence[Bit]:
    """What a clause with an exception says of what was asked for."""
    named = _excepted(clause, place)
    asked = next((bit for bit in named if is_asked(bit)), None) if named else _pointed(clause, place)
    if asked is not None:
        return [asked, _verdict(clause, clause[place])]
    if named and any(bit.name == "all" for bit in clause) and not any(bit.name in DENYING for bit in clause):
        return [bit for bit in clause if bit.name != "except" and bit not in named]
    return clause


def _points(exception: Bit) -> bool:
    return not _THIS.isdisjoint(exception.text.split())


def _pointed(clause: Sequence[Bit], place: int) -> Bit | None:
    """ "Iske alawa sab hai", "hay de todo menos de esa": the one that was asked for."""
    if _points(clause[place]):
        return clause[place]
    near = (*clause[max(0, place - 2) : place], *clause[place + 1 : place + 4])
    return next((bit for bit in near if bit.text in _THIS), None) if _is_wide(clause) else None


def _excepted(clause: Sequence[Bit], place: int) -> list[Bit]:
    """What the exception at `place` takes out."""
    if _points(clause[place]):
        return []
    before, behind = list(clause[:place][::-1]), list(clause[place + 1 :])
    sides = (before, behind) if clause[place].text.split()[0] in _BEHIND else (behind, before)
    for side in sides:
        if named := _names(side):
            return named
    return []


def _names(bits: Sequence[Bit]) -> list[Bit]:
    """The names in these bits up to what is said of others."""
    end = next((place for place, bit in enumerate(bits) if bit.name in _SAYING), len(bits))
    return [bit for bit in bits[:end] if bit.name in _NAMING]


def _is_wide(clause: Sequence[Bit]) -> bool:
    return any(bit.name in ("all", "plenty", "rest") or bit.text in _ANY for bit in clause)


def _verdict(clause: Sequence[Bit], exception: Bit) -> Bit:
    if any(bit.name == "and" and _adds(clause, place) for place, bit in enumerate(clause)):
        return Bit("unsure", "")  # "besides L there is also M"
    denials = {"no" if bit.text.startswith("no ") else bit.name for bit in clause if bit.name in DENYING}
    if not denials and (_is_wide(clause) or exception.text.split()[0] not in _BESIDES):
        return Bit("none", "")
    return Bit("have" if denials in ({"none"}, {"gone"}) else "unsure", "")  # "no boss, all except L" is none of both


def _adds(clause: Sequence[Bit], place: int) -> bool:
    """Whether an "and" adds something: not the one of "koi bhi", nor that of "M and L"."""
    before, behind = clause[max(0, place - 1) : place], clause[place + 1 : place + 2]
    joins = bool(before and behind) and before[0].name in _NAMING and behind[0].name in _NAMING
    return not joins and not any(bit.text in _ANY for bit in before)
