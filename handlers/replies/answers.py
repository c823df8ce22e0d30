"""Which choice of a question somebody took, by its number or in words: "haan bhej do" to photos, "keep looking".

A text is taken for a choice only where all of its words are understood; a fault or a "not yet" is one anywhere, because
to look again harms nobody. What is asked back ("is it the blue one?") takes none.
"""

from __future__ import annotations

import re
from types import MappingProxyType

from handlers.replies.choices import read_choice, read_number
from handlers.replies.grammar import Vocabulary
from handlers.replies.text import tokens
from handlers.replies.topic_words import TOPIC_WORDS
from handlers.replies.yes_no import read_yes_no

CALL_OFF = 3
"""The choice by which a part is left as well."""
_TAKEN = 1  # the choice by which a part is taken
PHOTOS, PART = "approve_photos", "part_available"
"""The questions whose choices are read in words, as ``flows.sourcing.waits`` calls them."""
_SURE = 0.9
CANCEL = """
    cancel cancels cancell cancle canceling cancelling cancellation call_off call_it_off call_this_off call_that_off
    cancelar cancela cancelo cancele cancelen cancelalo cancelenlo anular anula anulen anulo anule annuler annule
    रद्द radd कैंसल कैंसिल
"""
"""The words that call something off, wherever nothing else is said."""
_WORDS = Vocabulary(
    {
        "yes": "yes yeah yep yup sure ok okay k haan han ha ji si claro dale vale हां जी ठीक theek thik thk",
        "good": """
            good great nice perfect fine lovely beautiful love looks look all_good badhiya badiya accha acha achha mast
            achhi acchi achi
            sahi sundar bien perfecto perfecta bonito bonita hermoso ve ven esta estan todo me_gusta gusta
            right_colour right_color right_one right_size अच्छा अच्छी बढ़िया सही
            सुंदर
        """,
        "send": """
            ship shipit send dispatch bhej bhejo bhejiye bhejdo bhejna bhijwa bhijwao rawana manda mandalo mandala
            mandalos
            mandalas mandenlo mandenla envia envialo enviala envialos envialas envienlo envienla enviar mandar
            envien envies mandes
            भेज भेजो भेजिए भेजें भेजना
        """,
        "look": """
            check recheck look_at inspect verify revisa revisar revisen revisalo revisenlo checa jaanch jaancho
            jaanchiye
            jaanchein jaanchen janch dekh dekho dekhiye dekhna जांच जांचो जांचें जांचिए देख देखो देखिए देखें चेक
        """,
        "photo": "photo photos pic pics picture pictures tasveer tasvir foto fotos la_foto las_fotos फोटो फ़ोटो तस्वीर",
        "seen": """
            dekh_li dekh_liya dekh_liye dekh_lee dekhi dekh_chuka dekh_chuki seen saw have_seen ive_seen vi he_visto
            ya_vi देख_ली देख_लिया देखी all everything sab sabhi sab_kuch सब सब_कुछ
        """,
        "being": "are were",
        "again": """
            again once_more one_more_time dobara phir fir wapas firse phirse otra_vez de_nuevo nuevamente दोबारा फिर
            वापस
        """,
        "no": "no not dont do_not never nahi nahin nhi mat na नहीं मत ना",
        "wrong": f"""
            {TOPIC_WORDS["wrong"]} {TOPIC_WORDS["fault"]} stain tear scratch scratches hole_in mismatch daag mancha
            rayado not_right not_good bad_colour bad_color mal daag_hai दाग
        """,
        "search": """
            keep_looking look_more keep_searching look_further search_more go_on_looking buscando busquen buscar
            seguir sigan sigue
            dhoondho dhundo dhoondhiye dhoondhte dhundhte dhundho dhoondo khojo ढूंढो ढूंढें ढूंढिए ढूंढते खोजो
        """,
        "wait": """
            wait waiting ill_wait i_will_wait i_can_wait espero esperar puedo_esperar intezaar intezar wait_karunga
            wait_karungi wait_kar इंतजार
        """,
        "rest": """
            whats_there what_is_there what_you_have what_you_found whats_available what_is_available the_part that_part
            the_rest lo_que_hay lo_que_tengan lo_que_tienen jo_hai jo_mila jo_mil_gaya jitna_hai jitna_mila जो_है
            जो_मिला
            जितना_है जो_मिल_गया
        """,
        "only": "just only solo solamente bas wahi vahi utna utna_hi वही बस उतना more",
        "take": """
            take give want ill_take i_ll_take i_will_take quiero dame denme me_quedo_con me_llevo llevo tomo de_do dedo
            de_dijiye chahiye le_lunga le_lungi le_loonga le_lenge lunga lungi loonga lenge chalega चाहिए दें दे_दो
            दे_दीजिए ले_लूंगा ले_लूंगी ले_लेंगे लूंगा लूंगी चलेगा
        """,
        "nothing": """
            nothing none nada kuch_nahi kuch_nahin kuch_bhi_nahi कुछ_नहीं rehne_do rahne_do rehne_dijiye forget_it
            leave_it never_mind nevermind dejalo olvidalo रहने_दो रहने_दीजिए
        """,
        "cancel": CANCEL,
        "order": "order orders pedido pedidos compra ऑर्डर आर्डर",
        "label": "number num nr numero numbers nos id nambar नंबर",
        "and": "and y e aur और",
        "wish": """
            i_want_to want_to i_would_like_to would_like_to id_like_to i_d_like_to can_you could_you can_i i_need_to
            both all_of dono ambos ambas mujhe quiero_que दोनों मुझे
        """,
        "dress": """
            it this that them please pls plz sir maam madam bhai bhaiya yaar ji_haan thank thanks you gracias por favor
            porfa lo la los las el mi my me the i ill to for kar karo kardo krdo kar_do karein kijiye karna dein
            dijiye do de dena hai
            hain ho haan_ji kripya ab now entonces pues then so up se ko ka करो कर दो दीजिए दीजिये है हैं कृपया अब से
            को का
        """,
    }
)
_DRESS = "(dress|sign|full|comma)"
_PHOTOS = (
    (2, _WORDS.rule("wrong|look.{0,3}again|again.{0,3}look|(no)(dress)*(send|good|yes)|(send|good)(dress)*no")),
    (1, _WORDS.rule(f"^(yes|good|send|{_DRESS})*(good|send)(yes|good|send|{_DRESS})*$")),
    (  # "photo bhejo" wants one: what is said of the photos comes behind them, and is that they were seen, or are good
        1,
        _WORDS.rule(
            f"^(?=.*(good|send))(yes|seen|{_DRESS})*photo(being|{_DRESS})*(yes|seen|good)(yes|good|send|seen|{_DRESS})*$"
        ),
    ),
    (1, _WORDS.rule(f"^(yes|seen|{_DRESS})*(good|yes{_DRESS}*send)(yes|good|send|seen|{_DRESS})*$")),
)
_PART = (
    (3, _WORDS.rule(f"^({_DRESS}|order|digits|yes)*(cancel|nothing)({_DRESS}|order|take|cancel|no|digits)*$")),
    (2, _WORDS.rule(f"^({_DRESS}|yes|only|and)*(search|wait)({_DRESS}|yes|only|and|search|wait|order)*$")),
    (1, _WORDS.rule(f"^({_DRESS}|yes|only|and|take|send)*rest({_DRESS}|only|and|take|send|yes)*$")),
)
_COUNTED = _WORDS.rule(f"^({_DRESS}|yes|only|take|send)*digits({_DRESS}|only|take|send|yes)*$")
_RULES = MappingProxyType({PHOTOS: _PHOTOS, PART: _PART})
_CANCELS = _WORDS.rule(f"^({_DRESS}|yes)*cancel({_DRESS}|cancel)*$")
_CONFIRMS = _WORDS.rule(f"^{_DRESS}*yes({_DRESS}|yes)*cancel({_DRESS}|cancel)*$")
_ORDERS = _WORDS.rule(f"^({_DRESS}|yes|digits)*order({_DRESS}|digits)*$")
_LISTED = f"digits(({_DRESS}|and|order|label)*digits)*"
_CANCELS_THESE = _WORDS.rule(
    f"^({_DRESS}|yes|wish|order|label)*"
    f"(cancel({_DRESS}|wish|order|label)*{_LISTED}|{_LISTED}({_DRESS}|wish|order|label)*cancel)"
    f"({_DRESS}|order|cancel)*$"
)
_CODED = re.compile(r"[a-z]{1,4}\d{2,12}")  # an order's number that begins with letters
_NUMBERED = _WORDS.rule(
    "(?<=order)(dress|label|no(?=full)|full)*digits|(?<=cancel)(dress|label)*digits|digits(dress)*(?=order|cancel)"
)
_MOST = 3  # choices that a question of ours offers


