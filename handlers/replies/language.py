"""Which language did somebody write in? By script and by small words, and only where there is hardly a doubt.

An answer in the language of the question is good manners; one in a third language is worse than the stored one, so
whoever writes a word or two that several languages share ("ok", "stop", "hotel") is not guessed at.
"""

from __future__ import annotations

import re
import unicodedata
from types import MappingProxyType

from handlers.replies.text import words

_DEVANAGARI = re.compile(r"[\u0904-\u0939\u0958-\u0961]")
# Many languages have a "si"; with its accent, or with a "claro" behind it, it is the Spanish yes.
_SPANISH_SIGNS = re.compile("[¿¡ñ]", re.IGNORECASE)
_SPANISH_MARKS = re.compile(r"[¿¡ñ]|\bsí+\b|\bsi+\W+claro\b", re.IGNORECASE)
_CLEAR = 3  # words of a text whose language is meant; "haan" and "not now" are said by people of every language
_SURE = 2  # what a language must have: one telling word or two helping ones, and more than twice the next one's

# A word in the first row tells its language by itself, one in the second helps. Words that two of the four languages
# share with different meanings ("me", "to", "do", "the", "no", "si") stand nowhere; borrowed ones ("order") neither.
_TELLING = {
    "en": (
        """
        what whats when whens where wheres which who whos why how hows would could should dont doesnt didnt cant
        couldnt wont isnt arent im ive ill youre thats you your this these there have does did was were are will with
        not they them our from about because anyone anybody someone somebody something want need tell know think remind
        tonight texting leave alone wrong thank until already still available
        """,
        "i is it its my we and on at for of be if or can in more get give send tomorrow today later been that has the",
    ),
    "es": (
        """
        quiero quieres quisiera gracias hola mensajes mensaje donde cuando cuanto cuanta cuantos manana hoy buenos
        buenas tengo tienes tiene tienen puedo puedes puede pueden necesito talla envian enviar muy pero tambien ahora
        luego ayer recuerdame recuerdamelo recordarme avisame avisenme quitame quiteme quitenme manden mandarme
        escriban escribirme escribanme recibir estoy estan cuesta cuestan precio algodon cual cuales quien llega llegar
        llego llegara ninguno darme alguien ayuda dejen dejar envios adios senor senora noche salir ustedes nadie
        dejame dejenme dejes molestar molesten molestes molestando borrame borrenme eliminame sacame saquenme mandes
        escribas escribes quitenme pesados harto harta zapatos pantalon tienda tiendas devolucion todavia entonces
        siempre ningun gustaria entiendo siento bueno mejor despues usted nuestro dinero correo nombre cuenta
        supuesto porfa porfavor invitar invitacion traer
        """,
        """
        por que el los las una es mi para del ya mas tarde pedido carrito favor esta este estos esto eso como nada
        nunca lo te su dias dia hay vale claro listo baja dame compre semana lunes martes viernes
        deja basta parar pare molesta interesa lista numero porque aqui cambio alguna manda envia fuera
        recomendar amigo amiga amigos amigas codigo
        """,
    ),
    "hi-Latn": (
        """
        nahi nahin nhi kya hai hain karo kardo krdo kro karna karne krna bhejo bhej bhejna bhejiye mujhe muje mera meri
        mere aap aapka aapki tum sahi kab kahan kaha kitna kitne kitni kyu kyun kyon chahiye chahie haan theek thik
        accha acha achha bhai bhaiya abhi aaj shukriya dhanyawad dhanyavaad raha rahi rahe hoga hogi gaya gayi sakte
        sakta sakti milega milegi mila batao bataiye bata dena dijiye dedo wala wali wale kaise kaisa koi kuch bhi aur
        lekin paise paisa rupaye aayega ayega aaya yaad shaam subah raat kijiye namaste karein kaun kaunsa konsa
        dost dosto doston bulao bulana bulaao bulaiye apna apne apni kar kare karen kariye wapas waapas dikhao dikha
        dikhaiye rehne lunga lungi loonga loongi lenge jayega jayegi jao hata hatao banao badal naya nayi chhota sabhi
        saare saara agle pehle phir bahut sirf samay hamein humein humko aapko mujhko mangwana mangana chalega
        """,
        """
        ka ki ke ko ye yeh ji kal baad mat na mein hu hoon hun tha thi ho ab toh han band
        lena hum se wo yahan de do le lo ek
        """,
    ),
    # Languages that nothing is written in: their words keep a text from being taken for one of the others.
    "": (
        """
        nao voce obrigado obrigada quero mensagens mensagem onde quanto tem muito meu minha uma com isso amanha pra ola
        tamanho chega tenho sim je vous est les des une pas merci bonjour quand combien mon votre demain ne veux oui
 suis ich nicht und ist das bitte danke wann der kein keine mehr eine morgen von non grazie voglio
        dove il che sono ciao domani messaggi questo quando perche estou gostaria preciso
        """,
        "o os um de do da et ou le ma mein wo wie die in per la",
    ),
}
_WEIGHTS = MappingProxyType(
    {
        language: MappingProxyType({word: 2 - row for row, listed in enumerate(rows) for word in listed.split()})
        for language, rows in _TELLING.items()
    }
)


def language_of(text: str) -> str | None:
    """``en``, ``es``, ``hi`` or ``hi-Latn``; None where the text does not show it plainly."""
    if _DEVANAGARI.search(text):
        return "hi"
    scores = _scores(text)
    best, second = sorted(scores, key=lambda one: -scores[one])[:2]
    sure = scores[best] >= _SURE and scores[best] > 2 * scores[second]
    return (best or None) if sure else None


def is_clear(text: str) -> bool:
    """Whether it shows the language in which they write: by its script or signs, or by more than a word or two."""
    if language_of(text) is None:
        return False
    signs = _DEVANAGARI.search(text) or _SPANISH_SIGNS.search(unicodedata.normalize("NFC", text))
    return signs is not None or sum(word.isalpha() for word in words(text)) >= _CLEAR


def _scores(text: str) -> dict[str, int]:
    said = set(words(text))
    scores = {language: sum(weights.get(word, 0) for word in said) for language, weights in _WEIGHTS.items()}
    if _SPANISH_MARKS.search(unicodedata.normalize("NFC", text)):
        scores["es"] += _SURE
    return scores
