"""A question of what was just shown, in words that name no campaign: "how many would get it?", "kab jayega?"."""

from __future__ import annotations

from collections.abc import Sequence

from flows.folding import folded

_ASKS = frozenset(
    """
    how when who whom what much many cuanto cuanta cuantos cuantas cuando quien quienes kitna kitne kitni kab kisko kise
    kinko kin kaun kise kise कितना कितने कितनी कब किसको किसे किनको कौन
    """.split()  # noqa: SIM905
)
"""What asks, folded: one of these is said."""
_BESIDE = frozenset(
    """
    i we it its this that they them the a an to of in on for at and is are be been do does did will would should could
    can get gets got receive receives go goes going gone out leave leaves leaving send sends sent sending cost costs
    costing price spend say says look looks read reads like people customers person persons clients everyone total
    altogether exactly again me tell show so now then all
    que a la las lo los le les se el en de es son va van sale salen saldra saldria sera seria cuesta costara costaria
    reciben recibe recibiran recibirian llega llegaria llegara enviaria envia mandara manda total dice diria como queda
    personas persona gente clientes clientas y me dime todo esto
    ko ke ka ki kya log logon logo jayega jaega jaayega jayenge jaenge jayegi jaegi jaayegi jata jati milega milegi mile
    bhejega bhejoge bhejenge hoga hogi lagega lagegi kharcha kharch paisa paise yeh ye isme ismein is iska iski par pe
    hai hain aur mujhe batao total kul likha
    को के का की क्या लोग लोगों जाएगा जाएंगे जाएगी मिलेगा मिलेगी होगा होगी लगेगा खर्च ख़र्च पैसा पैसे यह ये इसमें इसका
    इसकी पर है हैं और मुझे बताओ कुल लिखा
    """.split()  # noqa: SIM905
)
"""What may stand beside it."""
_MOST = 10  # words


def asks_of_what_is_shown(said: Sequence[str]) -> bool:
    """Whether words only ask what a campaign would do: to how many, to whom, when, at what cost, in which words."""
    spoken = {folded(word) for word in said}
    return len(said) <= _MOST and not _ASKS.isdisjoint(spoken) and not spoken - _ASKS - _BESIDE
