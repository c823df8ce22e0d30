"""How an owner goes on from a step: a word, a yes, a nod, the words on a button, or another errand."""

from __future__ import annotations

import re
from collections.abc import Collection

from flows.phrase import phrase
from handlers.admins.yes_or_no import bare_answer
from handlers.language import in_language
from handlers.replies.bare_answers import beside_a_yes
from handlers.replies.nodding import is_nod
from handlers.replies.text import words
from handlers.turn import Turn
from templates.phrases import LOCALES

DONE, SKIPPED, BACK = "done", "skipped", "back"
OUTCOMES = {"next": DONE, "skip": SKIPPED}
FIRST_TEXT = "cart_reminder"
"""The text that a step shows."""
_NEXT = frozenset({"1", "next", "siguiente", "aage", "आगे"})
_SKIP = frozenset({"2", "skip", "omitir", "saltar", "chhodo", "chhod dijiye", "छोड़ दीजिए"})
_GOES_ON = _NEXT | {
    "done",
    "ready",
    "send it",
    "listo",
    "mandalo",
    "bhej do",
    "bhejo",
    "ho gaya",
    "ho gya",
    "भेज दो",
    "हो गया",
}
"""What goes on right behind a question, also beside a yes: the question stays open for weeks, and later these words may
mean what was said since."""
LATER = frozenset({"later", "not now", "luego", "despues", "mas tarde", "ahora no", "baad mein", "abhi nahi", "बाद में"})
_BACK = frozenset({"back", "go back", "atras", "volver", "peeche", "wapas", "पीछे", "वापस"})
_ALL_HERE = frozenset({"all here", "everyone is here", "everybody is here", "thats all", "that is everyone"})
"""As good as the words on the button of the last step."""
_VALUE = re.compile(r"\{\s*\w+\s*\}")


def outcome_of(text: str, button: str | None) -> str | None:
    """What a button, or a word at any time, makes of a step; None for other words."""
    if button is not None:
        parts = button.split("_")
        return OUTCOMES.get(parts[-1]) if parts[0] == "/setup" else None
    said = "" if text.lstrip().startswith("/") else " ".join(words(text))
    return DONE if said in _NEXT else SKIPPED if said in _SKIP else BACK if said in _BACK else None


def is_a_text(text: str, button: str | None) -> bool:
    """Whether what is written holds a value of a text, as "{link}"."""
    return button is None and not text.lstrip().startswith("/") and _VALUE.search(text) is not None


def goes_on(turn: Turn, step: str, text: str) -> str | None:
    """What ends a step right behind its question: a yes or a nod, a word that goes on, or the words on a button."""
    if text.lstrip().startswith("/"):
        return None
    said, beside = " ".join(words(text)), beside_a_yes(text)
    if bare_answer(text) == "do" or beside in _GOES_ON or is_nod(text):
        return DONE
    if step == "staff" and {said, beside} & _ALL_HERE:
        return DONE
    return labelled(turn, step, {said, beside})


def labelled(turn: Turn, step: str, said: Collection[str]) -> str | None:
    """What a step's button ends whose label is said, in whatever language; None for other words."""
    outcomes: dict[str, str] = {f"setup_{step}_next": DONE, "setup_skip": SKIPPED}
    outcomes |= {"setup_go_on": DONE} if step == "try" else {}
    for label, outcome in outcomes.items():
        labels = {" ".join(words(in_language(turn, locale).say(phrase(label)))) for locale in LOCALES}
        if not labels.isdisjoint(said):
            return outcome
    return None


def labelled_alone(turn: Turn, step: str, text: str) -> str | None:
    """The same of a text that is a label, and neither a yes nor a nod: the label is the step's, whatever came since."""
    if text.lstrip().startswith("/") or bare_answer(text) is not None or is_nod(text):
        return None
    return labelled(turn, step, {" ".join(words(text))})
