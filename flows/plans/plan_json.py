"""The terms of a plan from JSON and to JSON, as each version's row stores them."""

from __future__ import annotations

from datetime import time, timedelta
from itertools import pairwise
from typing import Any

from flows.audience.criteria import EVERYBODY, Compared
from flows.audience.criteria_json import BadCriteria, read_criteria, read_where, write_criteria, write_where
from flows.audience.criteria_values import read_length, write_length
from flows.campaigns.campaign_texts import LONGEST_WORDS, CampaignText, UnknownPlace, list_new_places, says_nothing
from flows.campaigns.mail_subjects import LONGEST_SUBJECT, is_one_line, list_subject_places
from flows.channels import CHANNELS
from flows.experiments.experiment_arm import MOST
from flows.plans.plan_document import BadPlan, read_object, read_one_of, read_whole
from flows.plans.plan_offer import MOST_DAYS, read_offer, write_offer
from flows.plans.plan_terms import BIRTHDAY, MAY_END, OWN_WORDS, Entrance, EntryBy, PlanStep, PlanTerms
from flows.policy.departure_facts import LASTING, Programme

MOST_STEPS = 12
MOST_EXITS, LONGEST_ITEM, LONGEST_PHRASE = 20, 200, 600
_TERMS = (
    "kind", "entry", "condition", "steps", "exits", "programme", "priority", "holdout", "rest", "phrase",
)  # fmt: skip
_ARM = ("wait", "template", "plain", "texts", "offer", "at", "channels")
_STEP = (*_ARM, "arms")
_TEXT = ("text", "variant", "locale", "channel", "subject")
_ENTRY = ("by", "event", "where", "date", "days")


def read_terms(document: object) -> PlanTerms:
    """Parse terms from a JSON document. Raises BadPlan."""
    said = read_object(document, "", _TERMS)
    steps = said.get("steps")
    if not isinstance(steps, list) or not 0 < len(steps) <= MOST_STEPS:
        raise BadPlan("steps", f"must be a list of 1 to {MOST_STEPS} steps")
    read = tuple(_step(one, f"steps[{place}]") for place, one in enumerate(steps))
    _check_order(read)
    return PlanTerms(
        kind=_name(said.get("kind"), "kind"),
        entrance=_entrance(said.get("entry")),
        steps=read,
        condition=_condition(said.get("condition")),
        exits=frozenset(one for one in _exits(said.get("exits", ["bought"])) if isinstance(one, str)),
        programme=read_one_of(said.get("programme", Programme.OFFERS.value), "programme", _read_lasting),
        priority=read_whole(said.get("priority", 0), "priority", -100, 100),
        holdout=_share(said.get("holdout", 0)),
        rest=_length(said.get("rest", "90d"), "rest"),
        items=frozenset(one["bought"] for one in said.get("exits", []) if isinstance(one, dict)),
        phrase=_phrase(said.get("phrase", "")),
    )


def write_terms(terms: PlanTerms) -> dict[str, object]:
    """Return the JSON document that ``read_terms`` parses to these terms."""
    entry = terms.entrance
    spoken = {"phrase": terms.phrase} if terms.phrase else {}
    told = {
        "by": entry.by.value, "event": entry.event, "where": write_where(entry.where), "date": entry.date,
        "days": entry.days,
    }  # fmt: skip
    return {
        "kind": terms.kind,
        "entry": {name: value for name, value in told.items() if value},
        "condition": write_criteria(terms.condition),
        "steps": [_write_step(one) for one in terms.steps],
        "exits": [*sorted(terms.exits), *({"bought": one} for one in sorted(terms.items))],
        "programme": terms.programme.value,
        "priority": terms.priority,
        "holdout": terms.holdout,
        "rest": write_length(terms.rest),
        **spoken,
    }


