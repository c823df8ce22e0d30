"""/consent: what a person agreed to and took back, and what they had read before; numbers and pages are left out."""

from collections.abc import Sequence

from flows.phrase import At, Lines, Ours, Shows, Story, Text, phrase
from handlers.actions import evidence
from handlers.actions.consents import Consents, ConsentsOf, consents_of
from handlers.admins.command import OWNERS, Command
from handlers.admins.whom import PERSON
from storage.evidence import Proof
from templates.values import quoted

_LONGEST = 700  # characters of an answer
_SHOWN = 160  # characters of what they had read


def _told(found: Consents) -> Text:
    if not found.acts:
        return Lines((phrase("agreed_to_nothing", who=found.who), phrase("next", command=found.why)))
    head, more = phrase("newest_first", who=found.who), phrase("more_in_evidence")
    return Story(head, tuple(map(_act, found.acts)), more, "earlier_acts", _LONGEST, newest_first=True)


def _act(act: Sequence[Proof]) -> Text:
    shown = act[0].shown
    read = Ours(quoted(shown.text, _SHOWN)) if shown else None
    at, consent = At(act[0].at, Shows.YEAR), evidence.tell(act)
    return phrase("consent_act", at=at, consent=consent, read=read, wording=evidence.wording(act[0]))


CONSENT = Command(
    name="consent",
    aliases=("consents",),
    near=("agreed", "permission", "proof", "gdpr", "permiso", "sahmati", "सहमति"),
    arguments=(PERSON,),
    takes=ConsentsOf,
    does=consents_of,
    says=_told,
    roles=OWNERS,
    topic="people",
)
