"""Whether somebody does not want a thing any more, and calls nothing off by name: "no thanks, forget it".

All words have to be understood: "I don't want the red one" and "forget it, send two" are another story. A plain no is
none either: it answers whatever was asked.
"""

from handlers.replies.grammar import Vocabulary
from handlers.replies.text import tokens

_LONGEST = 12  # words and marks: longer ones tell a story
_WORDS = Vocabulary(
    {
        "unwanted": """
            i_dont_want i_do_not_want dont_want do_not_want no_longer_want i_no_longer_want dont_need do_not_need
            no_longer_need i_no_longer_need not_want not_wanted not_needed no_longer_needed no_need dont_want_to_buy
            nahi_chahiye nahin_chahiye nhi_chahiye nai_chahiye nahi_chahie nahi_chaiye nahi_chahye nhi_chaiye
            chahiye_nahi chahiye_hi_nahi chahie_nahi nahi_lena nahi_leni nahi_lena_hai nahi_leni_hai nahin_lena
            nhi_lena lena_nahi lena_nahi_hai nahi_lunga nahi_lungi zaroorat_nahi zarurat_nahi jarurat_nahi
            jaroorat_nahi zaroorat_nahin
            no_lo_quiero no_la_quiero no_los_quiero no_las_quiero no_quiero no_lo_necesito no_la_necesito
            no_los_necesito no_las_necesito no_me_interesa no_hace_falta
            नहीं_चाहिए नहीं_चाहिये नही_चाहिए चाहिए_नहीं नहीं_लेना नहीं_लेनी नहीं_लूंगा नहीं_लूंगी जरूरत_नहीं
        """,
        "forget": """
            forget_it forget_about_it forget_that leave_it never_mind nevermind nvm drop_it skip_it scrap_it
            changed_my_mind i_changed_my_mind ive_changed_my_mind i_have_changed_my_mind
            rehne_do rahne_do rehne_dijiye rahne_dijiye rehne_de rahne_de rehne_dein jaane_do jane_do chhod_do chhodo
            chodo chhodiye mann_badal_gaya man_badal_gaya
            olvidalo olvidala olvidelo dejalo dejala dejelo dejemoslo cambie_de_opinion cambie_de_idea
            रहने_दो रहने_दीजिए रहने_दें जाने_दो छोड़ो छोड़_दो छोड़िए मन_बदल_गया
        """,
        "no": "no nope nah na nahi nahin nhi ji_nahi nahi_ji नहीं नही ना",
        "beside": """
            it this that these them any_more anymore any now ok okay please pls plz sorry thanks thank you actually oh
            well so just then for after_all the order all i have really hi sir madam
            ab mujhe muje mujhko humko hume yeh ye wo woh isko ise ji bhai bhaiya sir hai h hain haan theek thik acha
            accha shukriya dhanyavad maaf kijiye karna abhi bas to toh
            ya ahora gracias por favor perdon perdona disculpa lo siento la mejor pues entonces el pedido
            अब मुझे यह ये वो इसे जी भाई है हैं ठीक अच्छा धन्यवाद शुक्रिया माफ़ कीजिए अभी बस तो हमें
        """,
    }
)
_MARKS = frozenset({"full", "comma", "sign"})
_SAYS = frozenset({"unwanted", "forget"})


def is_dropped(text: str) -> bool:
    """Whether a text says that a thing is not wanted any more, and nothing else."""
    said = tokens(text)
    if "?" in said or len(said) > _LONGEST:
        return False
    names = set(_WORDS.name(said)) - _MARKS
    return bool(names & _SAYS) and names <= _SAYS | {"no", "beside"}
