"""A campaign by its name in the staff's own words: "pause diwali", "diwali band karo", "how is diwali doing".

Only what says one thing to do, the exact name of a campaign, and nothing else is read so; all else goes its usual way.
What ends a campaign or sends it is shown before it is done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flows.campaigns.campaign import Campaign
from flows.folding import folded
from handlers.admins.obeying import as_typed, obey
from handlers.admins.saying import say
from handlers.campaigns.commands import CAMPAIGN_COMMAND
from handlers.conversation import Written
from handlers.replies.text import words
from handlers.turn import Turn
from storage.campaigns.campaigns import Campaigns

_LATEST = 100  # campaigns that may be named
_MOST_WORDS = 12
_DOES: Mapping[str, frozenset[str]] = {
    what: frozenset(names.split())
    for what, names in {
        "pause": "pause paused hold halt freeze roko rokna rok pausa pausar pausala रोको रोक रोकना रोकिए",
        "resume": "resume continue unpause restart chalu chalao reanuda reanudar reanudala continua continuar चालू चलाओ",
        "cancel": "stop cancel end kill band radd hatao cancela cancelar cancelala detener deten para बंद रद्द हटाओ",
        "launch": "launch send start run lanza lanzar lanzala envia enviar manda bhejo bhej भेजो भेज भेजिए",
        "": "status show how hows results result figures estado como resultado kaisa kaise dikhao स्थिति कैसा दिखाओ",
    }.items()
}
"""What each thing to do is called, folded."""
_BESIDE = frozenset(
    """
    campaign campaigns campana kampain the a my our please pls plz por favor la el de of for is are s doing going did do
    it now ko karo kar kare kariye karna dijiye phir again se va esta ka ki chal raha rahi hai off on call
    कैंपेन अभियान को करो कर दो कीजिए फिर का की चल रहा रही है
    """.split()  # noqa: SIM905
)
"""Words that change nothing beside these."""


async def meant(turn: Turn, written: Written) -> bool:
    """Whether a member of the staff says what is to be done with a campaign of that name; it is done, or shown."""
    member, message, text = written.member, written.message, written.event.text.strip()
    if member is None or not written.is_sent_alone or text.startswith("/") or written.event.button is not None:
        return False
    said = words(text)
    if message.reply_to is not None or not 1 < len(said) <= _MOST_WORDS:
        return False
    found = named(said, await turn.unit.of(Campaigns).latest(_LATEST))
    if found is None:
        return False
    campaign, does = found
    typed = " ".join(part for part in ("/campaign", does, campaign.name) if part)
    reply = await obey(CAMPAIGN_COMMAND, as_typed(turn, member, message.id, typed))
    await say(turn, written.address, message, "campaign", reply)
    return True


def named(said: Sequence[str], campaigns: Sequence[Campaign]) -> tuple[Campaign, str] | None:
    """The campaign that is named, by the longest name that fits, and what is to be done with it: "" shows it."""
    for one in sorted(campaigns, key=lambda one: -len(one.name)):
        name = words(one.name)
        places = (at for at in range(len(said) - len(name) + 1) if list(said[at : at + len(name)]) == list(name))
        at = next(places, None) if name else None
        if at is None:
            continue
        rest = [folded(word) for word in (*said[:at], *said[at + len(name) :])]
        does = [what for what, names in _DOES.items() if names.intersection(rest)]
        if len(does) == 1 and not set(rest) - _DOES[does[0]] - _BESIDE:
            return one, does[0]
    return None
