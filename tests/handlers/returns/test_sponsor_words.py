"""What a partner's words, captions and buttons mean."""

from __future__ import annotations

from uuid import UUID

import pytest

from flows.promotions.promotion import Price, PricedBy, Promotion, PromotionLimits, PromotionStatus
from handlers.replies.opt_out_recognition import OptOut, read_opt_out
from handlers.returns.sponsor_chat.offer_buttons import OfferPress, OfferVerb, make_press, name_brand, read_press
from handlers.returns.sponsor_chat.offer_draft import OfferCaption, read_caption
from handlers.returns.sponsor_chat.sponsor_command import SponsorIntent, SponsorWish, read_wish
from handlers.returns.staff.partner_adding import NewPartner, read_partner
from tests.storage.promotions.promoted import CONTENT
from tests.storage.world import NOW


@pytest.mark.parametrize(
    ("text", "intent", "amount"),
    [
        ("offers", SponsorIntent.OFFERS, ""),
        (" Offers ", SponsorIntent.OFFERS, ""),
        ("/stats", SponsorIntent.STATS, ""),
        ("pause", SponsorIntent.PAUSE, ""),
        ("/resume", SponsorIntent.RESUME, ""),
        ("budget 200", SponsorIntent.BUDGET, "200"),
        ("/budget_200", SponsorIntent.BUDGET, "200"),
        ("budget $99,50", SponsorIntent.BUDGET, "99.50"),
        ("budget 0", SponsorIntent.BUDGET, "0"),
        ("budget", SponsorIntent.BUDGET, ""),
        ("pause all", SponsorIntent.PAUSE, "all"),
        ("/resume_all", SponsorIntent.RESUME, "all"),
        ("invoice", SponsorIntent.INVOICE, ""),
        ("page", SponsorIntent.PAGE, ""),
        ("help", SponsorIntent.HELP, ""),
        ("language", SponsorIntent.LANGUAGE, ""),
    ],
)
def test_a_command_is_a_request(text: str, intent: SponsorIntent, amount: str) -> None:
    assert read_wish(text) == SponsorWish(intent, amount)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "pause or resume",
        "offers 200",
        "budget all",
        "budget 200 or 300",
        "budget -5",
        "budget +5",
        "budget 1e5",
        "budget 1,000",
        "budget 1.5.2",
        "budget 200k",
        "how do I see the stats of my offers today",
        "200",
        "my offers",
    ],
)
def test_any_other_text_is_none(text: str) -> None:
    assert read_wish(text) is None


def test_no_word_of_a_partner_is_an_opt_out() -> None:
    assert [one for one in SponsorIntent if read_opt_out(one) in {OptOut.STOP, OptOut.AMBIGUOUS}] == []


@pytest.mark.parametrize(
    ("text", "caption"),
    [
        ("Sale\n20 % off\nhttps://a.example/s", OfferCaption("Sale", "20 % off", "https://a.example/s")),
        ("Sale https://a.example/s.", OfferCaption("Sale .", "", "https://a.example/s")),
        ("Sale:\n\n  www.a.example/s\nTwo\n lines", OfferCaption("Sale:", "Two\nlines", "https://www.a.example/s")),
        ("http://a.example/s", OfferCaption("", "", "http://a.example/s")),
        ("Sale", OfferCaption("Sale")),
        ("A\nhttps://a.example https://b.example", OfferCaption("A", "https://b.example", "https://a.example")),
        ("", OfferCaption()),
    ],
)
def test_a_caption_is_a_title_a_text_and_a_link(text: str, caption: OfferCaption) -> None:
    assert read_caption(text) == caption


def test_a_button_of_an_offer_fits_and_is_read_again() -> None:
    offer = Promotion(
        UUID(int=7), UUID(int=1), "boots", PromotionStatus.DRAFT, None, CONTENT, Price(PricedBy.CLICK, 1, "USD"),
        PromotionLimits(NOW), 1, NOW, NOW,
    )  # fmt: skip
    for verb in OfferVerb:
        pressed, _ = make_press(verb, offer, "label", name_brand("a brand of any length " * 9))
        assert len(pressed.encode()) <= 64
        assert read_press(pressed) == OfferPress(verb, offer.id, name_brand("a brand of any length " * 9))


@pytest.mark.parametrize(
    "pressed", ["", "offer", "offer.show", "offer.show.x", f"offer.sell.{UUID(int=7).hex}", "/undo"]
)
def test_any_other_button_is_none(pressed: str) -> None:
    assert read_press(pressed) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("/partners add Boots & Co, Boots, Bootsy, 0.30", NewPartner("Boots & Co", ("Boots", "Bootsy"), "0.30")),
        ('/partners add "Boots & Co, Boots," pilot', NewPartner("Boots & Co", ("Boots",), "pilot")),
        ("partner add Nike", NewPartner("Nike")),
        ("/partners_add", NewPartner()),
        ("/partners add Nike, Nike, 300 a Month", NewPartner("Nike", ("Nike",), "300 a month")),
        ("/partners add 361, 361", NewPartner("361", (), "361")),
        ("/partners add Nike, Nike, 0.30, Pay@Nike.example", NewPartner("Nike", ("Nike",), "0.30", "pay@nike.example")),
        ("/partners add Nike, pay@nike.example, Nike", NewPartner("Nike", ("Nike",), "", "pay@nike.example")),
        ("/partners add Nike, Nike, pilot, pay@nike", NewPartner("Nike", ("Nike", "pilot", "pay@nike"))),
    ],
)
def test_a_new_partner_is_a_name_brands_and_a_price(text: str, told: NewPartner) -> None:
    assert read_partner(text) == told
