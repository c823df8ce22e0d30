"""Does a customer ask how, where or when to pay, or for the link: "how do I pay?", "link bhejo", "¿cómo pago?".

Every word has to be understood: "how do I pay by card", "UPI chalega?" and "the link is dead" are for a person to
answer, for what a payment account takes is not known here.
"""

from handlers.replies.grammar import Vocabulary
from handlers.replies.text import tokens

_LONGEST = 12  # words and marks: longer ones tell a story
_WORDS = Vocabulary(
    {
        "how": """
            how where what whats wheres kaise kese kaisay kahan kaha kidhar como donde adonde cual कैसे कहां किधर
        """,
        "when": "when kab cuando कब",
        "pay": """
            pay payment paying pay_now pago pagar pagarlo pagarla pagarte pagarles paga_ahora pagar_ahora
            send_money send_the_money send_you_money send_you_the_money transfer_money transfer_the_money
            paise paisa bhugtan पेमेंट पेमेन्ट पे भुगतान पैसे पैसा
        """,
        "link": "link links url enlace liga vinculo लिंक",
        "send": """
            send resend give share need want again once_more bhejo bhej_do bhejdo bhejiye bhej_dijiye bhejna dijiye dedo
            de_do chahiye dobara phir_se fir_se manda mandame mande envia enviame envie dame pasame otra_vez de_nuevo
            quiero necesito भेजो भेज_दो भेजिए भेज_दीजिए दीजिए दे_दो चाहिए दोबारा फिर_से
        """,
        "wish": """
            want_to i_want_to need_to i_need_to have_to i_have_to id_like_to i_would_like_to let_me karna_hai krna_hai
            karna_h करना_है
        """,
        "asks": """
            can_i_pay may_i_pay shall_i_pay should_i_pay do_i_pay can_i_make_the_payment do_i_have_to_pay
            do_i_need_to_pay must_i_pay quiero_pagar quisiera_pagar puedo_pagar podria_pagar
            tengo_que_pagar debo_pagar
        """,
        "theirs": "pay_me pay_us you_pay",
        "will": "hoga hogi होगा होगी",  # "payment kab hoga" may ask for money that goes back
        # Beside a word for paying, these ask whether to do it: "payment kar du?", "पेमेंट कर दूँ".
        "may": """
            kar_du kar_dun kar_doon kardu kardun kardoon kar_sakta kar_sakti kar_sakte kar_dena_hai
            कर_दूं कर_सकता कर_सकती कर_सकते
        """,
        "yes": "ok okay yes haan ha theek thik vale si हां ठीक",
        "dress": """
            do i can should shall could we to the my your a an it this that for order is please pls plz hi hello
            and then now me us by with here so you make tell know sir madam
            main mai mein hum mujhe muje humko ka ki ke ko karu karun karoon karoo kru karna kare karein karen krein
            hai h hain ab abhi to toh ji bhai bhaiya aap yeh ye wo order_ka kya
            du dun doon doonga dunga dungi dena dene deni dein bheju bhejun bhejoon bhejne bhejein sakta sakti sakte hu
            hun hoon batao bataiye
            lo la el los las mi tu te les un una por favor puedo debo se de del hola ya ahora y pedido es para hago
            hacer realizo realizar a dime digame
            मैं हम मुझे का की के को करूं करू करना करनी करें है हैं अब अभी तो जी भाई आप यह ये वो ऑर्डर क्या
            दूं दें दे देना देने देनी दूंगा भेजूं भेजना भेजने भेजें सकता सकती सकते हूं बताओ बताइए कृपया
        """,
    }
)
_ASKING = frozenset({"how", "when", "wish", "may"})
_TELLING = _ASKING | {"pay", "link", "send", "asks", "will"}
_MARKS = frozenset({"full", "comma", "sign", "dress", "yes"})
_NOW = frozenset({"pay", "pay now", "payment", "paga ahora", "pagar ahora", "pagar", "भुगतान करें"})


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


def agrees_beside(text: str) -> bool:
    """Whether a text that asks to pay says yes as well: "haan, link bhejo" may answer another question of ours."""
    return "yes" in _WORDS.name(tokens(text))
