"""Sentences put together: who sent somebody to the shop, what somebody of the family wants, what is asked of the shop.

`told`, `wished` and `asked` give whole sentences of a language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

_WHO = {
    "en": "my sister|my friend|my mom|my boss|the boss|my colleague|my neighbour|the owner|Rosa|a friend of mine",
    "es": "mi hermana|mi amiga|mi mamá|mi jefe|mi vecina|la dueña|Rosa|un compañero|mi prima",
    "hi-Latn": "meri behen ne|mere dost ne|mummy ne|boss ne|mere padosi ne|Rosa ne|meri saheli ne|owner ne",
    "hi": "मेरी बहन ने|मेरे दोस्त ने|मम्मी ने|बॉस ने|मेरे पड़ोसी ने|मेरी सहेली ने|मालिक ने|मेरे भाई ने",
}
_TOLD = {
    "en": """
        told me about you|told me about your shop|told me about your tees|told me about this shop|recommended you
        recommended your shop|recommended this shop to me|sent me|sent me here|sent me this link|gave me your number
        gave me this number|shared your link with me|told me to write here|told me to message you|told me to text you
        said to write here|said i should write to you|said i work here|said you sell tees|suggested your shop
        saw your shop|found you on instagram|mentioned your shop|asked me to write here|referred me to you
    """,
    "es": """
        me habló de ustedes|me habló de su tienda|me contó de ustedes|me recomendó su tienda|me recomendó esta tienda
        les recomienda|me mandó aquí|me pasó este link|me pasó su número|me dio su número|me dio este contacto
        me dijo que escriba aquí|me dijo que les escribiera|me dijo que les mande un mensaje|dice que trabajo aquí
        me dijo que venden playeras|vio su tienda|los encontró en instagram
        me compartió su enlace|me pidió que les escriba
    """,
    "hi-Latn": """
        aapke baare mein bataya|aapki dukan ke bare me bataya|aapki shop recommend ki|ye link diya|ye number diya
        aapka number diya|yahan bheja|bola yahan message karo|bola yahan likho|kaha yahan message karne ko
        yahan message karne ko bola|bola main yahan kaam karta hu|bataya aap tee bechte hain|aapki dukan dekhi
        mujhe aapke baare mein bataya|mujhe ye link bheja
    """,
    "hi": """
        आपके बारे में बताया|आपकी दुकान के बारे में बताया|यह लिंक दिया|यह नंबर दिया|आपका नंबर दिया|यहाँ भेजा
        बोला यहाँ मैसेज करो|कहा यहाँ लिखो|यहाँ मैसेज करने को बोला|बोला मैं यहाँ काम करता हूँ|आपकी दुकान देखी
        मुझे आपके बारे में बताया
    """,
}
_CAME = {
    "en": """
        I found you on instagram|i saw your shop on facebook|saw you on insta|i got this link from the owner
        i got your number from my sister|i heard about you from a friend|heard about your shop from my boss
        i came here from instagram|i am a friend of Rosa|Rosa's friend here|i saw your ad on facebook
        a friend sent me your link|found your number on google|i was told to write here|i was sent here by my boss
    """,
    "es": """
        los encontré en instagram|los vi en facebook|vi su tienda en instagram|conseguí su número por mi hermana
        vengo de parte de Rosa|soy amiga de Rosa|me hablaron de ustedes|me recomendaron su tienda|me dieron este número
        vi su anuncio en facebook|encontré su número en google|me dijeron que escriba aquí
    """,
    "hi-Latn": """
        instagram par aapko dekha|insta pe aapki dukan dekhi|mujhe ye link owner se mila|aapka number behen se mila
        facebook se aaya hu|Rosa ki dost hu|google par aapka number mila|dost se aapke baare mein suna
        aapka ad dekha facebook par
    """,
    "hi": """
        इंस्टाग्राम पर आपको देखा|मुझे यह लिंक मालिक से मिला|आपका नंबर बहन से मिला|फेसबुक से आया हूँ
        दोस्त से आपके बारे में सुना|गूगल पर आपका नंबर मिला
    """,
}
_FAMILY = {
    "en": "my daughter|my wife|my son|my mom|my husband|my friend|my kids|my sister",
    "es": "mi hija|mi esposa|mi hijo|mi mamá|mi marido|mi amiga|mi sobrina",
    "hi-Latn": "meri beti ko|meri wife ko|mere bete ko|mummy ko|mere pati ko|meri behen ko",
    "hi": "मेरी बेटी को|मेरी पत्नी को|मेरे बेटे को|मम्मी को|मेरे पति को",
}
_WANTS = {
    "en": "want{s} {goods}|need{s} {goods}|would like {goods}|would love {goods}|ask{s} for {goods}|like{s} {goods}",
    "es": "quiere {goods}|necesita {goods}|busca {goods}|desea {goods}|me pidió {goods}|quisiera {goods}",
    "hi-Latn": "{goods} chahiye|{goods} lena hai|{goods} leni hai|{goods} pasand hai|{goods} mangwana hai",
    "hi": "{goods} चाहिए|{goods} लेना है|{goods} लेनी है|{goods} पसंद है",
}
_GOODS = {
    "en": "tiger shorts|a hoodie|a tee in M|2 mugs|a blue kurta|the tiger shorts in L|a birthday gift|socks",
    "es": "unos shorts|una sudadera|una playera M|2 tazas|los tiger shorts|un regalo|calcetines",
    "hi-Latn": "tiger shorts|hoodie|ek tee M|2 mug|blue kurta|gift|moze",
    "hi": "टाइगर शॉर्ट्स|हुडी|एक टी शर्ट|2 मग|नीला कुर्ता|तोहफा",
}
_ASKS = {
    "en": """
        do you sell {goods}|do you have {goods}|have you got {goods}|can i get {goods}|is there {goods}
        are there {goods}
        can you show me {goods}|do u have {goods}|how much is {goods}|is {goods} available|where can i see {goods}
    """,
    "es": """
        venden {goods}|tienen {goods}|hay {goods}|puedo pedir {goods}|me muestran {goods}|cuánto cuesta {goods}
        tendrán {goods}|manejan {goods}
    """,
    "hi-Latn": """
        {goods} milta hai kya|kya aap {goods} bechte hain|aapke paas {goods} hai|{goods} hai kya|{goods} milega
        {goods} kitne ka hai|kya {goods} milega|{goods} dikhao
    """,
    "hi": """
        {goods} मिलता है क्या|क्या आप {goods} बेचते हैं|आपके पास {goods} है|{goods} है क्या|{goods} कितने का है|{goods} मिलेगा
    """,
}
_GREETINGS = {"en": ("", "hi, ", "Hello "), "es": ("", "hola, "), "hi-Latn": ("", "namaste, "), "hi": ("", "नमस्ते, ")}
LANGUAGES = tuple(_WHO)


def told(language: str) -> list[str]:
    """How somebody came to the shop, or who sent them."""
    by_whom = [f"{who} {what}" for who, what in product(_split(_WHO[language]), _split(_TOLD[language]))]
    return [*by_whom, *_split(_CAME[language])]


def wished(language: str) -> Iterator[str]:
    """What somebody of the family wants."""
    for who, wants, goods in product(_split(_FAMILY[language]), _split(_WANTS[language]), _split(_GOODS[language])):
        yield f"{who} {wants.format(goods=goods, s='' if who == 'my kids' else 's')}"


def asked(language: str) -> list[str]:
    """What is asked of the shop, without a question mark."""
    return [one.format(goods=goods) for one, goods in product(_split(_ASKS[language]), _split(_GOODS[language]))]


def greeted(said: Iterable[str], language: str) -> list[str]:
    """Each of them, as it stands and behind a greeting."""
    return [f"{greeting}{one}" for greeting, one in product(_GREETINGS[language], list(said))]


def _split(text: str) -> list[str]:
    return [said.strip() for line in text.strip().splitlines() for said in line.split("|")]