def read_answer(question: str, text: str, button: str | None = None, *, there: int = 0) -> int | None:
    """The number of the choice that was taken; None for what takes none, or is not understood.

    ``there``: how many pieces the part has, so that "ok, send the 2" takes it where they are two.
    """
    number = read_choice(text, button, most=_MOST)
    if number is not None or question not in _RULES:
        return read_choice(text, button) if number is None else number
    if question == PART and _takes(text, there):
        return _TAKEN
    labelled = _labelled(text)
    if labelled is not None:
        number, said = labelled
        return number if _in_words(question, said) == number else None
    return _in_words(question, text)


def is_bare_cancel(text: str) -> bool:
    """Whether it says cancel and nothing else: neither what, nor that our messages are meant."""
    return _CANCELS.search(_WORDS.encode(tokens(text))) is not None


def confirms_cancel(text: str) -> bool:
    """Whether it is a bare cancel behind a yes: "haan cancel", "yes, cancel it"."""
    return _CONFIRMS.search(_WORDS.encode(tokens(text))) is not None


def cancelled_numbers(text: str) -> tuple[str, ...]:
    """The numbers that it cancels and says nothing else: "cancel 5", "1 aur 2 cancel kar do"; else none."""
    said = tokens(text)
    if not _CANCELS_THESE.search(_WORDS.encode(["0" if _CODED.fullmatch(word) else word for word in said])):
        return ()
    return tuple(dict.fromkeys(word for word in said if word[0].isdigit() or _CODED.fullmatch(word)))


