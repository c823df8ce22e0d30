"""The page of an order, as one document without scripts and external files.

Its words are in templates/pages/track, a file for each language; values are data and always escaped.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from templates import formats
from templates.message_values import one_line, shorten
from templates.private_pages import choose_language, get_words, list_locales, load_style, template

PAGE = "track"
LOCALES = list_locales(PAGE)
_OVER = frozenset({"cancelled", "expired", "unavailable", "cannot_source", "refunding", "refunded"})
_ENDS = frozenset({"delivered", "refunded", "cancelled", "expired", "unavailable"})
_ACTS = frozenset({"pay", "pay_first", "confirm", "agree", "choose", "approve"})
_WEB = ("https://", "http://")
_LONGEST = MappingProxyType(
    {"brand": 60, "name": 40, "number": 40, "title": 120, "tracking": 100, "carrier": 40, "support": 200}
)


@dataclass(frozen=True, slots=True)
class TrackingStep:
    """A step of an order; ``at`` None: it is still to come. ``done`` of ``parts`` are complete, if it has parts."""

    name: str
    at: datetime | None
    done: int = 0
    parts: int = 0


@dataclass(frozen=True, slots=True)
class TrackedItem:
    """One item of an order. ``missing`` pieces are no longer included; ``price`` is for the remaining ones."""

    title: str
    size: str
    quantity: int
    missing: int
    price: Decimal


@dataclass(frozen=True, slots=True)
class Refund:
    """A refund: ``coming``, ``back``, or ``by_hand`` if the provider refused it."""

    amount: Decimal
    state: str


@dataclass(frozen=True, slots=True)
class OrderPage:
    """The content of an order's page. Times are aware, amounts in ``currency``; "" and None are left out.

    ``photos`` are paths on this host. ``source`` is the origin: ``shops``, ``own`` stock, or ``made`` for it.

    ``asks`` is the customer's next step: ``pay`` or ``pay_first`` by ``pay_link``, ``await_link``, ``confirm``,
    ``agree``, ``choose``, or ``approve`` the photos. That last question is named ``asked``; silence counts as a yes at
    ``ships_at``. Their answer is ``ship`` or ``recheck``.
    """

    brand: str
    support: str
    name: str
    number: str
    status: str
    express: bool
    steps: tuple[TrackingStep, ...]
    coming: tuple[str, ...]
    items: tuple[TrackedItem, ...]
    fee: Decimal | None
    total: Decimal | None
    currency: str
    refunds: tuple[Refund, ...]
    asks: str
    pay_link: str
    expected: datetime | None
    tracking: str
    tracking_link: str
    updated_at: datetime
    now: datetime
    zone: tzinfo
    locale: str
    photos: tuple[str, ...] = ()
    carrier: str = ""
    credit: Decimal | None = None
    source: str = "shops"
    asked: int | None = None
    ships_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _TrackingWords:
    """One language's words, with its formats of days and amounts."""

    words: Mapping[str, Any]
    locale: str
    page: OrderPage

    def get_text(self, part: str, name: str) -> str:
        """Return the text of a part of the page, with a variant for orders without shops."""
        without_shops = self.words.get(self.page.source, {}).get(part, {})
        return str(without_shops.get(name) or self.words[part][name])

    def moment(self, at: datetime) -> str:
        said = formats.stamp(at, self.page.zone, self.locale, self.page.now)
        return said[:1].upper() + said[1:]

    def day(self, at: datetime) -> str:
        """Format the day of a promise; a promise in hours also with the time. Of a delivery only the day is known."""
        say = formats.stamp if self.page.express and self.page.status != "shipped" else formats.format_day
        return say(at, self.page.zone, self.locale, self.page.now)

    def money(self, amount: Decimal) -> str:
        return formats.format_money(amount, self.page.currency, self.locale)


def render_order(page: OrderPage) -> str:
    """Render the page of an order in its reader's language."""
    written = choose_language(PAGE, page.locale)
    own = page.locale if page.locale.replace("_", "-").lower().startswith(written.lower()) else written
    said = _TrackingWords(get_words(PAGE, written), own, page)
    return template("track/order.html").render(
        t=said.words,
        lang=written,
        css=load_style(),
        page={name: _line(page, name) for name in ("brand", "support", "name", "number", "tracking", "carrier")},
        status=page.status,
        express=page.express,
        headline=said.get_text("headline", page.status),
        lead=_lead(said),
        mood=_mood(page),
        expected=_describe_expected(said),
        steps=[_step(said, step, last=step is page.steps[-1]) for step in page.steps],
        coming=[said.get_text("coming", name) for name in page.coming],
        photos=[path for path in page.photos if path.startswith("/")],
        asked=page.asked,
        items=[_item(said, item) for item in page.items],
        fee=said.money(page.fee) if page.fee else "",
        credit=f"−{said.money(page.credit)}" if page.credit else "",
        total=said.money(page.total) if page.total is not None else "",
        refunds=[said.words["refund"][one.state].format(amount=said.money(one.amount)) for one in page.refunds],
        pay_link=page.pay_link if page.pay_link.startswith(_WEB) else "",
        tracking_link=page.tracking_link if page.tracking_link.startswith(_WEB) else "",
        mail="@" in page.support and not page.support.startswith(_WEB),
        site=page.support.startswith(_WEB),
        updated=said.moment(page.updated_at),
        updated_at=page.updated_at.isoformat(),
    )


def _line(page: OrderPage, name: str) -> str:
    """Return a value on one line of limited length, without invisible characters."""
    return shorten(one_line(getattr(page, name)), _LONGEST[name], "…")


def _lead(words: _TrackingWords) -> str:
    """Return the sentence under the headline: what comes next, or what the reader must do."""
    page = words.page
    lead = words.get_text("asks", page.asks) if page.asks else words.get_text("lead", page.status)
    return lead.format(when=words.moment(page.ships_at)) if page.ships_at is not None else lead


def _mood(page: OrderPage) -> str:
    if page.status == "delivered":
        return "good"
    if page.status in _OVER:
        return "over"
    return "act" if page.asks in _ACTS else "going"


def _describe_expected(words: _TrackingWords) -> str:
    expected = words.page.expected
    if expected is None:
        return ""
    late = expected < words.page.now
    name = "late" if late else "expected" if words.page.status == "shipped" else "leaves"
    return str(words.words["page"][name]).format(day=words.day(expected))


def _step(words: _TrackingWords, step: TrackingStep, *, last: bool) -> dict[str, object]:
    said = words.get_text("steps", step.name)
    more = words.words["page"]["parts"].format(done=step.done, parts=step.parts) if step.done < step.parts else ""
    return {
        "said": said,
        "more": more,
        "stand": "done" if not last else "end" if words.page.status in _ENDS else "now",
        "when": words.moment(step.at) if step.at else "",
        "at": step.at.isoformat() if step.at else "",
    }


def _item(words: _TrackingWords, item: TrackedItem) -> dict[str, object]:
    page = words.words["page"]
    size = one_line(item.size)
    left = item.quantity - item.missing
    missing = page["missing_all"] if not left else page["missing_some"].format(missing=item.missing)
    return {
        "title": shorten(one_line(item.title), _LONGEST["title"], "…"),
        "size": page["size"].format(size=size) if size else "",
        "quantity": left or item.quantity,
        "missing": missing if item.missing else "",
        "gone": not left,
        "price": words.money(item.price) if left else "",
    }
