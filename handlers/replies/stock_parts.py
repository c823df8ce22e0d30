"""A shopkeeper's answer in parts, each speaking of one thing: "L nahi hai | XL hai", "1 abhi | 1 kal".

Each part has a sign (there, not there), a number and a subject. People rarely write commas, so a part also ends where
another size, colour, number or day begins after something was said of the one before.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from handlers.replies.stock_bits import Bit

_ENDS = frozenset({"full", "comma", "contrast", ")", ":"})
_POLAR = frozenset(
    {"is_there", "neg", "no", "none", "gone", "is", "have", "left", "ready", "offer", "send", "ok", "yes", "come", "be"}
)
_DENYING = frozenset({"neg", "no", "none", "gone"})
_SUBJECTS = frozenset({"size", "asked_size", "colour", "item", "similar"})
THERE = frozenset({"have", "is", "is_there", "left", "send", "ready", "come", "plenty", "offer"})
_AGREEING = frozenset({"yes", "ok", "noworry"})
# What English says before a subject and may belong to the next one: "no L | have XL", "2 L | 3 XL".
_LEADING = frozenset({"number", "no", "yes", "have", "only", "another", "mein", "price_said"})
_ENGLISH_NOT = frozenset(
    "not isnt dont doesnt didnt cant cannot arent wasnt werent hasnt havent couldnt without never sin".split()  # noqa: SIM905
) | {"is not", "are not", "do not", "does not", "did not", "can not"}
_DENIED_DEED = frozenset({"hua", "hue", "hui", "ho", "huaa", "हुआ", "हुए", "हुई", "kiya", "huye"})
_AT_START = 3  # a word that asks does so near the beginning of its part


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an answer: its bits and what they come to."""

    bits: tuple[Bit, ...]
    names: tuple[str, ...]
    asks: bool  # it is a question

    def has(self, *names: str) -> bool:
        return any(name in self.names for name in names)

    def first(self, name: str) -> Bit | None:
        return next((bit for bit in self.bits if bit.name == name), None)

    @property
    def sign(self) -> int:
        """+1 it is there, -1 it is not, 0 not said."""
        return _sign(self.bits, self.names)

    @property
    def is_bare(self) -> bool:
        """Whether it only agrees or declines, without saying what is there: a later part may say otherwise."""
        return not self.has(
            *THERE, "gone", "none", "number", "all", "be", "little", "price_said", "time", "future", *_SUBJECTS
        )

    @property
    def quantity(self) -> Fraction | None:
        """How many pieces it speaks of; of "2 of 3" the first, of "2-3" the fewer."""
        values = [bit.value for bit in self.bits if bit.name == "number" and bit.value is not None]
        if not values:
            return None
        return min(values) if len(values) <= 2 else None

    @property
    def unknown(self) -> int:
        return sum(name in ("other", "digits") for name in self.names)


def split_parts(bits: Sequence[Bit]) -> list[Part]:
    """The parts of an answer, in order."""
    parts: list[Part] = []
    for clause, end in _clauses(bits):
        pieces = _pieces(clause)
        for index, piece in enumerate(pieces):
            names = tuple(bit.name for bit in piece)
            last = index == len(pieces) - 1
            parts.append(Part(tuple(piece), names, _is_question(names, marked=last and end == "?")))
    return parts


def _clauses(bits: Sequence[Bit]) -> Iterable[tuple[list[Bit], str]]:
    clause: list[Bit] = []
    for bit in bits:
        if bit.name not in _ENDS:
            clause.append(bit)
        elif clause:
            yield clause, bit.text
            clause = []
    if clause:
        yield clause, ""


def _pieces(clause: Sequence[Bit]) -> list[list[Bit]]:
    pieces: list[list[Bit]] = []
    current: list[Bit] = []
    for place, bit in enumerate(clause):
        if current and _begins(current, bit, clause[place + 1 :]):
            current, carried = _carry(current, bit)
            pieces.append(current)
            current = carried
        current.append(bit)
    return [*pieces, current] if current else pieces


