"""Does a customer ask how to pay, or for the link once more: "how do I pay?", "link bhejo", "¿cómo pago?".

Every word has to be understood: "how do I pay by card" and "the link is dead" are for a person to answer.
"""

from handlers.replies.grammar import Vocabulary
from handlers.replies.text import tokens

_LONGEST = 12  # words and marks: longer ones tell a story
_WORDS = Vocabulary(
    {
        "how": """
            how where what kaise kese kaisay kahan kaha kidhar como donde cual कैसे कहां किधर
        """,
        "pay": """
            pay payment paying make_payment make_the_payment pay_now pago pagar pagarlo pagarla paga_ahora pagar_ahora
            paise_dena paise_dene paise_du paise_doon paise_bhejna paise_bheju paise_bhejun paisa_dena paisa_du paise
            bhugtan पेमेंट पे भुगतान पैसे
        """,
        "link": "link links url enlace liga vinculo लिंक",
        "send": """
            send resend give share need want again once_more bhejo bhej_do bhejdo bhejiye bhej_dijiye bhejna dijiye dedo
            de_do chahiye dobara phir_se fir_se manda mandame mande envia enviame envie dame pasame otra_vez de_nuevo
            quiero necesito भेजो भेज_दो भेजिए भेज_दीजिए दीजिए दे_दो चाहिए दोबारा फिर_से
        """,
        "wish": "want_to i_want_to id_like_to i_would_like_to let_me karna_hai krna_hai karna_h करना_है",
        "asks": "quiero_pagar quisiera_pagar",
        "dress": """
            do i can should we to the my your a an it this that for order is please pls plz hi hello ok okay yes and
            then now me us by with here so you
            main mai mein hum mujhe muje humko ka ki ke ko karu karun karoon karoo kru karna kare karein karen krein
            hai h hoga ab abhi to toh ji bhai bhaiya haan theek thik aap yeh ye wo order_ka
            lo la el los las mi tu un una por favor puedo debo se de del hola ya ahora y pedido es para
            मैं हम मुझे का की के को करूं करना करें है होगा अब अभी तो जी भाई हां ठीक आप यह ये वो ऑर्डर
        """,
    }
)
_MARKS = frozenset({"full", "comma", "sign", "dress"})
_NOW = frozenset({"pay", "pay now", "payment", "paga ahora", "pagar ahora", "pagar", "भुगतान करें"})


def asks_to_pay(text: str) -> bool:
    """Whether a text asks how to pay, or for the link, and for nothing else."""
    said = tokens(text)
    if not said or len(said) > _LONGEST:
        return False
    names = set(_WORDS.name(said)) - _MARKS
    if " ".join(said).strip(" .!?") in _NOW:
        return True
    if not names <= {"how", "pay", "link", "send", "wish", "asks"}:
        return False
    asks = "asks" in names or ("pay" in names and bool(names & {"how", "wish"}))
    return asks or ("link" in names and len(names) > 1)
