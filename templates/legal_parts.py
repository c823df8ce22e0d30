"""The parts that laws or carriers' rules require in a text, and their wording in our languages.

A word alone proves nothing: "Don't STOP shopping" is no opt-out instruction and "No more messages? Not a chance" is no
confirmation. So both are matched by their shape, together with the rest of their clause or sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A required part of a text: its name, a check whether a finished text has it, and whether only phone carriers
    require it."""

    name: str
    is_said: Callable[[str], bool]
    carriers: bool = False


def _part(name: str, written: str, *, carriers: bool = False) -> Part:
    looked_for = re.compile(written, re.IGNORECASE)
    return Part(name, lambda text: bool(looked_for.search(text)), carriers)


YES = _part("how to agree, like “Reply YES”", r"\b(?:yes|s[ií]|haan?)\b|हाँ|हां")
WHAT = _part(
    "what will come, like “cart reminders and offers”",
    r"remind|cart\b|offer|recordator|carrito|oferta|yaad|याद|ऑफ़र|ऑफर",
)
OFTEN = _part(
    "how often, like “{{ often|frequency }}” or “message frequency varies”",
    r"frequency|frecuencia|recurring|\b(?:month|week|day)s?\b|\b(?:mes(?:es)?|semanas?|d[ií]as?)\b|"
    r"mahin|haft|\bdin\b|badalti|महीन|हफ़्त|हफ्त|दिन|बदलती",
)
FREE = _part(
    "that consent is not required to buy, like “Not required to buy”",
    r"not required|no purchase|not a condition|no es obligatorio|no hace falta|no es necesario|"
    r"zar(?:oo|u)ri nahi|ज़रूरी नहीं|जरूरी नहीं",
)
RATES = _part("that message and data rates may apply", r"\brates\b|tarifas?|charges?|शुल्क|shulk", carriers=True)
HELP = _part("HELP for help", r"\bhelp\b|ayuda|madad|मदद", carriers=True)
CONTACT = _part("where to get help from a person, like “{{ support }}”", r"@|https?://|www\.|(?:\d[\s.()-]{0,2}){7}")
BACK = _part("how to come back, like “Reply START to come back”", r"\bSTART\b")