def order_number(text: str) -> str | None:
    """The number beside which the word order or cancel stands: that of an order, however short it is."""
    classified = list(_WORDS.classify(tokens(text)))
    found = _NUMBERED.search("".join(letter for letter, _ in classified))
    return (
        next((word for _, word in classified[found.start() : found.end()] if word[0].isdigit()), None)
        if found
        else None
    )


def is_order(text: str) -> bool:
    """Whether it names an order and says nothing else: the answer to whether that, or our offers, is meant."""
    return _ORDERS.search(_WORDS.encode(tokens(text))) is not None or read_choice(text) == 1


def _labelled(text: str) -> tuple[int, str] | None:
    """``3 Cancel`` as it stands on a button: the number, and the words behind it."""
    found = re.match(r"\s*(\S{1,3}?)[.):\-–]?\s+(\S.*)", text, re.DOTALL)
    number = read_number(found[1]) if found and found[1].isdecimal() else None
    return (number, found[2]) if found and number else None


def _takes(text: str, there: int) -> bool:
    """Whether it takes as many as there are, and says nothing else."""
    said = tokens(text)
    counted = [int(word) for word in said if word.isdecimal()]
    return counted == [there] and _COUNTED.search(_WORDS.encode(said)) is not None


def _in_words(question: str, text: str) -> int | None:
    said = tokens(text)
    if "?" in said:
        return None
    encoded = _WORDS.encode(said)
    number = next((number for number, rule in _RULES[question] if rule.search(encoded)), None)
    if number is not None:
        return number
    answer = read_yes_no(text)  # "Shall we ship it?" and "shall we go on with that?" are answered by it as well
    if answer.answer is None or answer.confidence < _SURE:
        return None
    if question == PART:  # no may mean that we look on, or that they want nothing
        return _TAKEN if answer.answer else None
    return 1 if answer.answer else 2
