"""Whether some words about goods say that they are there, that they are not, or neither."""

from collections.abc import Sequence

from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.stock.bits import Bit

DENYING = frozenset({"neg", "no", "none", "gone"})
SUBJECTS = frozenset({"size", "asked_size", "colour", "item", "similar", "ware"})
THERE = frozenset({"have", "is", "is_there", "left", "send", "ready", "come", "plenty", "offer"})
AGREEING = frozenset({"yes", "ok", "noworry"})
_LISTED = read_sets("sourcing:stock/signs")
ENGLISH_NOT = _LISTED["not"]
_THERE_IS = frozenset({"there is", "there are"})
# What calls goods good, so that others are not.
SOUND = _LISTED["sound"]
_DENIED_DEED = _LISTED["denied deed"]
_HAVE_BEEN = frozenset({"ha", "han", "he", "hemos"})  # "no se han vendido"
_BESIDE_NA = frozenset({"na", "dress", "ok", "thanks"})


def sign_of(bits: Sequence[Bit], names: Sequence[str]) -> int:
    """+1 they are there, -1 they are not, 0 not said; `names` are the classes of `bits`."""
    if "lacking" in names:
        return -1
    if "noworry" in names:  # "nahi nahi, koi baat nahi": what was denied before it is the worry
        place = names.index("noworry")
        return sign_of(bits[place + 1 :], names[place + 1 :]) or 1
    if "gone" in names:
        return 1 if _is_not_gone(bits, names) else -1
    if "none" in names:
        return -1
    denied = names.count("neg") + names.count("no")
    if denied:
        insisted = any(bit.text.endswith("que no") for bit in bits)  # "no, claro que no hay"
        return 1 if _is_doubled(names) and not insisted else -1
    return _undenied(bits, names)


def _undenied(bits: Sequence[Bit], names: Sequence[str]) -> int:
    if "was" in names and "is" not in names:
        return 0
    if names[:1] == ("na",) and set(names) <= _BESIDE_NA:
        return -1  # "na bhai", "N"; a tag stands behind something
    if THERE & set(names):
        return 1
    if "want" in names and ("number" in names or not AGREEING & set(names)):
        return 0  # "2 chahiye"
    if any(bit.text in _THERE_IS for bit in bits) and set(names) <= {"be", "dress", "thanks"}:
        return 1
    if "be" in names and {"size", "asked_size", "colour", "number", "all"} & set(names):
        return 1
    if AGREEING & set(names) or {"number", "all", "little", "short"} & set(names):
        return 1
    if "only" in names and SUBJECTS & set(names):
        return 1
    return 0


def _is_doubled(names: Sequence[str]) -> bool:
    """ "Nahi nahi hai na": the first two say not to worry."""
    spoken = [name for name in names if name != "dress"]
    rest = set(spoken[2:])
    if spoken[:2] == ["no", "no"]:
        return spoken[2:3] in (["be"], ["have"], ["is_there"], ["all"]) and not DENYING & rest
    return spoken[:2] == ["neg", "neg"] and bool({"is", "have"} & rest) and bool({"na", "number", "all"} & rest)


def _is_not_gone(bits: Sequence[Bit], names: Sequence[str]) -> bool:
    """ "Not sold", "khatam nahi hua": it is still there."""
    place = names.index("gone")
    before = bits[max(0, place - 2) : place]
    perfect = bool(before) and before[-1].text in _HAVE_BEEN and any(bit.name == "no" for bit in bits[:place])
    if perfect or any(bit.text in ENGLISH_NOT for bit in before):
        return True
    after = bits[place + 1 : place + 4]
    if after and after[0].name == "neg":
        return any(bit.text.split()[0] in _DENIED_DEED for bit in after[1:]) or len(after) == 1
    return False
