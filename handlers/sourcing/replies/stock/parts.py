"""A shopkeeper's answer in parts, each speaking of one thing: "L nahi hai | XL hai", "1 abhi | 1 kal".

Each part has a sign (there, not there), a number and a subject. People rarely write commas, so a part also ends where
another size, colour, number or day begins after something was said of the one before.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.stock.bits import Bit
from handlers.sourcing.replies.stock.signs import DENYING, ENGLISH_NOT, SOUND, SUBJECTS, sign_of

_ENDS = frozenset({"full", "comma", "contrast", ")", ":"})
_POLAR = frozenset(
    {
        "is_there",
        "neg",
        "no",
        "none",
        "gone",
        "is",
        "have",
        "left",
        "ready",
        "offer",
        "send",
        "ok",
        "yes",
        "come",
        "be",
        "lacking",
    }
)
# What closes the part that a number began: "2 hai | 3 kal".
_BEHIND_A_NUMBER = frozenset(
    ("yes", "neg", "no", "is", "have", "gone", "now", "time", "left", "ok", "be", "send", "come", "was", "short",
     "is_there", "ready")
)  # fmt: skip
# What English says before a subject and may belong to the next one: "no L | have XL", "2 L | 3 XL".
_LEADING = frozenset({"number", "no", "yes", "have", "only", "another", "mein", "price_said"})
_LISTED = read_sets("sourcing:stock/signs")
_SELLING = _LISTED["selling"]
_IN = _LISTED["in"]
_IFS = _LISTED["ifs"]
_AT_START = 3  # a word that asks does so near the beginning of its part


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an answer: bits, and their meaning."""

    bits: tuple[Bit, ...]
    names: tuple[str, ...]
    asks: bool  # it is a question

    def has(self, *names: str) -> bool:
        return any(name in self.names for name in names)

    def first(self, name: str) -> Bit | None:
        return next((bit for bit in self.bits if bit.name == name), None)

    @property
    def sign(self) -> int:
        """+1 for a yes, -1 for a no, 0 for neither."""
        return sign_of(self.bits, self.names)

    @property
    def supposes(self) -> bool:
        """Whether it says "if"."""
        return any(bit.text in _IFS for bit in self.bits)


def split_parts(bits: Sequence[Bit]) -> list[Part]:
    """The parts of an answer, in order."""
    parts: list[Part] = []
    for clause, end in _clauses(bits):
        pieces = _pieces(clause)
        for index, piece in enumerate(pieces):
            names = tuple(bit.name for bit in piece)
            last = index == len(pieces) - 1
            asks = "lacking" not in names and _is_question(names, marked=last and end.text == "?")
            parts.append(Part(tuple(piece), names, asks))
    return parts


def _clauses(bits: Sequence[Bit]) -> Iterable[tuple[list[Bit], Bit]]:
    clause: list[Bit] = []
    for bit in bits:
        if bit.name not in _ENDS:
            clause.append(bit)
        elif clause:
            yield clause, bit
            clause = []
    if clause:
        yield clause, Bit("", "")


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
    if bit.name in SUBJECTS:
        earlier = [b for b in current if b.name in SUBJECTS]
        differs = any((b.name, b.text) != (bit.name, bit.text) for b in earlier)
        if bit.name == "ware" and names[-1] == "and" and "is" in names[-3:]:
            return True  # "2 hai aur | shirt bhi hai"
        if bit.name == "item" and earlier and all(b.name == "item" for b in earlier):
            return False
        if "rest" in names and not earlier:
            return said  # "baaki sab hai | L nahi"
        return said and (differs or (names[-1] == "is" and bool(_POLAR & set(names[:-1]))))
    if bit.name in ("another", "rest"):
        return said and ("number" in names or names[-1] not in ("have", "send"))
    if bit.name == "number":
        return _begins_with_number(current, names)
    if bit.name == "now":
        denied = "time" in names and current[-1].text in ENGLISH_NOT  # "ready tomorrow not today"
        return denied or ("was" in names and "number" in names)  # "2 the | ab nahi"
    if bit.name == "time":
        return names[-1] != "or" and _begins_with_time(names, [b.name for b in following])
    return False


