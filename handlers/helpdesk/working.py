"""What a member of the staff says they do with a question, without its command: "hand 3 to raj", "snooze 3 1h".

Its number has to be said, but for what is only said of questions; what is read here answers no customer.
"""

from __future__ import annotations

from collections.abc import Sequence

from handlers.helpdesk import closing
from handlers.replies.calendar_words import UNITS
from handlers.replies.courtesies import without_courtesies
from handlers.replies.text import normalise, words

_LONGEST = 9  # words; a longer text tells a story
_DIGITS = 6  # of a question's number at most
_MOST_NAMES = 3  # words of a member's name


def _spelled(*phrases: str) -> tuple[tuple[str, ...], ...]:
    """Phrases word by word, the longest first."""
    return tuple(sorted((tuple(normalise(one).split()) for one in phrases), key=len, reverse=True))


_HANDS_OVER = _spelled("hand over", "hand off", "handover", "reassign", "traspasa")
_GIVES = _spelled(
    "hand", "give", "forward", "pass", "pass on", "transfer", "pasa", "pasale", "pasar", "dale", "asigna", "asignale"
)
_GIVES_LAST = _spelled(
    "de do", "dedo", "dedijiye", "de dijiye", "ko do", "saunp do", "pakda do", "दे दो", "को दो", "सौंप दो"
)
_TAKES = _spelled(
    "take", "i take", "ill take", "i will take", "im taking", "taking", "let me take", "ill handle", "ill answer",
    "i got", "ive got", "mine is", "tomo", "yo tomo", "me encargo de", "yo contesto", "yo respondo",
)  # fmt: skip
_TAKES_LAST = _spelled(
    "is mine", "mine", "es mia", "lunga", "lungi", "leta hun", "leti hun", "dekh lunga", "dekh lungi", "dekhta hun",
    "dekhti hun", "mera hai", "meri hai", "लूंगा", "लूंगी", "देख लूंगा", "देख लूंगी", "मेरा है",
)  # fmt: skip
_PUTS_OFF = _spelled("snooze", "put off", "postpone", "defer", "pospon", "posponer", "pospone", "aplaza", "aplazar")
_PUTS_OFF_LAST = _spelled("taal do", "tal do", "taalo", "talo", "snooze karo", "snooze kar do", "टाल दो", "टालो")
_CLOSES = _spelled("close", "resolve", "finish", "cierra", "cerrar")
_CLOSES_LAST = _spelled(
    "done", "is done", "as done", "closed", "is closed", "as closed", "resolved", "solved", "listo", "lista", "ho gaya",
    "ho gya", "हो गया",
)  # fmt: skip
_BESIDE = frozenset({
    "question", "questions", "number", "no", "the", "that", "it", "la", "el", "las", "los", "pregunta", "sawal",
    "sawaal", "wala", "main", "mai", "q", "mark", "सवाल", "मैं",
})  # fmt: skip
_BEFORE = frozenset({"ok", "okay", "now", "and", "then", "so", "acha", "achha", "vale", "bueno", "y", "aur"})
_TO = frozenset({"to", "over", "a", "al", "ko", "को", "for", "para"})
_BEFORE_A_TIME = frozenset({"till", "until", "til", "for", "to", "hasta", "por", "ko", "को"})
_BEHIND_A_TIME = frozenset({"tak", "ko", "तक", "को"})


def heard(text: str) -> Sequence[str] | None:
    """The words behind ``/question`` in such a text; None for other texts."""
    said = list(without_courtesies(words(text)))
    while said and said[0] in _BEFORE:
        said = said[1:]
    if "?" in text or "%" in text or not 1 < len(said) <= _LONGEST:
        return closing.heard(text)
    return closing.heard(text) or _put_off(said) or _given(said) or _taken(said) or _closed(said)


def _given(said: Sequence[str]) -> Sequence[str] | None:
    """A question goes to another member."""
    rest = _without(said, (*_HANDS_OVER, *_GIVES), _GIVES_LAST)
    number, left = _numbered(rest)
    name = [one for one in left if one not in _BESIDE | _TO]
    to_nobody = not name and _without(said, _HANDS_OVER, ()) is None
    if number is None or to_nobody or len(name) > _MOST_NAMES or any(map(_has_digit, name)):
        return None
    return ("give", number, *name)


def _taken(said: Sequence[str]) -> Sequence[str] | None:
    """The member answers the question, with no further words."""
    number, left = _numbered(_without(said, _TAKES, _TAKES_LAST))
    return None if number is None or not _BESIDE.issuperset(left) else ("take", number)


def _closed(said: Sequence[str]) -> Sequence[str] | None:
    number, left = _numbered(_without(said, (), _CLOSES_LAST) or _without(said, _CLOSES, ()))
    return None if number is None or not _BESIDE.issuperset(left) else ("close", number)


def _put_off(said: Sequence[str]) -> Sequence[str] | None:
    """A question rests; without its number, that is asked for: the word is said of nothing else."""
    rest = _without(said, _PUTS_OFF, _PUTS_OFF_LAST)
    if rest is None:
        return None
    number, left = _numbered(rest)
    when = [one for one in left if one not in _BESIDE]
    while when and when[0] in _BEFORE_A_TIME:
        when = when[1:]
    while when and when[-1] in _BEHIND_A_TIME:
        when = when[:-1]
    return ("snooze",) if number is None else ("snooze", number, *when)


def _without(
    said: Sequence[str], first: Sequence[Sequence[str]], last: Sequence[Sequence[str]]
) -> Sequence[str] | None:
    """The words without the phrase that they begin or end with; None where they do neither."""
    for one in first:
        if tuple(said[: len(one)]) == tuple(one):
            return said[len(one) :]
    return next((said[: -len(one)] for one in last if tuple(said[-len(one) :]) == tuple(one)), None)


def _numbered(said: Sequence[str] | None) -> tuple[str | None, Sequence[str]]:
    """The first number that counts no hours, and the words without it."""
    for place, word in enumerate(said or ()):
        assert said is not None, "it has words"
        behind = said[place + 1] if place + 1 < len(said) else ""
        if word.isascii() and word.isdigit() and len(word) <= _DIGITS and behind not in UNITS:
            return word, (*said[:place], *said[place + 1 :])
    return None, said or ()


def _has_digit(word: str) -> bool:
    return any(map(str.isdigit, word))
