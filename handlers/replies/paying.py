"""Does a customer ask how, where or when to pay, or for the link: "how do I pay?", "link bhejo", "¿cómo pago?".

Every word has to be understood: "how do I pay by card" and "UPI chalega?" are for others to answer, for what a payment
account takes is not known here. "The link is dead" and "ya pagué" ask nothing, and mean a link of an order.
"""

from handlers.replies.grammar import Vocabulary
from handlers.replies.text import tokens
from handlers.replies.word_lists import read_words

_LONGEST = 12  # words and marks: longer ones tell a story
_LISTED = read_words("paying")
_NOW = frozenset(_LISTED.pop("now"))
_WORDS = Vocabulary(_LISTED)
_ARRIVAL = read_words("payment_arrived")
_NEWS = Vocabulary({"news": _ARRIVAL.pop("news")})
_ARRIVED = Vocabulary(_ARRIVAL)
_ASKING = frozenset({"how", "when", "wish", "may"})
_TELLING = _ASKING | {"pay", "link", "send", "asks", "will"}
_MARKS = frozenset({"full", "comma", "sign", "dress", "yes"})


def asks_to_pay(text: str) -> bool:
    """Whether a text asks how to pay, or for the link, and for nothing else."""
    said = tokens(text)
    if not said or len(said) > _LONGEST:
        return False
    names = set(_WORDS.name(said)) - _MARKS
    if " ".join(said).strip(" .!?") in _NOW:
        return True
    if not names <= _TELLING or {"when", "will"} <= names:
        return False
    asks = "asks" in names or ("pay" in names and bool(names & _ASKING))
    return asks or ("link" in names and len(names) > 1)


def says_link_fails(text: str) -> bool:
    """Whether a text says that a link does not open, and nothing else: "no puedo abrir el link"."""
    names = _said_alone(text)
    return {"link", "fault"} <= names <= {"link", "fault", "pay", "dress", "yes"}


def says_paid(text: str) -> bool:
    """Whether a text says that it is paid, and nothing else: "ya pagué"."""
    names = _said_alone(text)
    return "paid" in names and names <= {"paid", "link", "dress", "yes"}


def asks_of_payment(text: str) -> bool:
    """Whether a text asks whether a payment came: "did you get my payment?", "payment mila kya"."""
    said = tokens(text)
    names = set(_ARRIVED.name(said)) if 0 < len(said) <= _LONGEST else set()
    return {"money", "came"} <= names and "back" not in names and ("asking" in names or "?" in said)


def asks_whether(text: str) -> bool:
    """Whether a text about money that was to go back asks whether it did, or when it does, rather than for it."""
    said = tokens(text)
    return 0 < len(said) <= _LONGEST and "news" in _NEWS.name(said)


def _said_alone(text: str) -> frozenset[str]:
    """The classes of the words of a short statement; none for a question and a longer text."""
    said = tokens(text)
    names = frozenset(_WORDS.name(said)) - {"full", "comma"} if len(said) <= _LONGEST else frozenset()
    return frozenset() if "sign" in names or "?" in said else names


def agrees_beside(text: str) -> bool:
    """Whether a text that asks to pay says yes as well: "haan, link bhejo" may answer another question of ours."""
    return "yes" in _WORDS.name(tokens(text))