def _begins_with_number(current: Sequence[Bit], names: Sequence[str]) -> bool:
    if names[-1] == "of":
        return False
    if "number" in names:
        after = names[len(names) - 1 - list(reversed(names)).index("number") :]
        if any(one.text in SOUND for one in current[-len(after) :]):
            return True  # "5 good 1 torn"
        return not _BEHIND_A_NUMBER.isdisjoint(after)
    if "all" in names and DENYING & set(names):
        return True
    return names[-1] in ("neg", "no") and current[-1].text not in ENGLISH_NOT


def _begins_with_time(names: Sequence[str], following: Sequence[str]) -> bool:
    if names[-1] == "only" and _POLAR & set(names):
        return True
    if not DENYING & set(names):
        return "number" in names and "now" in names
    return "now" in names or bool({"future", "have", "yes", "ready", "come", "send", "ok", "is"} & set(following))


def _carry(current: list[Bit], bit: Bit) -> tuple[list[Bit], list[Bit]]:
    """Part `current`, and what of its end belongs to the subject that follows."""
    if bit.name == "number":
        end = len(current) - (len(current) > 1 and current[-1].text == "a")  # "not a dozen"
        behind = _is_denied_behind(current[:end]) or _is_sold_behind(current)
        return (current[: end - 1], current[end - 1 :]) if behind else (current, [])
    if bit.name == "now":
        return (current[:-1], current[-1:]) if current[-1].text in ENGLISH_NOT else (current, [])
    if bit.name not in SUBJECTS:
        return current, []
    end = len(current)
    while end and (current[end - 1].name in _LEADING or current[end - 1].text in ENGLISH_NOT):
        if current[end - 1].name == "have" and end > 1 and current[end - 2].name in DENYING:
            break  # "is not there in L"
        if _is_located(current[:end]):
            break
        rest = {b.name for b in current[: end - 1]}
        if not (_POLAR | {"number"}) & rest:
            break
        end -= 1
    return current[:end], current[end:]


def _is_located(current: Sequence[Bit]) -> bool:
    """ "L me ek | XL me do": the number belongs to what stands before it."""
    names = [bit.name for bit in current[-3:]]
    return len(names) > 2 and names[0] in SUBJECTS and names[1:] == ["mein", "number"] and current[-2].text in _IN


def _is_sold_behind(current: Sequence[Bit]) -> bool:
    """ "Had 5 sold 3": the sold pieces are counted behind the verb."""
    return current[-1].text in _SELLING and any(bit.name == "number" for bit in current)


def _is_denied_behind(current: Sequence[Bit]) -> bool:
    """ "8 available not 12", "tengo 6 no 10": the denial belongs to the number that follows."""
    names = [bit.name for bit in current]
    return "number" in names and (
        current[-1].text in ENGLISH_NOT or (current[-1].text == "no" and ("have" in names or "only" in names))
    )


def _is_question(names: Sequence[str], *, marked: bool) -> bool:
    spoken = [name for name in names if name != "dress"]
    if spoken[:1] in (["is"], ["have"]) and "send" in spoken and spoken[-1] == "asking":
        return False  # "hai sir, bhej du kya"
    if (spoken[:1] and spoken[0] in ("is_there", "asks_first", "asking")) or "who" in spoken:
        return True
    if spoken[0:1] in (["yes"], ["ok"]) and spoken[1:2] == ["asks_first"]:
        return True
    if "kind" in names and "or" in names:
        return True
    if marked and {"price_said", "ok"} <= set(names) and not {"yes", "have", "is", "send"} & set(names):
        return True  # "price 500 ok?"
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
        "want" in names
        and not {"yes", "neg", "no", "have", "time", "is", "ok"} & set(names)
        and "size_word" not in names
    )
