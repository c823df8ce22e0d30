"""The first steps of an owner, five and short: each is a question, may be skipped, and is asked until it is done."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from flows.actor import Actor
from flows.engine import Asks
from flows.phrase import Lines, Ours, Text, phrase
from flows.policy.departure_facts import Kind
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.person_language import load_speech
from handlers.engine.turn import Turn
from handlers.people.start_words import make_start_links
from handlers.replies.text_normalisation import words
from handlers.setup.commands import OWNER
from handlers.setup.setting_arguments import describe_hours, describe_reminder
from handlers.setup.team_commands import STEPS, find_open_step
from handlers.setup.text_previews import render
from handlers.staff_chat.argument_questions import answer_unread
from handlers.staff_chat.command_suggestions import classify_errand
from handlers.staff_chat.staff_chat import is_talk
from handlers.staff_chat.staff_chat_output import tell
from handlers.staff_chat.staff_command import OWNERS, Command, IssuedCommand, Reply, number_buttons
from handlers.staff_chat.staff_yes_no import read_staff_answer
from storage.businesses.access import Member
from storage.businesses.chosen_settings import SetupSteps
from storage.events.open_questions import QuestionRecord
from storage.people.people import Address
from templates.phrases import LOCALES

if TYPE_CHECKING:
    from handlers.conversation import Written

SETUP_STEP = "setup_step"
"""The expectation of a step's question."""
_OPEN_FOR = timedelta(days=30)
_DIGITS = frozenset({"1", "2"})
FIRST_TEXT = "cart_reminder"
"""The text that a step shows."""
DONE, SKIPPED, BACK = "done", "skipped", "back"
OUTCOMES = {"next": DONE, "skip": SKIPPED}
_TYPED = {"1": DONE, "2": SKIPPED, "back": BACK, **OUTCOMES}
"""The words that end a step, typed at any time."""


async def begin(turn: Turn, address: Address, member: Member, key: str) -> bool:
    """Ask an owner the first open step; return True if there was one."""
    step = await find_open_step(turn) if member.role in OWNER else None
    if step is not None:
        await tell(turn, address, f"{key}:{step}", await _ask_step(turn, step))
    return step is not None


async def take_answer(turn: Turn, written: Written) -> bool:
    """Handle an owner's answer to a step, a word or a button: continue, skip or go back; return True if so."""
    question, event, member = written.question, written.event, written.member
    if member is None or question is None or member.role not in OWNER or event.forwarded or event.edited or event.media:
        return False
    text, button, step = event.text.strip(), event.button, question.data["step"]
    outcome, last = _outcome(turn, step, text, button), await _is_last(turn, written, question)
    if outcome is None and last and button is None and read_staff_answer(text) == "do":
        outcome = DONE
    if text in _DIGITS and button is None and not await _is_newest(turn, written, question):
        said = Reply(phrase("setup_which", command=Ours("/setup")))
    elif outcome is not None:
        said = await _take(turn, member, written.address, step, outcome, f"setup:{written.message.id}")
    elif not last or not await is_talk(turn, written) or classify_errand(text) is not None:
        return False
    else:
        said = await _repeat_step(turn, step)
    await tell(turn, written.address, f"setup:{written.message.id}:next", said)
    return True


def _outcome(turn: Turn, step: str, text: str, button: str | None) -> str | None:
    """Return the result that the button or its typed label (in any language) names; None for other words."""
    if button is not None:
        parts = button.split("_")
        return OUTCOMES.get(parts[-1]) if parts[0] == "/setup" else None
    said = "" if text.startswith("/") else " ".join(words(text))
    labels = {f"setup_{step}_next": DONE, "setup_skip": SKIPPED, **({"setup_go_on": DONE} if step == "try" else {})}
    for label, outcome in labels.items():
        if said in {" ".join(words(load_speech(turn, locale).say(phrase(label)))) for locale in LOCALES}:
            return outcome
    return _TYPED.get(said)


async def _continue_setup(asked: IssuedCommand) -> Reply:
    """Continue the setup; "/setup try next" is the button of a step whose question is over."""
    step, outcome = (*asked.arguments, "", "")[:2]
    if step in STEPS and outcome in OUTCOMES:
        message = await asked.turn.unit.messages.get(asked.message)
        assert message is not None, "a command is a message"
        address = await asked.turn.unit.people.address_by_id(message.address)
        return await _take(asked.turn, asked.member, address, step, OUTCOMES[outcome], f"setup:{message.id}")
    if asked.rest.casefold() == BACK:
        return await _go_back(asked.turn, asked.member, await find_open_step(asked.turn))
    if asked.arguments:
        return answer_unread(asked.arguments, Ours("/setup"), loose=asked.is_loose)
    return await _ask_following(asked.turn)


SETUP = Command(name="setup", aliases=("set up", "first steps"), run=_continue_setup, reads=2, roles=OWNER)


