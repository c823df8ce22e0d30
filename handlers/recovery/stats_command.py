"""/stats: recovery's activity and results in a period, numbers first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from flows.message_files import Attachment
from flows.message_roi import sum_cost
from flows.money import Money
from flows.phrase import At, Lines, Ours, Text, phrase
from flows.policy.message_price import is_convertible
from handlers.actions.verdict_reasons import HOLDOUT, in_words
from handlers.engine.turn_conversations import conversations_of
from handlers.recovery import best_goods, recovery_chart
from handlers.recovery.recovery_figures import (
    FigureSpan,
    RecoveryFigures,
    StatsOf,
    days_of,
    load_figures,
    name_period,
    shortest,
)
from handlers.replies.period_phrases import read_period
from handlers.replies.staff_errands import Errand
from handlers.replies.text_normalisation import normalise
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing, drop_unread
from handlers.staff_chat.staff_command import Command, IssuedCommand, Reply
from storage.recovery.recovery_report import RecoveryReport
from storage.reports.report_values import Lift, VariantResult
from templates.message_values import one_line, shorten

DEFAULT = "7d"
_EVER = frozenset({"all", "all time", "ever", "total", "everything"})
_MORE = frozenset({"more", "details", "statistics", "mas", "más", "aur", "और"})
_AROUND = frozenset({
    "last", "past", "previous", "ultimos", "ultimas", "pichhle", "pichle", "of", "for", "in", "from", "this", "is",
    "esta", "este", "la", "el", "de", "ki", "ka", "so", "far",
})  # fmt: skip
_MOST_RULES = 4
_MOST_LATER = 2
_MOST_BESIDE = 3  # other conversations, with a figure each
_ENOUGH = 30
"""The fewest people in a group for a share in plain words: of three who came back alone all did."""
_MONTH = 30  # days
_MARKS = "?!.,;¿¡"  # next to a word they would end a tap
_UNREAD = 40  # characters of the unread words


async def _span(asked: IssuedCommand, _known: Known, _words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Parse the period in the words; the last 7 days if they name none."""
    turn, (text, more) = asked.turn, _read_request(asked.rest)
    if text.casefold() in _EVER:
        return FoundArgument(FigureSpan(None, None, phrase("period_all"), typed="all", more=more))
    period = read_period(text or DEFAULT, turn.now, turn.zone)
    if period is None and (found := await conversations_of(turn).show_named(turn, asked.member, text)) is not None:
        return found
    if period is None:
        return Reply(phrase("period_unknown", unread=shorten(one_line(text), _UNREAD, "…")))
    end = period.end if period.end < turn.now else None  # includes the current moment
    longer = "all" if days_of(period) == _MONTH else f"{_MONTH}d"
    said = shortest(text or DEFAULT, lambda part: read_period(part, turn.now, turn.zone) == period)
    typed = "_".join(word.strip(_MARKS) for word in said).casefold()
    return FoundArgument(
        FigureSpan(period.start, end, name_period(period), longer, typed, more), _drop_period(text.split(), said)
    )


def _drop_period(words: Sequence[str], period: Sequence[str]) -> tuple[str, ...]:
    """Remove the period from the words, also the words that belong to it, such as the "last" of "last 7 days"."""
    return tuple(word for word in drop_unread(words, period) if normalise(word) not in _AROUND)


def _read_request(text: str) -> tuple[str, bool]:
    """Split the text into the name of the period, and whether details are wanted."""
    before, _, last = text.rpartition(" ")
    return (before.strip(), True) if last.casefold() in _MORE else (text, False)


def _describe_proposer(found: RecoveryFigures) -> list[Text]:
    """Format the line about the AI that reads messages, if it was used."""
    told = {"asked": Decimal(found.unread), "proposed": Decimal(found.proposed)}
    return [phrase("stats_proposed", **told)] if found.unread else []


