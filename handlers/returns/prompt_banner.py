"""The prompt of a return as the app's confirmation screen shows it. A shown offer counts once."""

from __future__ import annotations

from dataclasses import dataclass

from flows.name_folding import fold_name
from flows.phrase import phrase
from flows.promotions.promotion import Content
from flows.promotions.prompt import Prompt, PromptChoice
from handlers.engine import person_language
from handlers.engine.message_text import make_links
from handlers.engine.turn import Turn
from handlers.returns.click_counting import count_showing
from handlers.returns.offer_images import make_image_link
from handlers.returns.person_reach import find_reach
from handlers.returns.prompt_message import add_click_code
from storage.promotions.promotions import Promotions
from storage.promotions.prompts import Prompts
from storage.promotions.sponsors import Sponsors


@dataclass(frozen=True, slots=True)
class Banner:
    """A banner. ``image`` and ``link`` are links, "" for none. ``shown``: the prompt's offer was shown, here or in its
    message.
    """

    prompt: Prompt
    choice: PromptChoice
    title: str
    text: str
    image: str = ""
    link: str = ""
    shown: bool = False


async def load_banner(turn: Turn, ref: str, *, counts: bool) -> Banner | None:
    """Return the banner of a return; None if it has no prompt. With ``counts`` its offer is counted as shown, once.

    An offer that is no longer live, or that the person's consent no longer permits, is replaced by the notice.
    """
    prompt = await turn.unit.of(Prompts).find_by_ref(ref)
    if prompt is None:
        return None
    content = await _find_content(turn, prompt)
    if content is None:
        plain = PromptChoice.NOTICE if prompt.choice is PromptChoice.OFFER else prompt.choice
        return await _show_notice(turn, prompt, plain)
    if counts:
        await turn.unit.of(Prompts).mark(prompt.id, "banner", turn.now)
        await count_showing(turn, prompt)
    shown = counts or prompt.shown_at is not None
    link = await _make_link(turn, prompt, add_click_code(content.url, prompt.id))
    image = make_image_link(turn, content.image)
    return Banner(prompt, prompt.choice, content.title, content.text, image, link, shown)


async def _make_link(turn: Turn, prompt: Prompt, url: str) -> str:
    """Return the prompt's own short link, stored under its id in place of a message's, so that a visit counts. It is
    the URL itself for an erased person.
    """
    if prompt.contact is None:
        return url
    return (await make_links(turn, {prompt.id: url}, {prompt.id: prompt.contact}))[prompt.id]


async def _find_content(turn: Turn, prompt: Prompt) -> Content | None:
    """Return what the prompt's offer shows; None unless it is live and the person's consent names its partner."""
    if prompt.choice is not PromptChoice.OFFER or prompt.promotion is None or prompt.sponsor is None:
        return None
    promotion = await turn.unit.of(Promotions).find_live(prompt.promotion, turn.now, turn.today)
    sponsor = await turn.unit.of(Sponsors).get(prompt.sponsor)
    if promotion is None or sponsor is None:
        return None
    reach = await find_reach(turn, prompt.contact)
    return promotion.content if reach.names(fold_name(sponsor.name)) else None


async def _show_notice(turn: Turn, prompt: Prompt, choice: PromptChoice) -> Banner:
    person = await turn.unit.people.get(prompt.contact) if prompt.contact else None
    say = person_language.load_speech(turn, person_language.of(person, turn.business)).say
    shown = choice if prompt.page else PromptChoice.NOTICE  # also for nobody to write to
    link = await _make_link(turn, prompt, prompt.page) if prompt.page else ""
    size = prompt.notice.get("size")
    hint = say(phrase("banner_size", maker=prompt.notice["brand"], **size)) if size else ""
    return Banner(prompt, choice, say(phrase(f"banner_{shown.value}")), hint, link=link)
