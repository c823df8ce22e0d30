"""Does somebody ask that what is known of them be deleted: "delete my data", "mera data delete kar do"?

It is an opt-out and more: the law gives the business a time to do it in (GDPR art. 12 and 17, India's DPDP Act s. 12).
Read only where all of a text says so: "delete my number" ends our messages, "delete my old address" changes an order.
"""

from __future__ import annotations

from handlers.replies.grammar import Vocabulary
from handlers.replies.text import tokens, words

_LONGEST = 20  # words of such a request
_WORDS = Vocabulary(
    {
        "whole": """
            forget_me forget_about_me erase_me right_to_be_forgotten right_to_erasure olvidenme derecho_al_olvido
            derecho_de_supresion gdpr_delete gdpr_erasure
        """,
        "delete": """
            delete deleted deletion erase erased erasure remove removed wipe purge clear destroy borra borrar borren
            borre borres elimina eliminar eliminen elimine elimines suprima suprimir supriman hata hatao hatado
            hataiye hatana
            hataye hata_do mita mitao mitado mitaiye mitana mita_do nikal nikalo हटा हटाओ हटाइए हटाएं हटाना मिटा मिटाओ
            मिटाइए मिटाना डिलीट
        """,
        "data": """
            data information info details records account profile everything dataa daata datos informacion
            cuenta perfil
            jaankari jankari jaankaari khata डेटा डाटा जानकारी खाता अकाउंट विवरण
        """,
        "my": """
            my mine me our mera mere meri hamara hamari mi mis nuestros mio mia मेरा मेरी मेरे हमारा हमारी about_me
            mere_baare sobre_mi
        """,
        "beside": """
            i want need would like id wish request ask please pls plz kindly you your can could to of for from
            the all any
            and that have has hold keep kept stored store personal private system database files it be is this
            hi hello
            hey sir bhai ji now completely permanently with under gdpr law on by us a an know whatever
            quiero quisiera solicito pido que por favor todos todas todo toda los las la el de del su sus tienen
            tengan
            sistema base personales personal hola y ya pueden puede
            kar karo kardo karna kare karein kariye kijiye kijie do de dijiye dein den dena jaye jaaye saara
            sara sab poora
            pura apne apni aapke aapki ka ki ke ko se mein main mujhe chahiye chahta chahti hu hoon hai bhaiya
            system_se
            कर करो करें करिए कीजिए दो दें दीजिए सारा सब पूरा अपने आपके का की के को से में मैं मुझे चाहिए चाहता
            चाहती हूं हूँ
            है जी कृपया भाई प्लीज
        """,
    }
)
_PAUSES = frozenset({"full", "comma", "sign"})


def asks_to_be_forgotten(text: str) -> bool:
    """Whether somebody wants what is known of them deleted, and says nothing else."""
    if len(words(text)) > _LONGEST:
        return False
    names = set(_WORDS.name(tokens(text))) - _PAUSES
    if not names <= {"whole", "delete", "data", "my", "beside"}:
        return False
    return "whole" in names or {"delete", "data", "my"} <= names