def _begins(current: Sequence[Bit], bit: Bit, following: Sequence[Bit]) -> bool:
    """Whether another part begins with this bit."""
    names = [b.name for b in current]
    said = bool(_POLAR & set(names)) or "number" in names
    if bit.name in _SUBJECTS:
        earlier = [b for b in current if b.name in _SUBJECTS]
        differs = any((b.name, b.text) != (bit.name, bit.text) for b in earlier)
        if bit.name == "item" and earlier and all(b.name == "item" for b in earlier):
            return False
        return said and (differs or (names[-1] == "is" and bool(_POLAR & set(names[:-1]))))
    if bit.name in ("another", "rest"):
        return said and names[-1] not in ("have", "send")
    if bit.name == "number":
        return _begins_with_number(current, names)
    if bit.name == "time":
        return _begins_with_time(names, [b.name for b in following])
    return False


def _begins_with_number(current: Sequence[Bit], names: Sequence[str]) -> bool:
    if names[-1] == "of":
        return False
    if "number" in names:
        after = names[len(names) - 1 - list(reversed(names)).index("number") :]
        return bool(
            {"yes", "neg", "no", "is", "have", "gone", "now", "time", "left", "ok", "be", "send", "come"} & set(after)
        )
    if "all" in names and _DENYING & set(names):
        return True
    return names[-1] in ("neg", "no") and current[-1].text not in _ENGLISH_NOT


def _begins_with_time(names: Sequence[str], following: Sequence[str]) -> bool:
    if names[-1] == "only" and _POLAR & set(names):
        return True
    if not _DENYING & set(names):
        return "number" in names and "now" in names
    return "now" in names or bool({"future", "have", "yes", "ready", "come", "send", "ok", "is"} & set(following))


def _carry(current: list[Bit], bit: Bit) -> tuple[list[Bit], list[Bit]]:
    """Part `current`, and what of its end belongs to the subject that follows."""
    if bit.name not in _SUBJECTS:
        return current, []
    end = len(current)
    while end and (current[end - 1].name in _LEADING or current[end - 1].text in _ENGLISH_NOT):
        rest = {b.name for b in current[: end - 1]}
        if not (_POLAR | {"number"}) & rest:
            break
        end -= 1
    return current[:end], current[end:]


def _is_question(names: Sequence[str], *, marked: bool) -> bool:
    spoken = [name for name in names if name != "dress"]
    if spoken[:1] and spoken[0] in ("is_there", "asks_first", "asking"):
        return True
    if "price_said" in names or "offer" in names:
        return False
    if spoken[:1] == ["be"] and ("or" in names or "want" in names):
        return True
    if marked or names[-1:] == ("asking",):
        return True
    if "asking" in names[:_AT_START] and "have" not in names[: names.index("asking")]:
        return True
    if "asking" in names and not {"yes", "have"} & set(names[: names.index("asking")]):
        return True
    if "or" in names and ("want" in names or "topic" in names):
        return True
    return (
        "want" in names and not {"yes", "neg", "no", "have", "number", "time"} & set(names) and "size_word" not in names
    )


def _sign(bits: Sequence[Bit], names: Sequence[str]) -> int:
    if "noworry" in names:  # "nahi nahi, koi baat nahi": what was denied before it is the worry
        place = names.index("noworry")
        return _sign(bits[place + 1 :], names[place + 1 :]) or 1
    if "gone" in names:
        return 1 if _is_not_gone(bits, names) else -1
    if "none" in names:
        return -1
    denied = names.count("neg") + names.count("no")
    if denied:
        return 1 if _is_doubled(names) else -1
    if "was" in names and "is" not in names:
        return 0
    if THERE & set(names):
        return 1
    if "be" in names and {"size", "asked_size", "colour", "number", "all"} & set(names):
        return 1
    if _AGREEING & set(names) or {"number", "all", "little"} & set(names):
        return 1
    if "only" in names and _SUBJECTS & set(names):
        return 1
    return 0


def _is_doubled(names: Sequence[str]) -> bool:
    """ "Nahi nahi hai na": the first two say not to worry."""
    spoken = [name for name in names if name != "dress"]
    return (
        spoken[:2] == ["neg", "neg"]
        and bool({"is", "have"} & set(spoken[2:]))
        and bool({"na", "number", "all"} & set(spoken[2:]))
    )


def _is_not_gone(bits: Sequence[Bit], names: Sequence[str]) -> bool:
    """ "Not sold", "khatam nahi hua": it is still there."""
    place = names.index("gone")
    before = bits[max(0, place - 2) : place]
    if any(bit.text in _ENGLISH_NOT for bit in before):
        return True
    after = bits[place + 1 : place + 4]
    if after and after[0].name == "neg":
        return any(bit.text.split()[0] in _DENIED_DEED for bit in after[1:]) or len(after) == 1
    return False
