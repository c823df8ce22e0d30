"""Which parts of an answer leave the whole of it open: doubts, waits, damage, other business; and which say nothing."""

from collections.abc import Sequence

from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.stock.parts import Part
from handlers.sourcing.replies.stock.signs import THERE

_PHONE_ALONE = frozenset({"phone", "is", "dress", "call", "my", "ka", "thanks", "other"})
_OFF_SUBJECT = frozenset({"topic", "away", "wrong"})
_SECOND = frozenset({"another", "rest", "ordinal"})
_LISTED = read_sets("sourcing:stock/signs")
_LOOK = _LISTED["look"]
_BUYERS = _LISTED["buyers"]


def find_doubt(parts: Sequence[Part], place: int) -> bool | None:
    """Whether a part leaves the whole answer open; None for a part to be read, False for one to be left out."""
    part = parts[place]
    others = [*parts[:place], *parts[place + 1 :]]
    if _is_left_out(part, parts[:place], others):
        return False
    a_day = part.has("time") and not part.unknown  # "mon or tue"
    if _is_unsure(part) or (part.has("or") and not part.has("number") and not a_day):
        return True
    allowed = part.has("send") and part.has("yes")  # "haan, seth ne bola hai de do"
    if part.has("hearsay") and not (allowed or part.has("yonder")) and not any(one.sign < 0 for one in parts):
        return not _is_answered(parts[:place], outright=True)  # "supplier says it will come"
    if part.has("lacking") or _points_away(part):
        return None
    if part.has("flaw"):
        return not _are_some_good(part, others)
    if part.has("phone") and part.has("is") and _PHONE_ALONE.issuperset(part.names):
        return False  # "98… hai" tells a number, and not that the goods are there
    if part.has("wait") and not (part.has("time") and part.has("future")):
        return not _is_answered(parts[place + 1 :])  # "ek min… haan 2 hai"
    if part.has("call") and part.has("time") and not part.has("have", "ready", "future", "is", "number"):
        return not _is_answered(others, outright=True)  # "call at 5"
    if part.has("asking") and not part.has(*THERE):
        return not _is_answered(others, outright=True)  # "haan 2 of which colour"
    if part.has("away") and part.has("time") and part.has("have", "come", "future", "send") and not part.has("topic"):
        return None  # "subah milega, dukan band hai abhi"
    if part.has(*_OFF_SUBJECT) or (part.has("am") and not part.has("send", "have", "ready", "future")):
        return not _is_answered(others, outright=True)
    return None


def find_other_goods(parts: Sequence[Part], place: int) -> bool | None:
    """Whether a part speaks of another kind of goods and leaves the answer open; None where it speaks of no other.

    False where what was asked for is answered beside it: "2 hai, pajama bhi 5 hai", "kurta nahi hai, shirt hai".
    """
    if not _names_other_goods(parts[place]):
        return None
    others = [one for one in parts if not one.asks and not _names_other_goods(one) and not one.has("unsure", "wait")]
    if any(one.sign < 0 or (one.sign > 0 and one.has("item")) for one in others):
        return False
    adds = parts[place].sign < 0 or parts[place].has("and", "number")
    before = [one for one in parts[:place] if one in others and one.sign > 0]
    return not any(one.has("number", "all", "asked_size") or (adds and not one.is_bare) for one in before)


def _names_other_goods(part: Part) -> bool:
    """Whether it names goods that were not asked for, as what it speaks of: not as the place where they lie."""
    if "ware" not in part.names or part.has("item"):
        return False
    behind = zip(part.bits, (*part.names[1:], ""), strict=True)
    return any(bit.name == "ware" and after != "mein" for bit, after in behind)


def _is_left_out(part: Part, before: Sequence[Part], others: Sequence[Part]) -> bool:
    """Whether the doubt is about another item than the request's, or about one that was answered."""
    if part.has(*_SECOND) and part.has("unsure", "wait"):
        return any(
            one.sign > 0 and one.has("number") and not one.asks for one in before
        )  # "1 for sure, 2nd I must see"
    if part.has("yonder") and part.has("unsure"):
        return any(other.sign < 0 for other in others)  # "the neighbour might have it, I don't"
    return part.has("flaw") and not part.has("number") and _are_refused(others)  # "it is damaged, I cannot give it"


def _is_unsure(part: Part) -> bool:
    """Whether a part doubts; the "if" of a missing item doubts nothing."""
    return part.has("uncounted") or (part.has("unsure") and not (part.has("lacking") and part.supposes))


def _points_away(part: Part) -> bool:
    """ "Kisi aur dukan pe dekho", "dono le gaya ek customer": whom it names has to do with the goods."""
    looks = part.has("yonder") and any(bit.text in _LOOK for bit in part.bits)
    return looks or (part.has("gone") and any(bit.text in _BUYERS for bit in part.bits))


def _are_some_good(part: Part, others: Sequence[Part]) -> bool:
    """ "One is fine, one is torn"."""
    counted = any(other.has("number", "all") and other.sign > 0 and not other.has("flaw") for other in others)
    return counted and part.has("number", "another", "rest") and not part.has("all")


def _are_refused(parts: Sequence[Part]) -> bool:
    """Whether an answer refuses to give the item, and says nothing else of it."""
    return any(one.sign < 0 and one.has("send") for one in parts) and not any(one.sign > 0 for one in parts)


def _is_answered(parts: Sequence[Part], *, outright: bool = False) -> bool:
    """Whether these parts say yes or no; `outright` where they say more than that."""
    answering = (part for part in parts if part.sign and not part.asks and not _only_notes(part))
    return any(not part.has("unsure", "wait", *_OFF_SUBJECT) and not (outright and part.is_bare) for part in answering)


def _only_notes(part: Part) -> bool:
    """ "Checking... ok" answers nothing."""
    return part.is_bare and part.has("ok") and not part.has("yes", "neg", "no")
