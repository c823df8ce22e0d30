"""What somebody says in place of what they said before: "actually no, M" takes another size, and refuses nothing."""

from handlers.replies.grammar import Vocabulary
from handlers.replies.text import tokens

_WORDS = Vocabulary(
    {
        "opening": """
            no nope nah actually sorry wait oops hmm oh ok okay hold_on my_mistake i_meant i_mean rather instead make_it
            nahi nahin nhi na ruko rukiye arre are ji sir bhai galti_se matlab
            mejor perdon perdona espera digo quise_decir
            नहीं नही ना रुको रुकिए अरे माफ़_कीजिए मतलब
        """,
        "against": "not dont do_not never no_thanks thanks thank gracias mat nada नहीं_चाहिए मत shukriya धन्यवाद",
    }
)
_PASSED = frozenset({"opening", "comma", "full"})
_REFUSING = frozenset({"against", "opening"})


def correction(text: str) -> str:
    """What follows an opening no or "wait", where it refuses nothing more; "" where nothing does."""
    classified = [(_WORDS.names(letter)[0], word) for letter, word in _WORDS.classify(tokens(text))]
    begins = next((place for place, (name, _) in enumerate(classified) if name not in _PASSED), len(classified))
    rest = classified[begins:]
    if not begins or any(name in _REFUSING for name, _ in rest):
        return ""
    return " ".join(word for _, word in rest)
