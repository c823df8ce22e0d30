"""A question of what was just shown, in words that name no campaign: "how many would get it?", "kab jayega?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.channels import CHANNELS
from flows.folding import folded
from handlers.replies.word_lists import read_sets
from templates.phrases import LOCALES

_MOST = 10  # words


def _set(words: str) -> frozenset[str]:
    return frozenset(map(folded, words.split()))


_LEAVES = _set(
    """
    get gets go goes going gone out leave leaves leaving send sent sending reach reaches receive receives
    sale salen saldra saldria va van llega llegan llegara llegaria envia enviara manda mandara recibe reciben recibira
    recibiran recibiria recibirian
    jayega jaega jaayega jayenge jaenge jaayenge jayegi jaegi jaayegi jata jati milega milegi bhejega bhejoge bhejenge
    bhejenge pahunchega जाएगा जाएंगे जाएगी मिलेगा मिलेगी भेजेंगे पहुँचेगा
    """
)
_PEOPLE = _set(
    "people customers customer persons clients personas persona gente clientes clientas log logon logo लोग लोगों"
)
_TONGUES = read_sets("languages")
_BY = _set(" ".join(CHANNELS)) | frozenset(folded(word) for one in LOCALES for word in _TONGUES[one])


@dataclass(frozen=True, slots=True)
class _Topic:
    """What asks for it, folded, of which one has to be said, with one word ``about`` it, or ``alone`` where nothing but
    words of that is said; and what may stand beside these."""

    asks: frozenset[str]
    about: frozenset[str]
    beside: frozenset[str] = frozenset()
    alone: frozenset[str] = frozenset()


_TOPICS = (
    _Topic(
        _set("many cuantos cuantas kitne kitno कितने कितनों"),
        _LEAVES | _PEOPLE | _BY,
        _set("how each nobody"),
        alone=_set("how many cuantos cuantas kitne कितने"),
    ),
    _Topic(
        _set("who whom quien quienes kisko kise kinko kis kin kaun kinhe किसको किसे किनको किन किस कौन"),
        _LEAVES | _PEOPLE | _set("for"),
        alone=_set("who whom to a quien quienes kisko kise किसको किसे"),
    ),
    _Topic(
        _set("when cuando kab कब time hora baje बजे"),
        _LEAVES,
        _set("what que kitne कितने at a first last one everyone all"),
        alone=_set("when cuando kab कब at a what que time hora kitne baje कितने बजे"),
    ),
    _Topic(
        _set("what much cuanto kitna kitne anything algo kuch कितना कितने कुछ"),
        _set(
            """
            cost costs costing pay price expensive cuesta cuestan costar costara costaria costarian gasto pagar
            kharcha kharch paisa paise lagega lagegi lagenge खर्च पैसा पैसे लगेगा लगेंगे
            """
        ),
        _set("how does do will would va hoga होगा"),
        alone=_set("how much cuanto kitna कितना"),
    ),
    _Topic(
        _set("what how que como kya kaisa क्या कैसा"),
        _set("say says look looks read reads written dice diria queda queda lee likha dikhega लिखा दिखेगा"),
        _set("text message words like texto mensaje msg"),
    ),
    _Topic(
        _set("which what que cual cuales kaunsi kaunse kaun kis कौनसी किस"),
        _set("language languages channel channels idioma idiomas canal canales bhasha भाषा"),
        _LEAVES,
    ),
    _Topic(
        _set("show dikhao muestra muestrame दिखाओ"),
        _set("preview again it that phir esto otra फिर"),
        _set("me the se de nuevo vez la lo"),
    ),
)
_BESIDE = _set(
    """
    i we it its this that the to of in on by for is are be will would should does do did not wont wouldnt no total
    exactly and so now then but me you from
    a la las lo los le les se el en de es son por y me todo esto ya
    ko ke ka ki yeh ye isme ismein is iska iski par pe hai hain aur mujhe batao kul nahi se hoga honge me mein
    को के का की यह ये इसमें इसका इसकी पर है हैं और मुझे बताओ कुल नहीं से होगा में
    """
)


def asks_of_what_is_shown(said: Sequence[str]) -> bool:
    """Whether words only ask what a campaign would do: to how many, to whom, when, at what cost, in which words."""
    spoken = {folded(word) for word in said}
    return 0 < len(said) <= _MOST and any(_is_about(one, spoken) for one in _TOPICS)


def _is_about(topic: _Topic, spoken: set[str]) -> bool:
    if topic.asks.isdisjoint(spoken) or spoken - topic.asks - topic.about - topic.beside - _BESIDE:
        return False
    return not topic.about.isdisjoint(spoken) or spoken <= topic.alone