_BREAK = r"[.!?।…\n]"
_CLAUSE = re.compile(rf"{_BREAK}|[;:,()–—|·]|\s-\s|https?://\S+|##")  # "##" replaces a value (possible_texts.py)
_SENTENCE = re.compile(_BREAK)
_NOT = (
    r"(?:\b(?:no|not|non|never|nobody|cannot|dont|cant|wont|without|nunca|jam[aá]s|sin|nahin?|mat|bina)\b|n['’]t\b|"
    r"नहीं|मत(?!\w)|बिना)"
)
_NEGATED = re.compile(_NOT, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Place:
    """Words of a text with the rest of the clause and of the sentence."""

    said: str
    lead: str
    before: str
    behind: str
    rest: str
    is_asked: bool

    @classmethod
    def read(cls, text: str, found: re.Match[str]) -> _Place:
        begins = max((one.end() for one in _CLAUSE.finditer(text, 0, found.start())), default=0)
        clause = _CLAUSE.search(text, found.end())
        sentence = _SENTENCE.search(text, found.end())
        rest = text[found.end() : sentence.start() if sentence else len(text)]
        behind = text[found.end() : clause.start() if clause else len(text)]
        lead = _SENTENCE.split(text[: found.start()])[-1]
        is_asked = sentence is not None and sentence[0] == "?"
        return cls(found[0], lead, text[begins : found.start()], behind, rest, is_asked)


# How to leave: the word, in a clause that tells to write it or what it ends.
_LEAVE = re.compile(r"(?<![/\w?=&#-])(?:(?-i:STOP)(?: ALL)?|[“\"'‘]stop[”\"'’]|stop)(?![/\w-])", re.IGNORECASE)
_TELL = r"(?:reply|respond|answer|text|txt|sms|send|write|type|use|responde|contesta|env[ií]a|manda|escribe|pon)\b"
_LEADS = r"(?:please|just|simply|then|or|and|can|may|to|you|por favor|solo|s[oó]lo|puedes|o|y|ya|aur)"
_CONDITION = rf"^\W*(?:if|to|want|si|para|agar|अगर)\b(?:\s+\S+)*?\s+(?={_TELL})"
_TOLD_BEFORE = re.compile(rf"(?:^\W*|\b{_LEADS}\s+|{_CONDITION}){_TELL}(?:\s+\S+){{0,3}}\s*$", re.IGNORECASE)
_TOLD_BESIDE = re.compile(rf"\b{_TELL}\s+$", re.IGNORECASE)
_TOLD_BEHIND = re.compile(r"^\W*(?:likh|bhej|type|reply|लिख|भेज|टाइप)", re.IGNORECASE)
_NOT_TOLD = re.compile(rf"{_NOT}\s+(?:\S+\s+)?{_TELL}", re.IGNORECASE)
_NOT_BEHIND = re.compile(
    r"^\W*(?:\S+\s+){0,3}?(?:mat|na|मत|न)(?!\w)|(?:zar(?:oo|u)rat|ज़रूरत|जरूरत) (?:nahin?|नहीं)|"
    r"^\W*(?:(?:won|doesn|isn|can)['’]t|cannot|(?:will|does|is|do) not|(?:does|ends|stops) (?:nothing|no)\b)|"
    r"^\s*no (?!m[aá]s)",
    re.IGNORECASE,
)
_ENDS = (
    r"(?:(?:ends?|stops?|stopping|cancels?|quit|out|off|mute|pause|remove|no more|never|salir|baja|band|fin)\b|"
    r"(?:leav|opt|unsub|not? (?:get|receiv|recib)|dej|par[ae]r|termin|acab|cancel|chhod|rok|hat)\w*|बंद|छोड़|रोक|हट)"
)
_AIM = r"(?:to|for|para|por|=|→|->|se|से)\s*"
_AIMED = re.compile(rf"^\W*{_AIM}\s", re.IGNORECASE)
_AIM_BEHIND = re.compile(
    rf"^\W*(?:=\W*|{_AIM}(?:\S+\s+){{0,2}}?){_ENDS}|^\W*(?:ends|stops|cancels|opts|unsubscribes|termina|cancela)\b|"
    r"^\W*(?:any ?time|at any|whenever|cuando|en cualquier|kabhi|कभी)",
    re.IGNORECASE,
)
_AIM_BEFORE = re.compile(
    rf"\b(?:to|para)\s+(?:\S+\s+)?{_ENDS}|\bband\b|बंद|chhod|छोड़|rok|रोक|hata|हटा|"
    rf"(?<!\w){_ENDS}.*\b(?:with|by|via|using|con)\b(?:\s+\S+){{0,2}}\s*$",
    re.IGNORECASE,
)
_WHERE = re.compile(r"^\W*(?:to|al?|para) (?:\d|us\b|this\b|our\b|este\b|$)", re.IGNORECASE)
_ALONE = re.compile(r"^\W*(?:(?:help|ayuda|madad|मदद)\W*)?(?:(?:or|and|then|o|y|ya|aur|या|और)\W*)?$", re.IGNORECASE)


def _tells_how_to_leave(text: str) -> bool:
    return any(_leads_out(_Place.read(text, found)) for found in _LEAVE.finditer(text))


def _leads_out(place: _Place) -> bool:
    """Return True if the place tells the reader to write STOP, or offers it as a choice."""
    told = bool(_TOLD_BEFORE.search(place.before) or _TOLD_BEHIND.search(place.behind))
    conditional = re.search(_CONDITION, place.before, re.IGNORECASE) is not None
    negated = _NOT_TOLD.search(place.before) or (_NEGATED.search(place.before) and not conditional)
    if place.is_asked or negated or _NOT_BEHIND.search(place.behind):
        return False
    if place.said == "stop" and not (_TOLD_BESIDE.search(place.before) or _TOLD_BEHIND.search(place.behind)):
        return False  # "don't stop here" says nothing of it
    if _AIM_BEHIND.search(place.behind):
        return True
    if _AIMED.search(place.behind):
        return told and bool(_WHERE.search(place.behind))
    is_last = not place.behind.strip(" \"'”’")
    return told or (is_last and bool(_ALONE.search(place.before) or _AIM_BEFORE.search(place.before)))


STOP = Part("how to leave, with the word STOP, like “STOP to opt out”", _tells_how_to_leave)

# That it is over: said, and neither asked, doubted, limited nor taken back.
_OVER = re.compile(
    r"\bno (?:more|further|other)\b[^.!?]{0,30}?\b(?:messages?|texts?|sms|msgs?|reminders?|offers?|news)\b|"
    r"\b(?:won['’]?t|don['’]t|(?:will|do|shall) not|never|no longer)\b(?![^.!?]{0,20}\b(?:stop|end))[^.!?]{0,25}"
    r"\b(?:sen[dt]|text|messag|writ|contact|hear|get|receiv)|"
    r"\b(?:messages?|texts?|reminders?)\b(?![^.!?]{0,20}\b(?:never|not)\b)[^.!?]{0,20}\b(?:stopped|ended|over)\b|"
    r"\bstopped (?:\w+ ){0,2}(?:messag|text)|"
    r"\bno\b[^.!?]{0,25}\b(?:env[ií]|mand|escrib|recib|lleg)|\b(?:no|sin) m[aá]s (?:mensaje|aviso)|"
    r"\b(?:message|sms|msg|text)s?\b[^.!?]{0,30}\b(?:nahin?|band)\b|\bnahin? (?:bhej|mil|likh)|"
    r"(?:संदेश|मैसेज|SMS)[^।.!?]{0,30}(?:नहीं|बंद)|नहीं (?:भेज|मिल|लिख)",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    rf"{_NOT}|\b(?:if|unless|who said|as if|imagine|wish|almost|maybe|perhaps|si|quiz[aá]s?|casi|agar|shayad)\b|"
    r"अगर|शायद",
    re.IGNORECASE,
)
_LIMIT = (
    r"\b(?:except(?:ing)?|save for|other than|apart from|aside from|besides|unless|until|till|for now|today|this week|"
    r"salvo|excepto|aparte de|a menos|hasta|por ahora|hoy|siva(?:y|i)?|alawa|jab tak|chhod ?kar|filhaal)\b|"
    r"सिवा|अलावा|छोड़कर|जब तक|फ़िलहाल|फिलहाल"
)
_LIMITED_BEFORE = re.compile(_LIMIT, re.IGNORECASE)
_LIMITED_BEHIND = re.compile(
    rf"{_LIMIT}|\b(?:but|only|just|though|although|pero|sino|menos|aunque|lekin|magar|sirf|bas)\b|"
    r"(?<=, )s[oó]lo\b|"  # "termina solo" is "by itself"
    r"लेकिन|मगर|सिर्फ़|सिर्फ|बस(?!\w)",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(
    r"\b(?:not a chance|no chance|no way|kidding|jok(?:e|ing)|as if|yeah,? right|dream on|in your dreams|think again|"
    r"nope|ni hablar|ni loc[oa]|broma|mentira|claro que s[ií]|mazaa?k|jhoo?th)\b|मज़ाक|मजाक|झूठ|"
    r"\b(?:you|we)(?:['’]ll)?(?:\s\w+)?\s(?:still|keep|continue)\b|"
    r"\b(?:seguir(?:emos|[aá]s)|todav[ií]a|a[uú]n te|phir bhi|ab bhi)\b|फिर भी|अब भी",
    re.IGNORECASE,
)
_OWED = re.compile(r"\bSTART\b|\b(?:orders?|pedidos?)\b|ऑर्डर", re.IGNORECASE)
_SELLS = re.compile(
    r"\b(?:offers?|deals?|sales?|news|newsletters?|reminders?|promo\w*|ofertas?|novedades|recordatorios?)\b|ऑफ़र|ऑफर",
    re.IGNORECASE,
)


def _says_that_it_is_over(text: str) -> bool:
    """Return True if the text confirms the opt-out. A remark that order messages go on, as they must, does not
    matter."""
    found = [_Place.read(text, one) for one in _OVER.finditer(text)]
    taken_back = any(_holds(_TAKEN_BACK, one) for one in _SENTENCE.split(text))
    return bool(found) and not taken_back and not any(map(_is_contested, found))


def _is_contested(place: _Place) -> bool:
    return (
        place.is_asked
        or bool(_UNSURE.search(place.before))
        or len(_NEGATED.findall(_CLAUSE.split(place.said)[-1])) > 1
        or bool(_LIMITED_BEFORE.search(place.lead))
        or _holds(_LIMITED_BEHIND, place.said + place.rest)
    )


def _holds(words: re.Pattern[str], sentence: str) -> bool:
    """Return True if a sentence has such words, and not only about orders or about opting in again."""
    found = words.search(sentence)
    if found is None:
        return False
    clause = _CLAUSE.split(sentence[found.end() :])[0]
    return not _OWED.search(clause) or bool(_SELLS.search(sentence, found.end()))


ENDED = Part("that no more messages come, like “No more messages from us”", _says_that_it_is_over)
