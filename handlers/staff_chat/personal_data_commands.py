"""The data of one person: /why and /consent show it; /optout ends messages, /erase deletes the data."""

from collections.abc import Sequence

from flows.phrase import At, Lines, Ours, Phrase, Shows, Story, Text, phrase, tap
from handlers.actions import consent_view, message_explanation, person_story
from handlers.actions.action import Origin
from handlers.actions.message_explanation import explain_person
from handlers.actions.person_consents import ConsentsOf, PersonConsents, list_consents
from handlers.engine.turn import Turn
from handlers.privacy.opt_out_by_staff import EndMessages, end, would_end
from handlers.privacy.person_erasure import Erase, erase, would_erase
from handlers.replies.staff_errands import Errand
from handlers.staff_chat.person_argument import PERSON
from handlers.staff_chat.staff_command import LONGEST, OWNERS, Command, IssuedCommand, Reply, number_buttons
from storage.consent.consent_evidence import Proof
from templates.message_values import quote_line

_SHOWN = 160  # characters of the wording that the person had read


async def tell_story(asked: IssuedCommand) -> Text | Reply:
    """Show the recent messages of a person as a story."""
    wanted = " ".join(word.rstrip("?") for word in asked.arguments)
    told = await explain_person(asked.turn, wanted)
    if not told.offered:
        cards = [(tap("customers", one.id.hex), phrase("button_card")) for one in told.people]
        return Reply(told.text, tuple(cards))
    _, names = await person_story.number_people(asked.turn, told.people)
    taps = [await message_explanation.tap(asked.turn, one) for one in told.people]
    return Reply(
        told.text, number_buttons(*names, taps=taps), asks=("why",), people=tuple(one.id for one in told.people)
    )


WHY = Command(
    name="why", aliases=("explain",), usage="/why{person}", run=tell_story, errands=(Errand.WHY,),
)  # fmt: skip


def _tell_data(found: PersonConsents) -> Text:
    if not found.acts:
        return Lines((phrase("agreed_to_nothing", who=found.who), phrase("next", command=found.why)))
    head, more = phrase("newest_first", who=found.who), phrase("more_in_evidence")
    return Story(head, tuple(map(_act, found.acts)), more, "earlier_acts", LONGEST, newest_first=True)


def _act(act: Sequence[Proof]) -> Text:
    shown = act[0].shown
    read = Ours(quote_line(shown.text, _SHOWN)) if shown else None
    at, consent = At(act[0].at, Shows.YEAR), consent_view.describe_lines(act)
    return phrase("consent_act", at=at, consent=consent, read=read, wording=consent_view.describe_wording(act[0]))


CONSENT = Command(
    name="consent", aliases=("consents",), arguments=(PERSON,), takes=ConsentsOf, does=list_consents, says=_tell_data,
    roles=OWNERS, topic="people",
)  # fmt: skip


def _describe_end(said: Phrase) -> Text:
    return Lines((said, phrase("next", command=Ours("/help"))))


OPTOUT = Command(
    name="optout", aliases=("opt out", "dar de baja"), arguments=(PERSON,), takes=EndMessages, preview=would_end,
    does=end, says=_describe_end, topic="people",
)  # fmt: skip


async def _erase(turn: Turn, origin: Origin, command: Erase) -> Text:
    await erase(turn, origin, command)
    return Lines((phrase("erased"), phrase("next", command=Ours("/help"))))


ERASE = Command(
    name="erase", aliases=("forget",), arguments=(PERSON,), takes=Erase, preview=would_erase, does=_erase, says=Reply,
    roles=OWNERS, topic="people",
)  # fmt: skip