def _describe_results(found: RecoveryFigures) -> Reply:
    """Format the results of the period's abandoned carts: at most four figures, and the rest behind a button."""
    span, report = found.span, found.report
    paused = [phrase("stats_paused", since=At(found.paused_at), by=found.paused_by)] if found.paused_at else []
    if span.more and report.carts:
        lines = _details(found)
    elif report.carts:
        figures = {name: Decimal(getattr(report, name)) for name in ("carts", "recovered")}
        head = phrase("stats_recovered", period=span.label, revenue=report.revenue, **figures)
        lines = [
            head,
            Lines((phrase("chart_messaged"), Ours(f"{report.messaged}")), ": "),
            *(one[0] for one in found.beside[:_MOST_BESIDE]),
        ]
    elif found.beside:
        lines = [phrase("stats_of", period=span.label), *(line for one in found.beside for line in one)]
    else:
        lines = [phrase("stats_quiet", period=span.label), *_describe_proposer(found)]
    return Reply(Lines((*paused, *lines)), _further(span, details=bool(report.carts and not span.more)))


def _details(found: RecoveryFigures) -> list[Text]:
    """Format all figures of the period; each cart counts once: messaged or among "Not sent"."""
    span, report = found.span, found.report
    alone = {HOLDOUT: report.held_out} if report.held_out else {}
    kept, later = list_reasons({**alone, **report.unsent}, _MOST_RULES), list_reasons(report.refused_later, _MOST_LATER)
    beside = (line for one in found.beside for line in one)
    lines: list[Text] = [_funnel(span, report), _money(report), *beside]
    if report.lift is not None:
        lines += [_describe_lift(report.lift, _get_fewest(report)), _lift(report, report.lift)]
    lines += [phrase("stats_not_sent", why=kept)] if kept.parts else []
    lines += [_variant(one) for one in report.by_variant]
    lines += [phrase("stats_later_not_sent", why=later)] if later.parts else []
    return [*lines, *_describe_proposer(found)]


def _further(span: FigureSpan, *, details: bool) -> tuple[tuple[str, Text], ...]:
    """Make the buttons for the details of the period, and for a longer one."""
    shown = ((f"/stats_{span.typed}_more", phrase("button_details")),) if details else ()
    longer = phrase("period_all") if span.longer == "all" else phrase("period_days", days=_MONTH)
    return (*shown, (f"/stats_{span.longer}", longer))


def _funnel(span: FigureSpan, report: RecoveryReport) -> Text:
    return phrase(
        "stats_funnel",
        period=span.label,
        carts=Decimal(report.carts),
        reachable=Decimal(report.reachable),
        messaged=Decimal(report.messaged),
        clicked=Decimal(report.clicked),
        recovered=Decimal(report.recovered),
        revenue=report.revenue,
    )


def _money(report: RecoveryReport) -> Text:
    """Format the costs, the refunds and the opt-outs of recovery."""
    costs = tuple(phrase("an_amount", amount=cost) for cost in _costs(report))
    parts = [phrase("stats_cost", costs=costs)] if costs else []
    parts += [phrase("stats_refunded", amount=report.refunded)] if report.refunded.micros else []
    parts += [phrase("stats_left_out", many=report.refunds_left_out)] if report.refunds_left_out else []
    parts += [phrase("stats_opted_out", many=report.opted_out)] if report.opted_out else []
    return phrase("full_stop", said=Lines(tuple(parts), between="; ")) if parts else ""


def _costs(report: RecoveryReport) -> Sequence[Money]:
    """Return all charges in the revenue's currency, as campaigns show it; in their own ones if a rate is missing."""
    currency = report.revenue.currency
    if not report.costs or not all(is_convertible(cost.currency, currency) for cost in report.costs):
        return report.costs
    return (Money(sum_cost(report.costs, currency), currency),)


def _variant(one: VariantResult) -> Text:
    """Format the wording's number, counted from 1."""
    counts = {name: Decimal(getattr(one, name)) for name in ("sent", "clicked", "recovered")}
    return phrase("stats_variant", variant=one.variant + 1, **counts, revenue=one.revenue)


def _get_fewest(report: RecoveryReport) -> int:
    """Return the number of carts in the smaller of the two compared groups."""
    return min(report.treated.carts, report.control.carts)


