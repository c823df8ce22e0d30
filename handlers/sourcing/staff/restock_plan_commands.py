"""/restock MUG 20 each monday from 7 december; /restock plans shows the plans, with taps to pause and end them."""

from collections.abc import Sequence
from datetime import date, timedelta

from flows.phrase import Lines, Ours, Text, phrase, sentences, tap
from flows.sourcing.order_line import MOST_PIECES
from handlers.replies.calendar_words import UNITS, WEEKDAYS
from handlers.replies.day_phrases import read_day
from handlers.replies.text_normalisation import normalise
from handlers.sourcing.actions.weekly_restocks import (
    PlanRestock,
    PlanShown,
    RestockPlanStep,
    SetPlan,
    ShowPlans,
    keep_plan,
    set_plan,
    show_plans,
    would_plan,
)
from handlers.sourcing.order_words import title
from handlers.sourcing.staff.product_arguments import Pieces, read_pieces
from handlers.sourcing.staff.stock_arguments import make_product_argument
from handlers.staff_chat.argument_questions import which
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing, make_fixed_argument
from handlers.staff_chat.staff_command import LONGEST, OWNERS, Command, IssuedCommand, Reply

_FROM, _FROM_BEHIND = frozenset({"from", "starting", "desde"}), frozenset({"se", "से"})
_WEEK = 7 * 24 * 60  # minutes, as the calendar's words count them
_MOST = 8


async def _earliest(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the first day: "from 7 december", "7 december se"; tomorrow if none is named."""
    tomorrow, said = asked.turn.today + timedelta(days=1), [normalise(word) for word in words]
    before = next((place for place, word in enumerate(said) if word in _FROM), None)
    if before is None and said and said[-1] in _FROM_BEHIND:
        before, said = _find_after_weekday(said), said[:-1]
    if before is None:
        return FoundArgument(tomorrow, words, None)
    day, rest = read_day(" ".join(said[before:]), asked.turn.today)
    if day is None:
        return which(phrase("plan_from_when", said=" ".join(words[before:])))
    left = [word for word in rest.split() if word not in _FROM]
    return FoundArgument(max(day, tomorrow), (*words[:before], *left), day)


def _find_after_weekday(said: Sequence[str]) -> int | None:
    """Return the index of the first word after the day of the week; None if no day is named."""
    return next((place + 1 for place, word in enumerate(said) if word in WEEKDAYS), None)


async def _weekday(_asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the named day of the week, or that of the first day: "each week from 7 december"."""
    for place, word in enumerate(words):
        said, rest = normalise(word), (*words[:place], *words[place + 1 :])
        if said in WEEKDAYS:
            return FoundArgument(WEEKDAYS[said], rest)
        day: date | None = known["earliest"]
        if UNITS.get(said) == _WEEK and day is not None:
            return FoundArgument(day.weekday(), rest)
    return Missing()


async def _ask_weekday(_asked: IssuedCommand, _known: Known) -> Reply:
    return Reply(phrase("plan_which_day"))


async def _size(asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the named size; a single size need not be named."""
    product = known["product"]
    meant = read_pieces(product, words, asked.arguments)
    if meant.size is None:
        question = phrase("which_size", product=title(product))
        return Reply(Lines((question, Lines(product.sizes, between=" · "))), asks=_spell_so_far(asked))
    return FoundArgument(meant.size, words, meant)


async def _quantity(asked: IssuedCommand, known: Known, _words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    meant: Pieces = known["size"]
    if meant.quantity is None or not 1 <= meant.quantity <= MOST_PIECES:
        return Reply(phrase("how_many_pieces", most=MOST_PIECES), asks=_spell_so_far(asked))
    return FoundArgument(meant.quantity, meant.unread)


def _spell_so_far(asked: IssuedCommand) -> tuple[str, ...]:
    return (WEEKLY.name, *asked.arguments)


async def _number(_asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the plan's number, as "3" or "P3"."""
    for place, word in enumerate(words):
        digits = word.casefold().removeprefix("p").removeprefix("#")
        if digits.isdecimal() and len(digits) < 7:
            return FoundArgument(int(digits), (*words[:place], *words[place + 1 :]))
    return Missing()


async def _ask_number(_asked: IssuedCommand, _known: Known) -> Reply:
    return which(phrase("which_plan"), (), phrase("more", command=Ours("/restock_plans")))


def _describe_planned(one: PlanShown) -> Text:
    values = {"number": one.plan.number, "what": one.what, "day": one.day, "first": one.next_at}
    return Lines((phrase("plan_kept", **values), phrase("next", command=Ours("/restock_plans"))))


def _list_plans(plans: Sequence[PlanShown]) -> Text:
    """Format a line for each plan, with taps for its possible steps."""
    if not plans:
        return phrase("no_plan_yet")
    more = [phrase("and_more", many=len(plans) - _MOST)] if len(plans) > _MOST else []
    return Lines((phrase("plans_head", many=len(plans)), *map(_row, plans[:_MOST]), *more), longest=LONGEST)


def _row(one: PlanShown) -> Text:
    plan_, last = one.plan, {"last": tap("order", one.last.number)} if one.last else {}
    values = {"number": plan_.number, "what": one.what, "day": one.day, "next": one.next_at, "paused": plan_.paused}
    number = str(plan_.number)
    step = tap("restock", "resume" if plan_.paused else "pause", number)
    taps = Lines((step, tap("restock", "end", number)), between=" · ")
    return sentences(phrase("plan_row", **values, **last), taps)


def _describe_step(one: PlanShown) -> Text:
    assert one.step is not None, "a step of it was done"
    name = {
        RestockPlanStep.PAUSED: "plan_paused",
        RestockPlanStep.RESUMED: "plan_goes_on",
        RestockPlanStep.ENDED: "plan_is_over",
    }[one.step]
    values = {"number": one.plan.number, "what": one.what, "next": one.next_at}
    return Lines((phrase(name, **values), phrase("next", command=Ours("/restock_plans"))))


def _step(name: str, step: RestockPlanStep, *aliases: str) -> Command:
    """Make the command for one step of a plan, which is named by its number."""
    return Command(
        name=name,
        aliases=aliases,
        arguments=(Argument("number", "1", _number, _ask_number), make_fixed_argument("step", step)),
        takes=SetPlan,
        does=set_plan,
        says=_describe_step,
        roles=OWNERS,
        acts=True,
    )


WEEKLY = Command(
    name="weekly",
    aliases=("each", "every", "cada", "har", "हर"),
    arguments=(
        Argument("earliest", "", _earliest),
        Argument("weekday", "monday", _weekday, _ask_weekday),
        make_product_argument("restock", "weekly"),
        Argument("size", "", _size),
        Argument("quantity", "20", _quantity),
    ),
    takes=PlanRestock,
    preview=would_plan,
    does=keep_plan,
    says=_describe_planned,
    roles=OWNERS,
    anywhere=True,
)
PLANS = Command(name="plans", aliases=("plan",), takes=ShowPlans, does=show_plans, says=_list_plans, roles=OWNERS)
PLAN_COMMANDS = (
    PLANS,
    _step("pause", RestockPlanStep.PAUSED),
    _step("resume", RestockPlanStep.RESUMED),
    _step("end", RestockPlanStep.ENDED, "stop"),
    WEEKLY,
)
"""The commands about weekly restocks, each within /restock."""
