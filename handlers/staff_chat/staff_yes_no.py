"""A yes or a no of the staff to a question: typed alone, by its number or button, or by "cancel" and "stop"."""

from handlers.replies import bare_answers
from handlers.replies.bare_cancel import is_bare_cancel
from handlers.replies.nods import is_nod
from handlers.replies.numbered_choices import read_choice
from handlers.replies.opt_out_recognition import OptOut, is_keyword, read_opt_out
from handlers.replies.text_normalisation import words
from handlers.replies.word_lists import read_sets
from handlers.replies.yes_no import read_yes_no

_LEAVE = read_sets("commands")["leave"]
_THANKS = read_sets("courtesies")["thanks"]
_THANKED = frozenset({"team", "equipo"})
_NODS = frozenset({
    "ok", "okay", "okk", "k", "kk", "cool", "fine", "great", "very", "much", "so", "perfect", "perfecto", "vale",
    "bueno", "acha", "achha", "accha", "thik", "theek", "thikhai", "hai", "ji", "अच्छा", "ठीक", "है", "जी",
})  # fmt: skip
_FEW = 3  # the most words around a bare opt-out keyword: "please stop it"


def calls_off(text: str) -> bool:
    """Return True for a text that drops a shown command: "cancel", and similar words in all languages."""
    return read_opt_out(text) is OptOut.STOP


def stops_sending(text: str) -> bool:
    """Return True for an opt-out other than a bare "cancel"; from the staff it is about messages to customers."""
    return calls_off(text) and not is_bare_cancel(text)


def says_no_more(text: str) -> bool:
    """Return True if the text is only a cancelling word: "cancel", "stop", but not "Reply STOP to end"."""
    return leaves_it(text) or (len(words(text)) <= _FEW and is_keyword(text))


def leaves_it(text: str) -> bool:
    """Return True if a text drops a preview and is no opt-out of the staff, such as a bare "cancel"."""
    return " ".join(words(text)) in _LEAVE or is_bare_cancel(text)


def is_thanks(text: str) -> bool:
    """Return True for thanks, possibly with a nod. "ok thanks" refers to an answer, and confirms no question; "Yes,
    thanks" does."""
    spoken = f" {' '.join(words(text))} "
    without = spoken
    for one in sorted(_THANKS, key=len, reverse=True):
        without = without.replace(f" {one} ", " ")
    return without != spoken and (_NODS | _THANKED).issuperset(without.split())


def read_staff_answer(text: str) -> str | None:
    """Return a bare yes ("do") or no ("no"), as people on WhatsApp write it. A command with a slash is neither, nor are
    thanks with a nod: "ok thanks"."""
    if text.lstrip().startswith("/") or not words(text) or is_thanks(text):
        return None
    said = bare_answers.read_bare_answer(text)
    return said.value if said is not None else "no" if calls_off(text) else None


def acknowledges(text: str) -> bool:
    """Return True if a short text says nothing about goods: thanks, a nod, or a bare yes or no."""
    brief = len(words(text)) <= _FEW and read_yes_no(text).answer is not None
    return brief or is_thanks(text) or is_nod(text) or read_staff_answer(text) is not None


def read_choice_of_two(text: str, button: str | None) -> int | None:
    """Return 1 to do it, or 2 to drop it, from a number, a button, a bare yes or no; None for other texts."""
    taken = read_choice(text, button, most=2)
    return taken if taken is not None or button else {"do": 1, "no": 2}.get(read_staff_answer(text) or "")
