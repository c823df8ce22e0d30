"""Answers to whether our messages shall stop: that they shall go on, or yes, they shall stop.

Only a text that says nothing else is one: whatever leaves a doubt leaves the question open, and that ends in a stop. An
opt-out in so many words never comes here.
"""

from handlers.replies.grammar import Vocabulary
from handlers.replies.text import tokens
from handlers.replies.yes_no import read_yes_no

_SURE = 0.9
_WORDS = Vocabulary(
    {
        "keep": """
            keep keep_on keep_sending keep_going keep_coming go_on carry_on continue dont_stop do_not_stop
            seguir sigue siga sigan continuar continua continuen no_pares no_paren no_pare
            jari_rakho jari_rakhiye jari_rakhein chalu_rakho chalu_rakhiye chalu_rakhein chalne_do chalne_dijiye
            bhejte_raho bhejte_rahiye mat_roko mat_rokiye band_mat_karo band_mat_kijiye band_na_karein
            जारी_रखें जारी_रखिए जारी_रखो चालू_रखें चालू_रखिए चालू_रखो चलने_दो चलने_दीजिए भेजते_रहो भेजते_रहिए
            मत_रोको मत_रोकिए बंद_मत_करो बंद_मत_कीजिए बंद_न_करें
        """,
        "yes": "yes yeah yep si haan han हां",
        "no": "no nope nah nahi nahin nhi नहीं नही",
        "messages": """
            them the your messages message texts offers reminders
            mensajes los ofertas avisos con enviando enviandome mandando recibiendo
        """,
        "soft": """
            please pls plz thanks thank_you thx ok okay por_favor porfa gracias ji जी kripya कृपया
        """,
    }
)
_SOFT = "(soft|full|comma|sign)"
_KEEP = _WORDS.rule(f"({_SOFT}|yes|no)*keep({_SOFT}|keep|messages)*")
_NO = _WORDS.rule(f"{_SOFT}*no(no|{_SOFT})*")


def wants_them(text: str) -> bool | None:
    """Whether somebody who was asked if our messages shall stop wants them; None where that is not clear."""
    sentence = _WORDS.encode(tokens(text))
    if _KEEP.fullmatch(sentence) or _NO.fullmatch(sentence):
        return True
    answer = read_yes_no(text)
    return False if answer.answer and answer.confidence >= _SURE else None