def _describe_lift(lift: Lift, fewest: int) -> Text:
    """Describe the lift in plain words. An interval that contains zero, or a group of very few people, proves nothing
    yet, and the text says so."""
    points = round(lift.rate * 100)
    unsure = fewest < _ENOUGH or lift.low <= 0 <= lift.high
    return phrase("stats_lift_plainly", points=abs(points), unsure=unsure, fewer=points < 0)


def _lift(report: RecoveryReport, lift: Lift) -> Text:
    """Format the orders of both groups, and the difference with its interval. For too few people, there is no
    difference. An interval that contains zero proves nothing yet, and the text says so."""
    return phrase(
        "stats_lift",
        reminded=Decimal(report.treated.carts),
        ordered=Decimal(report.treated.ordered),
        alone=Decimal(report.control.carts),
        theirs=Decimal(report.control.ordered),
        few=_get_fewest(report) < _ENOUGH,
        points=f"{lift.rate * 100:+.1f}",
        low=f"{lift.low * 100:+.1f}",
        high=f"{lift.high * 100:+.1f}",
        unsure=lift.low <= 0 <= lift.high,
    )


def _answer_chart(span: FigureSpan) -> Text:
    return Lines((phrase("stats_of", period=span.label), phrase("chart_comes")), between=" ")


def _make_table(done: tuple[FigureSpan, Attachment]) -> Reply:
    span, file = done
    return Reply(phrase("stats_of", period=span.label), attachment=file)


async def _span_of_chart(asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Parse the period among the words that do not choose the chart's look."""
    return await _span(replace(asked, arguments=words), known, words)


SPAN = Argument("span", "", _span)
_SPAN_OF_CHART = Argument("span", "", _span_of_chart)
STATS = Command(
    name="stats",
    aliases=(
        "statistics", "report", "numbers", "figures", "results", "how are we doing", "how r we doing", "how did we do",
        "how is business", "hows business", "how is it going", "hows it going", "kaise chal raha hai",
        "kaisa chal raha hai", "kya chal raha hai", "sab kaisa chal raha hai", "kaam kaisa chal raha hai", "como vamos",
        "como va todo", "como va el negocio", "que tal vamos", "कैसा चल रहा है", "क्या चल रहा है", "सब कैसा चल रहा है",
        "sales", "kitna kamaya", "kitni kamai", "kitni bikri", "kitna bika",
        "cuanto vendimos", "cuanto ganamos", "ventas", "bikri", "कितना कमाया", "कितनी बिक्री",
    ),
    usage="/stats_7d",
    arguments=(SPAN,),
    takes=StatsOf,
    does=load_figures,
    says=_describe_results,
    first=True,
    errands=(Errand.REPORT,),
    within=(
        best_goods.BEST,
        Command(
            name="chart", aliases=("graph", "picture", "grafica", "gráfica", "grafico", "gráfico", "चार्ट"),
            anywhere=True, arguments=(recovery_chart.DARK, _SPAN_OF_CHART), takes=recovery_chart.ChartOfPeriod,
            does=recovery_chart.ask_chart, says=_answer_chart,
        ),
        Command(
            name="csv", aliases=("excel", "spreadsheet", "sheet", "tabla"), anywhere=True,
            arguments=(SPAN,), takes=StatsOf, does=recovery_chart.make_table, says=_make_table,
        ),
    ),
)  # fmt: skip


def list_reasons(counted: Mapping[str, int], most: int) -> Lines:
    """Format the most frequent reasons with their counts, equal texts together; empty if there are none."""
    counts: Counter[str] = Counter()
    words: dict[str, Text] = {}
    for rule, count in counted.items():
        told = in_words(rule)
        words[repr(told)] = told
        counts[repr(told)] += count
    first = counts.most_common(most)
    said = [phrase("so_many", many=count, what=words[one]) for one, count in first]
    rest = counts.total() - sum(count for _, count in first)
    return Lines((*said, *([phrase("for_other_reasons", many=rest)] if rest else [])), between=", ")
