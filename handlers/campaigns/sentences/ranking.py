"""A question of all campaigns side by side: "which campaign sold most", "how much did we spend on campaigns"."""

from __future__ import annotations

from collections.abc import Sequence

from flows.folding import folded
from handlers.campaigns.sentences.every import CAMPAIGNS

_BEST = frozenset(
    """
    best better top most highest worst winning strongest mejor mejores peor mas achha acha accha achhi acchi
    behtar behtareen zyada jyada अच्छा अच्छी बेहतर बेहतरीन ज़्यादा ज्यादा
    """.split()  # noqa: SIM905
)
COSTS = frozenset(
    "cost costs spend spent costo costaron gasto gaste gastado gastamos kharcha kharch खर्च ख़र्च".split()  # noqa: SIM905
)
"""What asks what something cost, or would, folded."""
_BESIDE = frozenset(
    """
    how much i on in total cuanto cuanta he hemos en todas total kitna kitne par pe diya kiya कितना पर हुआ
    which what was is were are the my our of all did do does made make makes sold sell brought bring earned earn
    money revenue sales orders performed performing performs ever so far year this show me ranking rank ran we
    had one by cual cuales que fue es ha sido la las mi mis nuestra de vendio vendieron gano dinero ventas trajo
    este ano funciono sabse kaunsa kaunsi konsa kaun se ki ka ke kis kisne tha thi hai raha rahi chala chali
    bikri bika hua hui kamai kamaya paisa hamara hamari mera meri dikhao सबसे कौनसा कौन सा सी से की का के किस
    किसने था थी है रहा रही चला बिक्री बिका कमाई कमाया हमारा हमारी दिखाओ
    """.split()  # noqa: SIM905
)


def asks_for_the_best(said: Sequence[str]) -> bool:
    """Whether a text only asks which campaign did best, or how much campaigns cost."""
    spoken = {folded(word) for word in said}
    about = not spoken.isdisjoint(CAMPAIGNS) and not spoken.isdisjoint(_BEST | COSTS)
    return about and not spoken - CAMPAIGNS - _BEST - COSTS - _BESIDE
