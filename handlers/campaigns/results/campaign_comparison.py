"""/compare: two campaigns side by side, and whether the difference is statistically clear."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from flows.campaigns.campaign import ALIVE, UNLAUNCHED, Campaign
from flows.experiments.experiment_arm import Arm
from flows.experiments.share_differences import compare_rates
from flows.message_roi import compute_roi, is_worth_telling, sum_cost
from flows.money import Money
from flows.phrase import Lines, Ours, Text, phrase
from handlers.actions.action import Origin
from handlers.campaigns.campaign_reference import find_campaign
from handlers.campaigns.results.campaign_ranking import ALL_COMPARED
from handlers.engine.turn import Turn
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing
from handlers.staff_chat.staff_command import LONGEST, Command, IssuedCommand, Reply
from storage.campaigns.campaign_results import CampaignResults, load_results
from storage.campaigns.campaigns import Campaigns
from storage.reports.report_values import Lift

_MOST_WORDS = 16
_BETWEEN = frozenset({"with", "and", "vs", "vs.", "versus", "y", "aur", "और", "|"})
_NONE = Ours("–")
_LATEST = 2
_MOST_IN_PERCENT = 10  # times the cost


@dataclass(frozen=True, slots=True)
class ComparedCampaigns:
    """The two campaigns to compare."""

    first: Campaign
    second: Campaign


@dataclass(frozen=True, slots=True)
class CompareCampaigns:
    """Compare two campaigns."""

    wanted: ComparedCampaigns


@dataclass(frozen=True, slots=True)
class BothResults:
    """Two campaigns with the results of each."""

    campaigns: tuple[Campaign, Campaign]
    found: tuple[CampaignResults, CampaignResults]


async def _read_both(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find two campaigns by their names, one after the other; names may have several words."""
    if not words or len(words) > _MOST_WORDS:
        return Missing()
    for at in range(1, len(words)):
        first = await _find_campaign(asked.turn, words[:at])
        second = await _find_campaign(asked.turn, words[at:]) if first is not None else None
        if first is not None and second is not None and first.id != second.id:
            return FoundArgument(ComparedCampaigns(first, second))
    return Reply(Lines((phrase("compare_unknown"), await _find_example(asked.turn))), asks=(), refused=True)


async def _find_campaign(turn: Turn, words: tuple[str, ...]) -> Campaign | None:
    said = [word.strip(",") for word in words]
    while said and said[0].casefold() in _BETWEEN:
        said = said[1:]
    while said and said[-1].casefold() in _BETWEEN:
        said = said[:-1]
    return await find_campaign(turn, " ".join(said)) if said else None


async def _ask_which(asked: IssuedCommand, _known: Known) -> Reply:
    return Reply(Lines((phrase("compare_which"), await _find_example(asked.turn))))


async def _find_example(turn: Turn) -> Text:
    """Format the last two campaigns as a command to type; empty if there are fewer than two."""
    launched = [one for one in await turn.unit.of(Campaigns).page(50) if one.status not in UNLAUNCHED]
    if len(launched) < _LATEST:
        return ""
    return phrase("next", command=Ours(f"/compare {launched[1].name} vs {launched[0].name}"))


async def _compare(turn: Turn, _origin: Origin, command: CompareCampaigns) -> BothResults:
    wanted = command.wanted
    first = await load_results(turn.unit, turn.tenant, wanted.first, turn.now)
    second = await load_results(turn.unit, turn.tenant, wanted.second, turn.now)
    return BothResults((wanted.first, wanted.second), (first, second))


def compare_campaigns(both: BothResults) -> Text:
    """Format the figures of two campaigns side by side, and whether the difference is statistically clear."""
    names = [one.name for one in both.campaigns]
    rows = [
        phrase("compare_row", what=phrase(f"compare_{what}"), first=first, second=second)
        for what, first, second in _rows(both)
    ]
    under_way = [one for one in both.campaigns if one.status in ALIVE]  # its people had less time
    lines = (
        phrase("compare_head", first=names[0], second=names[1]),
        *rows,
        *(() if under_way else (_compare_shares(both, "clicked"), _compare_shares(both, "bought"))),
        *(phrase("compare_under_way", name=one.name) for one in under_way),
        phrase("compare_not_drawn"),
    )
    return Lines(lines, longest=LONGEST)


def _rows(both: BothResults) -> list[tuple[str, Text, Text]]:
    first, second = (_figures(one) for one in both.found)
    hidden = {"unanswered"} if not any(one.unknown for one in both.found) else set()
    return [(what, first[what], second[what]) for what in first if what not in hidden]


def _figures(found: CampaignResults) -> dict[str, Text]:
    report = found.report
    cost, returned = sum_cost(report.costs, report.currency), compute_roi(report.revenue, report.costs)
    return {
        "sent": Ours(str(found.sent)),
        "unanswered": Ours(str(found.unknown)),
        "delivered": Ours(str(found.delivered)),
        "clicked": _share(make_arm(found, "clicked")),
        "bought": _share(make_arm(found, "bought")),
        "revenue": phrase("an_amount", amount=report.revenue),
        "cost": phrase("an_amount", amount=Money(cost, report.currency)) if cost else phrase("no_cost_known"),
        "roi": format_return(returned) if returned is not None and is_worth_telling(cost) else _NONE,
        "lift": _points(report.lift) if report.lift is not None and report.held_out else _NONE,
    }


def make_arm(found: CampaignResults, what: str) -> Arm:
    """Return the people of a campaign, and how many of them clicked or bought."""
    did = found.clicked if what == "clicked" else found.report.ordered
    return Arm(found.sent, min(did, found.sent))


def format_return(share: float) -> Ours:
    """Format a return on cost in percent; above 1,000 % as a multiple of the cost."""
    return Ours(f"{Decimal(share):,.0f}×" if share > _MOST_IN_PERCENT else f"{Decimal(share * 100):,.0f} %")


def _share(arm: Arm) -> Ours:
    return Ours(f"{arm.successes} ({arm.rate * 100:.1f} %)" if arm.people else "0")


def _points(lift: Lift) -> Ours:
    rate, low, high = (getattr(lift, name) * 100 for name in ("rate", "low", "high"))
    return Ours(f"{rate:+.1f} ({low:+.1f} … {high:+.1f})")


def _compare_shares(both: BothResults, what: str) -> Text:
    """Say whether the shares of two campaigns clearly differ, and by how much; empty if one has no people."""
    arms = [make_arm(one, what) for one in both.found]
    ahead = 0 if arms[0].rate >= arms[1].rate else 1
    found = compare_rates(arms[ahead], arms[1 - ahead])
    if found is None:
        return ""
    said = {name: Ours(f"{getattr(found, name) * 100:+.1f}") for name in ("estimate", "low", "high")}
    kind = "clear" if found.is_clear else "chance"
    return phrase(f"compare_{kind}", what=phrase(f"compare_{what}"), name=both.campaigns[ahead].name, **said)


COMPARE = Command(
    name="compare", aliases=("comparar", "tulna"), usage="/compare diwali holi",
    arguments=(Argument("wanted", "", _read_both, _ask_which),), takes=CompareCampaigns, does=_compare,
    says=compare_campaigns,
    within=(ALL_COMPARED,), topic="campaigns",
)  # fmt: skip