def _write_step(step: PlanStep) -> dict[str, object]:
    texts = [_write_text(one) for one in step.texts]
    told = {
        "wait": write_length(step.wait) if step.wait else "0",
        "template": "" if texts else step.template,
        "plain": step.plain,
        "texts": texts,
        "offer": write_offer(step.offer) if step.offer else None,
        "at": step.at.isoformat("minutes") if step.at else None,
        "channels": list(step.channels),
        "arms": [_write_step(one) for one in step.arms],
    }
    return {name: value for name, value in told.items() if value}


def _write_text(text: CampaignText) -> dict[str, object]:
    told: dict[str, object] = {name: value for name in _TEXT if (value := getattr(text, name))}
    return told | ({"conditions": dict(text.conditions)} if text.conditions else {})


def _step(document: object, path: str, keys: tuple[str, ...] = _STEP) -> PlanStep:
    said = read_object(document, path, keys)
    texts = _texts(said.get("texts", []), f"{path}.texts")
    if bool(texts) == bool(said.get("template")):
        raise BadPlan(path, 'must have a "template" or "texts", and not both')
    return PlanStep(
        wait=timedelta(0) if said.get("wait") in {"0", 0} else _wait(said.get("wait"), f"{path}.wait"),
        template=OWN_WORDS if texts else _name(said["template"], f"{path}.template"),
        plain=_name(said["plain"], f"{path}.plain") if said.get("plain") else "",
        texts=texts,
        offer=read_offer(said.get("offer"), f"{path}.offer"),
        at=_clock(said.get("at"), f"{path}.at"),
        channels=_channels(said.get("channels", []), f"{path}.channels"),
        arms=_arms(said.get("arms", []), f"{path}.arms"),
    )


def _check_order(steps: tuple[PlanStep, ...]) -> None:
    """Check that each arm of a step leaves before every arm of the next. Raises BadPlan."""
    for place, (step, following) in enumerate(pairwise(steps)):
        end = step.wait + min(one.wait for one in (following, *following.arms))
        for number, arm in enumerate(step.arms):
            if arm.wait >= end:
                raise BadPlan(f"steps[{place}].arms[{number}].wait", "must end before the next step leaves")


def _arms(document: object, path: str) -> tuple[PlanStep, ...]:
    if not isinstance(document, list) or len(document) >= MOST:
        raise BadPlan(path, f"must be a list of at most {MOST - 1}, besides the step itself")
    return tuple(_step(one, f"{path}[{place}]", _ARM) for place, one in enumerate(document))


def _entrance(document: object) -> Entrance:
    said = read_object(document, "entry", _ENTRY)
    by = read_one_of(said.get("by"), "entry.by", EntryBy)
    wanted = {EntryBy.EVENT: {"event", "where"}, EntryBy.DATE: {"date", "days"}}.get(by, set())
    if extra := sorted(said.keys() - wanted - {"by"}):
        raise BadPlan(f"entry.{extra[0]}", f'has no effect if people enter by "{by.value}"')
    event = said.get("event", "")
    if not isinstance(event, str) or (by is EntryBy.EVENT and not event):
        raise BadPlan("entry.event", "must be the name of an event, such as order.created")
    if by is EntryBy.DATE and said.get("date") != BIRTHDAY:
        raise BadPlan("entry.date", f'must be "{BIRTHDAY}"')
    days = read_whole(said.get("days", 0), "entry.days", 0, MOST_DAYS - 1)
    return Entrance(by, event, str(said.get("date", "")), days, _where(said.get("where", {})))


def _where(document: object) -> tuple[Compared, ...]:
    try:
        return read_where(document, "entry.where")
    except BadCriteria as wrong:
        raise BadPlan(wrong.path, wrong.problem) from None


def _condition(document: object) -> Any:
    if document is None:
        return EVERYBODY
    try:
        return read_criteria(document)
    except BadCriteria as wrong:
        raise BadPlan(".".join(filter(None, ("condition", wrong.path))), wrong.problem) from None


