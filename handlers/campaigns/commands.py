"""/campaign: a message to an audience is drafted, shown and launched; looked at, changed, paused, and called off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flows.actor import Actor
from flows.attachments import Attachment
from flows.campaigns.campaign import ALIVE, UNLAUNCHED, Campaign, CampaignStatus
from flows.engine import Subject
from flows.folding import folded
from flows.money import Money
from flows.phrase import At, Lines, Text, phrase
from flows.policy.spending import worth
from handlers.actions.action import Origin
from handlers.admins.arguments import Argument, Found, Known, Missing
from handlers.admins.command import LONGEST, OWNERS, Asked, Command, Reply
from handlers.admins.obeying import as_typed, obey
from handlers.campaigns.called import called, is_plain, to_tap
from handlers.campaigns.drafts.drafting import EditCampaign, NewCampaign, draft, edit
from handlers.campaigns.drafts.edits import read_edit
from handlers.campaigns.drafts.following import read_follow_up
from handlers.campaigns.drafts.reading import SHORT, read_new, unknown
from handlers.campaigns.launching import LaunchCampaign, launch, would_launch
from handlers.campaigns.previews.previewing import look_through
from handlers.campaigns.previews.shown import paced
from handlers.campaigns.previews.testing import send_test
from handlers.campaigns.results.pictured import ChartOfCampaign, ask_chart, table
from handlers.campaigns.results.resulting import by_audience, resulted
from handlers.campaigns.sending.moving import MoveCampaign, NamedCampaign, cancel, pause, resume, would_cancel
from handlers.jobs.pictures import DARK
from handlers.offers.taken_off import taken_off
from handlers.turn import Turn
from storage.approvals import Approvals
from storage.campaigns.campaigns import Campaigns
from storage.campaigns.changes import CampaignChanges
from storage.campaigns.codes import CampaignCodes
from storage.campaigns.mailings import SUBJECT
from storage.campaigns.results import results_of
from storage.campaigns.stood import audience_of
from templates.values import quoted


@dataclass(frozen=True, slots=True)
class DraftCampaign:
    """Draft a campaign."""

    wanted: NewCampaign


@dataclass(frozen=True, slots=True)
class ChangeCampaign:
    """Change a campaign."""

    wanted: EditCampaign


@dataclass(frozen=True, slots=True)
class EditedCampaign:
    """A campaign before a change, and as it is now."""

    before: Campaign
    now: Campaign

    @property
    def has_other_words(self) -> bool:
        """Whether a message of the campaign has other words."""
        return self.before.texts != self.now.texts or self.before.terms.follow_ups != self.now.terms.follow_ups

    @property
    def replaces_a_follow_up(self) -> bool:
        """Whether a follow-up stands where another one stood."""
        before = {one.after: one for one in self.before.terms.follow_ups}
        return any(before.get(one.after, one) != one for one in self.now.terms.follow_ups)


_MOST, _LOOKED_AT = 8, 60
"""Campaigns of a list, beside those that are planned or go out, and those that are looked at for it."""
_SHOWS = frozenset("list show status lista listar ver muestra estado dikhao".split())  # noqa: SIM905
"""What may be said of what "/campaign" and "/campaign diwali" do."""
_MEANS: Mapping[str, str] = {
    said: does
    for does, listed in {
        "new": "nueva nuevo naya nayi create crea crear",
        "edit": "edita editar change cambia cambiar badlo",
        "launch": "lanza lanzar bhejo send start preview",
        "test": "prueba probar",
        "pause": "pausa pausar roko hold",
        "resume": "reanuda reanudar chalu continue unpause",
        "cancel": "cancela cancelar delete remove borra borrar elimina radd",
    }.items()
    for said in listed.split()
}
"""What else is said for what /campaign does, where no campaign has that name: "naya saal" may be one."""
_USAGE = "/campaign new diwali to vip friday 6pm: Lamps and sweets are here"


async def campaign(asked: Asked) -> Text | Reply:
    """The campaigns, or how one stands."""
    first, *others = asked.arguments or ("list",)
    found = await called(asked.turn, asked.rest)
    if found is None and first.casefold() in _SHOWS and others:
        found = await called(asked.turn, " ".join(others))
    if found is None and first.casefold() in _SHOWS and not others:
        return await _listed(asked.turn)
    if found is None and not asked.is_loose and (does := _MEANS.get(folded(first))) is not None:
        typed = f"/{CAMPAIGN_COMMAND.name} {does} {asked.text.partition(first)[2].lstrip()}"
        return await obey(CAMPAIGN_COMMAND, as_typed(asked.turn, asked.member, asked.message, typed))
    if found is None:
        unknown = phrase("campaign_unknown", name=quoted(asked.rest, SHORT))
        return Reply(Lines((unknown, await _listed(asked.turn))), understood=not asked.is_loose)
    return await shown(asked.turn, found)


async def _listed(turn: Turn) -> Text:
    found = await turn.unit.of(Campaigns).page(_LOOKED_AT)
    alive = [one for one in found if one.status in ALIVE]
    listed = [*alive, *(one for one in found if one not in alive)][: max(_MOST, len(alive))]
    rows = [_row(one, await _stands_now(turn, one)) for one in listed]
    more = [phrase("campaigns_more", many=Decimal(len(found) - len(listed)))] if len(found) > len(listed) else []
    head = phrase("campaigns_head") if rows else phrase("campaigns_none")
    return Lines((head, *rows, *more, phrase("campaign_how")), longest=LONGEST)


def _row(one: Campaign, stands: Text) -> Text:
    """A campaign in a list: a tap, and the name where the tap cannot hold that."""
    name = () if is_plain(one.name) else (quoted(one.name, SHORT),)
    said = phrase("campaign_row", stands=stands, at=At(one.schedule.at))
    return Lines((to_tap(one), *name, said), " ")


async def _has_lapsed(turn: Turn, one: Campaign) -> bool:
    """Whether a campaign came to its end in a pause."""
    return one.status is CampaignStatus.DONE and await turn.unit.of(CampaignChanges).ended_paused(one.id)


async def _stands_now(turn: Turn, one: Campaign) -> Text:
    return phrase("campaign_is_lapsed" if await _has_lapsed(turn, one) else f"campaign_is_{one.status.value}")


async def shown(turn: Turn, one: Campaign) -> Text:
    """How a campaign stands, and what came of it so far."""
    lapsed, stands = await _has_lapsed(turn, one), await _stands_now(turn, one)
    told = () if one.status in UNLAUNCHED else await _came(turn, one, lapsed)
    lines = (
        phrase("campaign_stands", name=one.name, stands=stands, at=At(one.schedule.at)),
        phrase("campaign_people", people=one.phrase),
        *await _terms(turn, one),
        *told,
        await _second(turn, one),
        _ways(one),
    )
    return Lines(lines, longest=LONGEST)


async def _second(turn: Turn, one: Campaign) -> Text:
    """That the yes of another is waited for to what was shown; empty where none is."""
    if one.preview is None or one.status not in UNLAUNCHED or not one.preview.holds(one.version, turn.now):
        return ""
    asked = await turn.unit.of(Approvals).of(Subject(SUBJECT, one.id), one.preview.snapshot)
    waits = asked is not None and asked.approved_at is None
    return phrase("campaign_waits_second", command=to_tap(one, "launch")) if waits else ""


async def _came(turn: Turn, one: Campaign, lapsed: bool) -> Sequence[Text]:
    """The results of a campaign so far, with those by audience; ``lapsed`` says that it ended in a pause."""
    whose = (turn.unit, turn.tenant, one, turn.now)
    audience = by_audience(await audience_of(*whose), turn.business.currency)
    return (*resulted(one, await results_of(*whose), lapsed), audience)


async def _terms(turn: Turn, one: Campaign) -> list[Text]:
    """Lines for the offer of a campaign, its codes and its budget."""
    offer, budget = one.terms.offer, one.terms.budget
    shown: list[Text] = [taken_off(offer)] if offer is not None else []
    if offer is not None and offer.code is None and one.status not in UNLAUNCHED:
        stock = await turn.unit.of(CampaignCodes).stock(one.id)
        coming = 0 if stock.failure else max(0, stock.wanted - stock.free - stock.given)
        shown.append(phrase("campaign_codes_stand", given=stock.given, free=stock.free, coming=coming, dead=stock.dead))
    shown += paced(one.terms)
    if budget is not None:
        spent = Money(worth(Money(one.spent, turn.business.spends_in), budget.currency), budget.currency)
        shown.append(phrase("campaign_budget", spent=spent, budget=budget))
    return shown


def _ways(one: Campaign) -> Text:
    """What can be done with a campaign next."""
    shows = () if one.status in UNLAUNCHED else (to_tap(one, "chart"), to_tap(one, "csv"))
    if one.is_over:
        return phrase("next", command=Lines(shows, " · ")) if shows else ""
    ways = ("launch", "test") if one.status in UNLAUNCHED else ("pause",)
    ways = ("resume",) if one.status.value == "paused" else ways
    taps = tuple(to_tap(one, way) for way in (*ways, "cancel")) + shows
    return phrase("next", command=Lines(taps, " · "))


async def _which(asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    if not words:
        return Missing()
    found = await called(asked.turn, " ".join(words))
    return unknown(" ".join(words)) if found is None else Found(NamedCampaign(found.id, found.name))


async def _launchable(asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """The campaign, which is looked through first where nobody knows what it would do by now."""
    found = await called(asked.turn, " ".join(words)) if words else None
    if found is None:
        return unknown(" ".join(words)) if words else Missing()
    unseen = found.preview is None or not found.preview.holds(found.version, asked.turn.now)
    if found.status in UNLAUNCHED and unseen:
        await look_through(
            asked.turn, Origin(Actor.staff(asked.member.id), str(asked.message), asked.member.contact), found
        )
        return Reply(phrase("campaign_looking", name=found.name), asks=())
    return Found(NamedCampaign(found.id, found.name))


async def _ask_name(_asked: Asked, _known: Known) -> Reply:
    return Reply(phrase("campaign_new_how"), understood=False)


async def _ask_which(asked: Asked, _known: Known) -> Reply:
    return Reply(Lines((phrase("campaign_which"), await _listed(asked.turn))))


async def _draft(turn: Turn, origin: Origin, command: DraftCampaign) -> Campaign:
    return await draft(turn, origin, command.wanted)


async def _edit(turn: Turn, origin: Origin, command: ChangeCampaign) -> EditedCampaign:
    before = await turn.unit.of(Campaigns).get(command.wanted.which)
    now = await edit(turn, origin, command.wanted)
    return EditedCampaign(before or now, now)


def _drafted(done: Campaign) -> Text:
    return phrase("campaign_drafted", name=done.name)


def _edited(done: EditedCampaign) -> Text:
    now = done.now
    if now.status in UNLAUNCHED:
        lines = [_drafted(now)]
    else:
        lines = [phrase("campaign_reworded", name=now.name)] if done.has_other_words else []
        if now.terms.budget != done.before.terms.budget:
            lines.append(_budgeted(now))
    if done.replaces_a_follow_up:
        lines.append(phrase("campaign_follow_replaced"))
    return Lines(tuple(lines))


def _budgeted(now: Campaign) -> Text:
    budget = now.terms.budget
    if budget is None:
        return phrase("campaign_budget_dropped", name=now.name)
    return phrase("campaign_budget_now", name=now.name, budget=budget)


def _launched(done: Campaign) -> Text:
    if done.status in UNLAUNCHED:
        return phrase("campaign_awaits_second", name=done.name)
    begun = done.schedule.local is None and done.schedule.at <= done.updated_at
    said = phrase("campaign_goes_out" if begun else "campaign_launched", name=done.name, at=At(done.schedule.at))
    return Lines((said, phrase("next", command=Lines((to_tap(done), to_tap(done, "pause")), " · "))))


def _paused(done: Campaign) -> Text:
    said = phrase("campaign_paused", name=done.name)
    return Lines((said, phrase("next", command=to_tap(done, "resume"))))


def _resumed(done: Campaign) -> Text:
    return phrase("campaign_resumed", name=done.name)


def _cancelled(done: Campaign) -> Text:
    return phrase("campaign_cancelled", name=done.name)


def _tested(done: Campaign) -> Text:
    return phrase("campaign_tested", name=done.name)


def _charting(_name: str) -> Text:
    return phrase("chart_comes")


def _tabled(done: tuple[str, Attachment]) -> Reply:
    name, file = done
    return Reply(phrase("campaign_of_chart", name=name), attachment=file)


_WHICH = Argument("which", "diwali", _which, _ask_which)
NEW = Command(
    name="new", usage=_USAGE, arguments=(Argument("wanted", "", read_new, _ask_name),),
    takes=DraftCampaign, does=_draft, says=_drafted, roles=OWNERS, acts=True,
)  # fmt: skip
EDIT = Command(
    name="edit", usage="/campaign edit diwali: Lamps from 9 dollars",
    arguments=(Argument("wanted", "", read_edit, _ask_which),),
    takes=ChangeCampaign, does=_edit, says=_edited, roles=OWNERS, acts=True,
)  # fmt: skip
FOLLOW = Command(
    name="follow", usage="/campaign follow diwali after 3 days: Still time for lamps",
    arguments=(Argument("wanted", "", read_follow_up, _ask_which),),
    takes=ChangeCampaign, does=_edit, says=_edited, roles=OWNERS, acts=True,
)  # fmt: skip
LAUNCH = Command(
    name="launch", arguments=(Argument("which", "diwali", _launchable, _ask_which),),
    takes=LaunchCampaign, preview=would_launch, does=launch, says=_launched, roles=OWNERS,
)  # fmt: skip
TEST = Command(
    name="test", arguments=(_WHICH,), takes=MoveCampaign, does=send_test, says=_tested, roles=OWNERS, acts=True
)
PAUSE = Command(
    name="pause", arguments=(_WHICH,), takes=MoveCampaign, does=pause, says=_paused, roles=OWNERS, acts=True
)
RESUME = Command(
    name="resume", arguments=(_WHICH,), takes=MoveCampaign, does=resume, says=_resumed, roles=OWNERS, acts=True
)
CANCEL = Command(
    name="cancel", aliases=("stop",), arguments=(_WHICH,), takes=MoveCampaign, preview=would_cancel, does=cancel,
    says=_cancelled, roles=OWNERS,
)  # fmt: skip
CHART = Command(
    name="chart", aliases=("graph", "picture", "grafica", "gráfica", "grafico", "gráfico", "चार्ट"), anywhere=True,
    arguments=(DARK, _WHICH), takes=ChartOfCampaign, does=ask_chart, says=_charting,
)  # fmt: skip
CSV = Command(
    name="csv", aliases=("excel", "spreadsheet", "sheet", "tabla"), anywhere=True,
    arguments=(_WHICH,), takes=MoveCampaign, does=table, says=_tabled,
)  # fmt: skip
CAMPAIGN_COMMAND = Command(
    name="campaign",
    aliases=("campaigns", "campaña", "campañas"),
    usage=_USAGE,
    run=campaign,
    within=(NEW, EDIT, FOLLOW, LAUNCH, TEST, PAUSE, RESUME, CANCEL, CHART, CSV),
    near=("mailing", "newsletter", "campana", "campanas", "abhiyan"),
    topic="campaigns",
)