async def _is_last(turn: Turn, written: Written, question: QuestionRecord) -> bool:
    """Return True if no message came between a step's question and this text, or if the text quotes the question."""
    thread = await turn.unit.messages.thread(written.address.id)
    before = [one.id for one in thread if one.id < written.message.id]
    return question.message in {written.message.reply_to, *before[-1:]}


async def _is_newest(turn: Turn, written: Written, question: QuestionRecord) -> bool:
    """Return True if no other question came after the step's question, or if the text quotes it. A digit answers the
    newest question."""
    asked = await turn.unit.questions.find_asked(written.address.id)
    return written.message.reply_to == question.message or not any(one > question.message for one in asked)


async def _repeat_step(turn: Turn, step: str) -> Reply:
    """Ask the same step again, and say how to leave it."""
    asked = await _ask_step(turn, step)
    return replace(asked, text=Lines((phrase("setup_again"), asked.text)))


async def _take(turn: Turn, member: Member, address: Address, step: str, outcome: str, key: str) -> Reply:
    """End a step if it is open, or go back; return the next question."""
    if outcome == BACK:
        return await _go_back(turn, member, step)
    if step not in await turn.unit.of(SetupSteps).list_done():
        await turn.unit.of(SetupSteps).end(step, outcome, Actor.staff(member.id), turn.now)
        if step == "try" and outcome == DONE:
            await _try(turn, address, key)
            return _append_below_reminder()
    return await _ask_following(turn)


def _append_below_reminder() -> Reply:
    """Make the short line below the sent reminder; the next step would push the reminder off the screen."""
    buttons = number_buttons(phrase("setup_go_on"), taps=["/setup_try_next"])
    return Reply(phrase("setup_tried"), buttons, confirms=_step_asked("try"))


async def _ask_following(turn: Turn) -> Reply:
    """Ask the first open step; if all are done, list the commands to continue with."""
    step = await find_open_step(turn)
    return await _ask_step(turn, step) if step is not None else Reply(phrase("setup_over"))


async def _go_back(turn: Turn, member: Member, step: str | None) -> Reply:
    """Reopen the previous step and ask it; the last step if all are done."""
    before = STEPS[max((STEPS.index(step) if step else len(STEPS)) - 1, 0)]
    await turn.unit.of(SetupSteps).reopen(before, Actor.staff(member.id), turn.now)
    return await _ask_step(turn, before)


async def _try(turn: Turn, address: Address, key: str) -> None:
    """Send a reminder as a customer would get it on this channel. It is a message to the staff, so it does not count in
    the figures."""
    seen = await render(turn, FIRST_TEXT, None, address.channel)
    buttons = tuple(("/setup", label) for label in seen.buttons)  # a test has nothing to end: they continue the setup
    await post(turn, address, OutboundMessage(f"{key}:test", Kind.STAFF, text=seen.text, buttons=buttons))


async def _ask_step(turn: Turn, step: str) -> Reply:
    """Make the question of a step."""
    head = phrase("setup_head", at=STEPS.index(step) + 1, all=len(STEPS))
    text = Lines((Lines((head, phrase(f"setup_{step}")), between=" "), *await _describe_step(turn, step)))
    taps = [f"/setup_{step}_{how}" for how in OUTCOMES]
    buttons = number_buttons(phrase(f"setup_{step}_next"), phrase("setup_skip"), taps=taps)
    return Reply(text, buttons, confirms=_step_asked(step))


def _step_asked(step: str) -> Asks:
    return Asks(SETUP_STEP, values={"step": step}, within=_OPEN_FOR, stays=True)


async def _describe_step(turn: Turn, step: str) -> list[Text]:
    """Show the content of a step: links, the first text, reminders with hours, the staff."""
    business = turn.business
    match step:
        case "link":
            return list_ways_in(turn)
        case "text":
            seen = await render(turn, FIRST_TEXT, None)
            return [Ours(seen.text), phrase("setup_change", command=Ours(f"/text_{FIRST_TEXT}"))]
        case "hours":
            rows = [describe_reminder(turn, number) for number in range(1, len(business.recovery.steps) + 1)]
            taps = Ours("/hours 9:00-20:00 · /discount 3 15 · /delay 2 36h")
            return [*rows, describe_hours(turn), phrase("setup_change", command=taps)]
        case "staff":
            return [phrase("setup_change", command=Ours("/staff add Ravi manager telegram"))]
    return []


def list_ways_in(turn: Turn) -> list[Text]:
    """List the links for customers, one line each, and where to get their QR codes."""
    page = turn.tools.public_url or turn.link_base
    code: list[Text] = [phrase("setup_code"), Ours(f"{page.rstrip('/')}/join/{turn.business.id}")] if page else []
    return [*map(Ours, make_start_links(turn).values()), *code]


async def _invite(asked: IssuedCommand) -> Text:
    return Lines((phrase("setup_link"), *list_ways_in(asked.turn)))


INVITE = Command(name="invite", aliases=("qr",), run=_invite, reads=0, roles=OWNERS, topic="people")
