"""Somebody of the staff wants birthdays to be remembered: "send a birthday message to everyone"."""

from __future__ import annotations

from flows.folding import folded
from flows.phrase import Ours, phrase
from flows.plans.terms import BIRTHDAY, EntryBy
from handlers.admins import suggesting
from handlers.admins.command import Reply
from handlers.plans.keeping import to_see
from handlers.replies.text import words
from handlers.turn import Turn
from storage.plans.kept import KeptPlans

_MOST_WORDS = 14
_DAYS = frozenset("birthday birthdays bday bdays cumple cumpleanos janmdin janamdin जन्मदिन".split())  # noqa: SIM905
_SENDS = frozenset(
    """
    send sends sending wish wishes greet write message text set setup envia enviar manda mandar mande felicita felicitar
    saluda bhejo bhej bhejna bhejiye bhejdo भेजो भेज भेजना भेजिए
    """.split()  # noqa: SIM905
)
_BESIDE = frozenset(
    """
    a an the happy message messages msg msgs text texts sms greeting greetings wish wishes offer offers discount to on
    in for of up with their his her own day every each everyone everybody all any people customer customers clients my
    our please pls automatic automatically auto whatsapp i want we can you
    un una el la los las feliz mensaje mensajes felicitacion felicitaciones saludo saludos oferta de del a al por favor
    para en su sus dia cada todos todas cliente clientes mis automaticamente quiero
    sabko sab ko ka ke ki par pe unke har ek customer grahak grahakon shubhkamna shubhkamnaye badhai sandesh karo kar do
    dena सबको सब को का के की पर उनके हर एक ग्राहक ग्राहकों शुभकामना शुभकामनाएँ बधाई संदेश करो कर दो मैसेज
    """.split()  # noqa: SIM905
)
"""Words that name nobody and no moment beside the day."""
_PLAN = "plan new birthday to everyone, on their birthday: birthday"
_CAMPAIGN = "/campaign new birthdays to birthday this month, now: birthday"


def wants_birthdays(text: str) -> bool:
    """Whether a text wants people to be written to on their birthdays, and names neither one of them nor the words."""
    said = [folded(word) for word in words(text)]
    if "?" in text or ":" in text or not 1 < len(said) <= _MOST_WORDS or _DAYS.isdisjoint(said):
        return False
    return not _SENDS.isdisjoint(said) and not set(said) - _DAYS - _SENDS - _BESIDE


async def ways(turn: Turn) -> Reply:
    """The plan that writes to each on their day, or the one that is there, and the campaign of this month."""
    there = [one for one in await turn.unit.of(KeptPlans).all() if one.terms.entrance.date == BIRTHDAY]
    on = next((one for one in there if one.enabled and one.terms.entrance.by is EntryBy.DATE), None)
    if on is not None:
        return Reply(phrase("birthdays_are_on", plan=to_see(on.name), campaign=Ours(_CAMPAIGN)))
    return suggesting.of(phrase("birthday_ways", plan=Ours(f"/{_PLAN}"), campaign=Ours(_CAMPAIGN)), _PLAN)
