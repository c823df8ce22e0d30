"""The times that an answer about stock names, so that "5 baje ke baad" and "2 din" count no pieces."""

from collections.abc import Sequence

from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.stock.bits import Bit

_LISTED = read_sets("sourcing:stock/signs")
_CLOCK_LEADS = _LISTED["clock leads"]
_BEFORE_HOURS = _LISTED["before hours"]
_BEHIND = frozenset({"lead", "mein"})
_ARTICLES = _LISTED["articles"]
_MOST_HOURS = 24


def join_times(bits: Sequence[Bit]) -> list[Bit]:
    """The bits with each run of words that names a time as one bit, named "time"."""
    joined: list[Bit] = []
    place = 0
    while place < len(bits):
        end = _time_end(bits, place)
        if end == place:
            joined.append(bits[place])
            place += 1
            continue
        start = len(joined)
        while start and joined[start - 1].name in ("lead", "mein") and start > len(joined) - 2:
            start -= 1
        words = [*joined[start:], *bits[place:end]]
        del joined[start:]
        if joined and joined[-1].name == "time":
            words = [joined.pop(), *words]
        joined.append(Bit("time", " ".join(bit.text for bit in words)))
        place = end
    return joined


def _time_end(bits: Sequence[Bit], place: int) -> int:
    """Where the time that begins here ends; `place` where none does."""
    end = _core_end(bits, place)
    if end == place:
        return place
    while end < len(bits):
        further = _core_end(bits, end)
        if further > end:
            end = further
        elif bits[end].name in _BEHIND and bits[end].text not in ("for", "para", "de", "por"):
            end += 1
        else:
            break
    return end


def _core_end(bits: Sequence[Bit], place: int) -> int:
    bit = bits[place]
    after = bits[place + 1] if place + 1 < len(bits) else None
    if bit.name in ("day", "vague"):
        return place + 1
    if bit.name == "month" and after is not None and _is_small(after, 31):
        return place + 2
    if bit.text in _ARTICLES and after is not None and after.name == "unit_of_time":
        return place + 2  # "an hour"
    if bit.text == "las" and not _names_an_hour(bits, place):
        return place
    if bit.name == "lead" or bit.text in _CLOCK_LEADS:
        return _led_end(bits, place)
    if bit.name != "number":
        return place
    return _counted_end(bits, place)


def _names_an_hour(bits: Sequence[Bit], place: int) -> bool:
    """ "A las 5", "para las 5", "las 5 de la tarde"; the others are five pieces: "las 5", "3 de las 5"."""
    before = [bit.text for bit in bits[max(0, place - 2) : place]]
    at = before[-1:] and (before[-1] in _BEFORE_HOURS or (before[-1] == "de" and before[0] in _CLOCK_LEADS))
    return bool(at) or any(bit.name == "clock" for bit in bits[place + 2 : place + 3])


def _led_end(bits: Sequence[Bit], place: int) -> int:
    """ "By 6", "after 5 pm", "a las 10"."""
    at = place + 1
    while at < len(bits) and bits[at].text in _ARTICLES | {"las"}:
        at += 1
    if at >= len(bits) or bits[place].text not in _CLOCK_LEADS:
        return place
    counted = _counted_end(bits, at) if bits[at].name == "number" else at
    if counted > at:
        return counted
    plain = at + 1 >= len(bits) or bits[at + 1].name in (
        "full",
        "comma",
        "contrast",
        "come",
        "send",
        "have",
        "ready",
        "dress",
        "thanks",
        "ok",
        "yes",
        "and",
    )
    return at + 1 if plain and _is_small(bits[at], _MOST_HOURS) and bits[at].text.isalnum() else place


def _counted_end(bits: Sequence[Bit], place: int) -> int:
    """ "20 min", "2-3 days", "half an hour", "6:30 pm", "5 baje", "5 ke baad", "12 tarikh"."""
    at = place + 1
    if at + 1 < len(bits) and bits[at].text in ("-", "to", "or", "ya", "se", "a") and bits[at + 1].name == "number":
        at += 2
    elif at < len(bits) and bits[at].name == "number":
        at += 1  # "do teen din"
    if at + 1 < len(bits) and bits[at].text == ":" and bits[at + 1].name == "number":
        at += 2
        return at + 1 if at < len(bits) and bits[at].name == "clock" else at
    if at < len(bits) and bits[at].text in ("a", "an", "of", "more"):
        at += 1
    if at < len(bits) and bits[at].name in ("unit_of_time", "clock", "month"):
        return at + 1
    if (
        at == place + 1
        and at < len(bits)
        and bits[at].text in ("ke baad", "ke bad", "k baad", "के बाद", "tak", "तक", "baje")
    ):
        return at + 1 if _is_small(bits[place], _MOST_HOURS) else place
    return place


def _is_small(bit: Bit, most: int) -> bool:
    return bit.name == "number" and bit.value is not None and 0 < bit.value <= most and bit.value.denominator == 1