def _phrase(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_PHRASE:
        raise BadPlan("phrase", f"must be a text for its people, of at most {LONGEST_PHRASE} characters")
    return value


def _exits(document: object) -> list[Any]:
    if not isinstance(document, list) or len(document) > MOST_EXITS or not all(_is_exit(one) for one in document):
        known = ", ".join(sorted(MAY_END))
        raise BadPlan("exits", f'must be a list of {known}, or {{"bought": the title or SKU of an item}}')
    return document


def _is_exit(one: object) -> bool:
    if not isinstance(one, dict):
        return isinstance(one, str) and one in MAY_END
    item = one.get("bought")
    return set(one) == {"bought"} and isinstance(item, str) and 0 < len(item.strip()) <= LONGEST_ITEM


def _texts(document: object, path: str) -> tuple[CampaignText, ...]:
    if not isinstance(document, list):
        raise BadPlan(path, "must be a list")
    return tuple(_text(one, f"{path}[{place}]") for place, one in enumerate(document))


def _text(document: object, path: str) -> CampaignText:
    said = read_object(document, path, (*_TEXT, "conditions"))
    text = said.get("text")
    if not isinstance(text, str) or says_nothing(text) or len(text.strip()) > LONGEST_WORDS:
        raise BadPlan(f"{path}.text", f"must be 1 to {LONGEST_WORDS} characters")
    try:
        list_new_places(text)
    except UnknownPlace as unknown:
        raise BadPlan(f"{path}.text", str(unknown)) from None
    _check_subject(said.get("subject", ""), f"{path}.subject")
    plain = {name: str(value) for name, value in said.items() if name in _TEXT}
    return CampaignText(**plain, conditions=_conditions(said.get("conditions", {}), f"{path}.conditions"))


def _check_subject(subject: object, path: str) -> None:
    if not isinstance(subject, str) or len(subject) > LONGEST_SUBJECT or not is_one_line(subject):
        raise BadPlan(path, f"must be one line of at most {LONGEST_SUBJECT} characters")
    try:
        list_subject_places(subject)
    except UnknownPlace as unknown:
        raise BadPlan(path, str(unknown)) from None


def _conditions(document: object, path: str) -> tuple[tuple[str, str], ...]:
    """Return the criteria of each audience phrase, as JSON text."""
    if not isinstance(document, dict) or not all(isinstance(one, str) for one in document.values()):
        raise BadPlan(path, "must be an object of criteria, each as a text")
    return tuple((str(whom), criteria) for whom, criteria in document.items())


def _clock(value: object, path: str) -> time | None:
    if value is None:
        return None
    try:
        clock = time.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        clock = None
    if clock is None or clock.tzinfo is not None:
        raise BadPlan(path, 'must be a time of day like "18:00"')
    return clock


def _channels(document: object, path: str) -> tuple[str, ...]:
    if not isinstance(document, list) or not all(one in CHANNELS for one in document):
        raise BadPlan(path, f"must be a list of {', '.join(CHANNELS)}")
    return tuple(dict.fromkeys(document))


def _name(value: object, path: str) -> str:
    if not isinstance(value, str) or not value.isidentifier():
        raise BadPlan(path, "must be a name of letters, digits and _")
    return value


def _share(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 0.5:
        raise BadPlan("holdout", "must be a share from 0 to 0.5")
    return float(value)


def _wait(value: object, path: str) -> timedelta:
    try:
        return _length(value, path)
    except BadPlan as wrong:
        raise BadPlan(path, f'{wrong.problem}; "0" leaves at once') from None


def _length(value: object, path: str) -> timedelta:
    try:
        return read_length(value)
    except ValueError as wrong:
        raise BadPlan(path, str(wrong)) from None


def _read_lasting(said: str) -> Programme:
    """Parse a programme that a plan may write for; permission for a single message is not enough."""
    programme = Programme(said)
    if programme not in LASTING:
        raise ValueError(f"{said} is for one requested message")
    return programme
