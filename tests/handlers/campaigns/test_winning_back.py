"""Sentences that win customers back, and those that only sound like it."""

from __future__ import annotations

import pytest

from handlers.campaigns.sentences.winning_back import people_of, spelled_out


@pytest.mark.parametrize(
    ("said", "people"),
    [
        ("win back customers gone 90 days, 15% off, friday 6pm", "gone 90 days, 15% off, friday 6pm"),
        ("Win back lost customers tomorrow 10am", "lost customers tomorrow 10am"),
        ("please bring back the customers who have not bought in 60 days", "have not bought in 60 days"),
        ("win-back vip with $5 off now", "vip with $5 off now"),
        (
            "recupera a clientes que no compran hace 90 días, 10% de descuento",
            "no compran hace 90 días, 10% de descuento",
        ),
        ("90 din se gayab grahak ko wapas lao, 15% chhoot", "90 din se gayab grahak , 15% chhoot"),
        ("did we win back customers gone 90 days?", None),
        ("win back customers", ""),
        ("recupera clientes", ""),
        ("customers ko wapas lao", ""),
        ("win back", None),
        ("I want my money back", None),
        ("the parcel came back", None),
    ],
)
def test_who_is_to_come_back(said: str, people: str | None) -> None:
    assert people_of(said) == people


@pytest.mark.parametrize(
    ("said", "people"),
    [
        ("de 90 dias con 10%", "gone 90 days, 10% off"),
        ("de 90 dias con 10% de descuento", "gone 90 days con 10% de descuento"),
        ("perdidos hace 3 meses, viernes 18h", "gone 3 months, viernes 18h"),
        ("inactivos de 6 semanas", "gone 6 weeks"),
        ("gane 90 days wale 15% off", "gone 90 days 15% off"),
        ("90 din se nahi aaye unko 15% off", "gone 90 days 15% off"),
        ("2 hafte se gayab customers 15% chhoot", "gone 2 weeks 15% chhoot"),
        ("90 दिन से नहीं आए ग्राहकों 15% छूट", "gone 90 days 15% छूट"),
        ("gone 90 days 15%", "gone 90 days, 15% off"),
        ("llevan 30 días sin comprar", "gone 30 days"),
        ("llevan más de 30 días sin comprar, 10% de descuento", "gone 30 days, 10% de descuento"),
        ("jinhone 30 din se kuch nahi kharida unko 15% off", "gone 30 days 15% off"),
        ("no vienen hace 20 dias con 10% mañana 11am", "gone 20 days, 10% off mañana 11am"),
        ("que no han comprado en los últimos 20 días, mañana", "gone 20 days, mañana"),
        ("haven't bought for 20 days, 10% off", "gone 20 days, 10% off"),
        ("who have not ordered in the last 3 months", "gone 3 months"),
        ("havent bought anything in more than 6 weeks friday 6pm", "gone 6 weeks friday 6pm"),
        ("who bought 20 days ago", "who bought 20 days ago"),
        ("vip 10%", "vip, 10% off"),
        ("vip 100% off", "vip 100% off"),
        ("vip 9pm", "vip 9pm"),
    ],
)
def test_how_long_they_are_gone_is_said_in_any_words(said: str, people: str) -> None:
    assert spelled_out(said) == people
