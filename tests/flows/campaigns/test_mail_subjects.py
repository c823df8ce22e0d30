"""Subjects of mails: what may be one, what is derived from the words, and which text gets which."""

from __future__ import annotations

import pytest

from flows.campaigns.campaign_texts import CampaignText, UnknownPlace, list_variants
from flows.campaigns.mail_subjects import (
    LONGEST_SUBJECT,
    cut_subject,
    derive_subject,
    is_one_line,
    list_subject_places,
    list_subjects,
    set_subjects,
)
from tests.cases import each

DERIVED = {
    "Kurtas are here. Come and see!": "Kurtas are here",
    "Kurtas are here!\nAll sizes.": "Kurtas are here!",
    "https://tiger.example/new\nLook: https://tiger.example": "Look",
    "दीये आ गए। देखिए": "दीये आ गए",
    "https://tiger.example": "",
    "": "",
    f"{'silk ' * 30}kurtas": f"{'silk ' * 14}silk…",
}


@each(("words", "subject"), DERIVED.items())
def test_a_subject_is_the_first_sentence_of_the_words(words: str, subject: str) -> None:
    assert derive_subject(words) == subject
    assert len(derive_subject(words)) <= LONGEST_SUBJECT


def test_a_word_longer_than_a_subject_is_cut() -> None:
    assert cut_subject("x" * 200) == "x" * (LONGEST_SUBJECT - 1) + "…"


@pytest.mark.parametrize("text", ["a\r\nBcc: b@mail.example", "a\x00", "a\x7f", "a\u2028b", "a\x85b"])
def test_a_line_break_is_no_subject(text: str) -> None:
    assert not is_one_line(text)


@pytest.mark.parametrize("subject", ["{name}, look", "{if vip: a|b}", "{nobody}", "Hi {name"])
def test_a_subject_leaves_nobody_without_a_mail(subject: str) -> None:
    with pytest.raises(UnknownPlace):
        list_subject_places(subject)
    assert set(list_subject_places("{name|friend}: {offer} off")) == {"name", "offer"}


def test_subjects_alone_are_compared_with_the_same_words() -> None:
    texts = set_subjects([CampaignText("Kurtas")], {"A": "For you", "B": "New"})
    assert list_variants(texts) == ("A", "B")
    assert {one.text for one in texts} == {"Kurtas"}
    assert list_subjects(texts) == {"A": "For you", "B": "New"}


def test_a_language_keeps_its_own_subject() -> None:
    texts = [CampaignText("Kurtas", subject="For you"), CampaignText("Kurtas nuevas", locale="es")]
    both = set_subjects(texts, {"A": "Para ti"}, "es")
    assert [one.subject for one in both] == ["For you", "Para ti"]
    assert [one.subject for one in set_subjects(both, {"A": "New"})] == ["New", "Para ti"]
    alone = [CampaignText("Kurtas nuevas", locale="es"), CampaignText("Kurtas", locale="en")]
    assert {one.subject for one in set_subjects(alone, {"A": "New"})} == {"New"}, "no text is for all languages"
