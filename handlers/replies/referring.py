"""Bringing friends: who asks for their code ("refer", "dost ko bulao"), and who comes by one ("code R7K2QMX")."""

import re

from handlers.replies.grammar import Vocabulary
from handlers.replies.text import tokens, words

_LONGEST = 10  # words of a wish to bring somebody
_WORDS = Vocabulary(
    {
        "refer": """
            refer referral referrals refer_a_friend refer_friend refer_friends refer_and_earn refer_earn my_referral
            my_referral_code referral_code referral_link referral_program referral_programme my_referral_link
            invite_a_friend invite_friend invite_friends invite_my_friend invite_my_friends bring_a_friend
            bring_friends tell_a_friend recommend_you recommend_a_friend share_my_code share_my_link my_invite_code
            my_invite_link invite_code invite_link
            recomendar_a_un_amigo recomendar_amigos recomendar_a_una_amiga invitar_a_un_amigo invitar_a_una_amiga
            invitar_amigos invitar_a_mis_amigos referir referir_a_un_amigo referidos codigo_de_referido mi_codigo
            codigo_de_invitacion traer_a_un_amigo
            dost_ko_bulao dost_ko_bulana dost_ko_bulaao doston_ko_bulao dosto_ko_bulao dost_ko_invite doston_ko_invite
            dosto_ko_invite dost_ko_refer doston_ko_refer dosto_ko_refer dost_ko_jodo refer_karna refer_karo
            refer_kaise_kare mera_code mera_referral_code apna_code refer_code
            दोस्त_को_बुलाओ दोस्त_को_बुलाना दोस्तों_को_बुलाओ रेफर रेफ़र रेफरल
            रेफरल_कोड रेफरल_लिंक रेफर_कोड मेरा_कोड मेरा_रेफरल_कोड दोस्त_को_रेफर दोस्त_को_इनवाइट
        """,
        "beside": """
            i im id we want wanna would like to how do can could please pls my a an the you your me us get give send
            show whats what is share code link hi hello hey and earn for some friend friends
            quiero quisiera como puedo por favor un una mi dame cual es el la de hola
            mujhe main mai mein hai h karna karni chahta chahti hu hoon ko kaise kare karu karo dijiye apna apne
            mera chahiye batao bhejo ji kya
            मुझे मैं है करना चाहता चाहती हूं हूँ को कैसे करें करो दो दीजिए अपना अपने मेरा चाहिए बताओ भेजो जी क्या
        """,
    }
)
# R and six of handlers.seeds.READABLE, as it is typed: small, in parts, behind "code".
_CODE = re.compile(r"(?<![^\W_])(R[ -]?[A-HJKMNP-Z2-9]{3}[ -]?[A-HJKMNP-Z2-9]{3})(?![^\W_])", re.IGNORECASE)
_NAMED = re.compile(r"(?<![^\W_])(?:code|codigo|código|kod|कोड|invite|invitation|referral)(?![^\W_])", re.IGNORECASE)
_LONGEST_WITH_CODE = 25  # words of what a link writes for them, and some of their own


def wants_to_refer(text: str) -> bool:
    """Whether somebody wants to bring a friend: all of a short text says so, and nothing else."""
    if len(words(text)) > _LONGEST:
        return False
    names = {name for name in _WORDS.name(tokens(text)) if name not in {"full", "comma", "sign"}}
    return "refer" in names and names <= {"refer", "beside"}


def read_code(text: str) -> str | None:
    """The code that somebody comes by: alone, or behind the word "code"; None where a text holds none."""
    found = _CODE.search(text)
    if found is None or len(words(text)) > _LONGEST_WITH_CODE:
        return None
    code = re.sub(r"[ -]", "", found[1]).upper()
    alone = text.strip().rstrip(".!") == found[1]
    return code if alone or _NAMED.search(text) else None
