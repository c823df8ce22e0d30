"""A few words that name a campaign and say one thing to do with it: "pause diwali", "diwali band karo"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from flows.campaigns.campaign import Campaign
from flows.folding import folded
from handlers.jobs.pictures import DARK_WORDS
from handlers.replies.text import words

_CLAUSE = re.compile(r"\s*[,;.!–—]+\s+")
_DOUBTS = frozenset("no not dont don't do wait nahi mat never espera".split())  # noqa: SIM905
_SHORTEST, _SHORTEST_SAID = 5, 4  # letters of a word that may be misspelt, and of what is said for it
STOPS = frozenset({"stop", "para", "deten", "detener"})
AGAIN = frozenset({"again", "back", "wapas", "vapas", "phir", "otra", "nuevo", "फिर", "वापस"})
SHUT = STOPS | frozenset({"band", "बंद"})
"""What stops the campaigns where they are named, and everything where nothing is."""
DOES: Mapping[str, frozenset[str]] = {
    what: frozenset(names.split())
    for what, names in {
        "pause": "pause paused hold halt freeze stop roko rokna rok pausa pausar pausala para deten detener रोको रोक "
        "रोकना रोकिए",
        "resume": "resume continue unpause restart chalu chalao reanuda reanudar reanudala continua continuar चालू चलाओ",
        "cancel": "cancel end kill scrap delete remove discard forget drop band radd hatao mitao cancela cancelar "
        "cancelala borra borrar elimina eliminar बंद रद्द हटाओ मिटाओ",
        "launch": "launch send start run lanza lanzar lanzala envia enviar manda bhejo bhej भेजो भेज भेजिए",
        "": "status show how hows results result report figures numbers stats performance what much bring brought earn "
        "earned make made sell sold money opened clicked happened estado reporte como resultado resultados cuanto "
        "vendio vendimos gano tal fue kaisa kaise kitna kamaya kamai aaya dikhao did sent muestra muestrame ver "
        "cost costs spend spent costo gaste gasto gastamos kharcha kharch hua laga who got received quien quienes "
        "recibio recibieron kisko kise mila "
        "स्थिति कैसा कितना दिखाओ",
    }.items()
}
"""What each thing to do is called, folded."""
_FILES: Mapping[str, frozenset[str]] = {
    "chart": frozenset({"chart", "graph", "picture", "grafica", "grafico", "चार्ट", "ग्राफ"}) | DARK_WORDS,
    "csv": frozenset({"csv", "excel", "spreadsheet", "sheet", "file", "tabla", "table"}),
}
"""What the results of a campaign come as, beside words for showing and sending."""
_TO_ME = frozenset("me get give an as in want need download can i mujhe dame hazme quiero un una".split())  # noqa: SIM905
BESIDE = frozenset(
    """
    campaign campaigns campana kampain the a i we my our please pls plz por favor la el de of for is are s doing going
    draft borrador did do it now put go out ko karo kar kare kariye karna dijiye phir again se va esta ka ki ke chal
    raha rahi hai off on call wala wale wali one ones con any so far ppl people many fine finally forever good hamesha
    liye thodi der while bit ahora lo ya que
    कैंपेन अभियान को करो कर दो कीजिए फिर का की चल रहा रही है
    """.split()  # noqa: SIM905
)
"""Words that change nothing beside these."""

MOVES = ("pause", "resume", "cancel")
"""What is done at once."""


def slipped(said: Sequence[str], campaigns: Sequence[Campaign]) -> tuple[Campaign, str] | None:
    """The campaign that is named and what one word is a letter away from, or what is to be done and the one campaign
    whose name is that near: both are asked about."""
    for one in campaigns:
        name = words(one.name)
        rest = [folded(word) for word in said if word not in name]
        if len(rest) != 1 or len(said) != len(name) + 1 or len(rest[0]) < _SHORTEST_SAID:
            continue
        near = {does for does in MOVES for verb in DOES[does] if len(verb) >= _SHORTEST and _is_near(rest[0], verb)}
        if len(near) == 1:
            return one, near.pop()
    return _nearly_named([folded(word) for word in said], campaigns)


def _nearly_named(said: Sequence[str], campaigns: Sequence[Campaign]) -> tuple[Campaign, str] | None:
    """What is to be done, and the one campaign whose name is a letter away from all else that is said."""
    does = [what for what in MOVES if DOES[what].intersection(said)]
    rest = "".join(word for word in said if word not in BESIDE and not (does and word in DOES[does[0]]))
    if len(does) != 1 or len(rest) < _SHORTEST_SAID:
        return None
    near = [one for one in campaigns if not one.is_over and _is_near(rest, "".join(map(folded, words(one.name))))]
    return (near[0], does[0]) if len(near) == 1 else None


def _is_near(said: str, meant: str) -> bool:
    """Whether a letter is missing, too many or another, or two have changed places."""
    from rapidfuzz.distance import OSA  # loaded with the first word that may be a misspelt one

    return OSA.distance(said, meant, score_cutoff=1) == 1


def led(text: str, campaigns: Sequence[Campaign]) -> tuple[Campaign, str] | None:
    """The same of the first clause of a text, where the others only say why: "hold spring, we are out of it"."""
    head, *others = _CLAUSE.split(text, maxsplit=1)
    found = named(words(head), campaigns) if others else None
    if found is None or found[1] in {"launch", "resume"}:
        return None
    doubts = {folded(word) for word in words(others[0])} & _DOUBTS
    return None if doubts and found[1] == "pause" else found


def taken_out(said: Sequence[str], campaigns: Sequence[Campaign]) -> tuple[Campaign, list[str]] | None:
    """The campaign whose name is said, the longest where there are several, and the words beside the name."""
    for one in sorted(campaigns, key=lambda one: -len(one.name)):
        if (beside := _beside(said, one)) is not None:
            return one, beside
    return None


def _beside(said: Sequence[str], one: Campaign) -> list[str] | None:
    """The words beside the name of a campaign; None where that is not said."""
    name = words(one.name)
    places = (at for at in range(len(said) - len(name) + 1) if list(said[at : at + len(name)]) == list(name))
    at = next(places, None) if name else None
    return None if at is None else [*said[:at], *said[at + len(name) :]]


def named(said: Sequence[str], campaigns: Sequence[Campaign]) -> tuple[Campaign, str] | None:
    """The campaign that is named, by the longest name that fits, and what is to be done with it: "" shows it."""
    for one in sorted(campaigns, key=lambda one: -len(one.name)):
        beside = _beside(said, one)
        if beside is None:
            continue
        rest = [folded(word) for word in beside]
        if {"call", "off"} <= set(rest) and not set(rest) - BESIDE:
            return one, "cancel"
        file = next((what for what, names in _FILES.items() if names.intersection(rest)), None)
        if file is not None and not set(rest) - _FILES[file] - DOES[""] - DOES["launch"] - _TO_ME - BESIDE:
            return one, file
        rest = [word for word in rest if word not in AGAIN] if len(rest) > 1 else rest
        does = [what for what, names in DOES.items() if names.intersection(rest)]
        if len(does) == 1 and not set(rest) - DOES[does[0]] - BESIDE:
            return one, does[0]
    return None
