"""What a stop of the staff is about, until when, and when sending shall go on."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.replies.stopping import Extent, end_of, wants_sending_again, what_stops

_ZONE = ZoneInfo("America/Chicago")
_NOW = datetime(2026, 3, 2, 9, tzinfo=_ZONE)  # a Monday


def _parts(*texts: tuple[Extent, str]) -> list[tuple[Extent, str]]:
    return [(stops, one.strip()) for stops, several in texts for one in several.split("|")]


@pytest.mark.parametrize(
    ("stops", "text"),
    _parts(
        (
            Extent.EVERYTHING,
            "stop everything|STOP|stop sending to customers|sabko message mat bhejo|भेजना बंद करो|no envien mas mensajes"
            "|no messages today|pause for 3 days|pausa hasta mañana|2 ghante ke liye sab band karo|2 घंटे के लिए सब रोक दो"
            "|para todo por 2 horas|stop sending for now|thodi der ke liye rok do|2 घंटे रोक दो|do ghante ke liye rok do"
            "|band karo kal tak|para dos horas|pausa media hora|2 din rok do|ek ghanta ruk jao"
            "|hold everything until tomorrow"
            "|mute for 2 hours|pause one week|somvar tak band|आधा घंटा रोक दो|pause till 6",
        ),
        (
            Extent.TIMES,
            "no messages on sundays|रविवार को मत भेजो|sunday ko msg mat bhejo|no mandes mensajes los domingos"
            "|dont text customers after 8pm|raat ko message mat bhejo|no texts at night|don't message on diwali"
            "|no envien mensajes despues de las 9|रात को मैसेज मत भेजो|never send on weekends",
        ),
        (
            Extent.PART,
            "stop the second reminder|dusra reminder band karo|no envies el segundo recordatorio"
            "|stop sms, only whatsapp|pause everything but rho|pausa todo menos rho|sab roko sirf rho chhod ke"
            "|stop sending so many reminders|stop sending discounts",
        ),
        (
            Extent.NOTHING,
            "change the first text to: {brand}: you forgot {items}! {link} STOP to opt out|पहला मैसेज बदलो: {brand} STOP"
            "|set the reminder text to Hi, reply STOP to end|pehla text badlo: bhool gaye? STOP band karne ke liye"
            "|why does the reminder say stop?|should I stop everything?|1027 stop|start sending again"
            "|dukaan 2 ghante band hai|do ghante baad|2 mug rok do"
            "|show me everyone who has not bought for 30 days|clientes en Texas que no compraron en 60 dias"
            "|cuantos clientes no compraron en 30 dias|kitne customers ne 30 din se nahi kharida"
            "|customers who dont buy for 60 days|list everybody who never ordered in 2 months|clientes para navidad"
            "|jin grahak ne 30 din se nahi kharida|muestrame todos los clientes sin pedidos por 2 meses"
            "|hold 2 shorts till tomorrow|mug band ho gaya 2 din se|we are closed for 2 hours|para 2 cajas",
        ),
    ),
)
def test_how_much_stops(stops: Extent, text: str) -> None:
    assert what_stops(text) is stops


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("stop all reminders for 2 hours", "Mon 11:00"),
        ("/pause 2h", "Mon 11:00"),
        ("2 ghante ke liye sab band karo", "Mon 11:00"),
        ("2 घंटे के लिए सब रोक दो", "Mon 11:00"),
        ("para todo por 2 horas", "Mon 11:00"),
        ("stop everything for 30 min", "Mon 09:30"),
        ("pause everything until 6pm", "Mon 18:00"),
        ("no envies nada hasta mañana", "Tue 10:00"),
        ("kal tak messages mat bhejo", "Tue 10:00"),
        ("pause for 3 days", "Thu 09:00"),
        ("2 घंटे रोक दो", "Mon 11:00"),
        ("do ghante ke liye rok do", "Mon 11:00"),
        ("band karo kal tak", "Tue 10:00"),
        ("para dos horas", "Mon 11:00"),
        ("para los mensajes dos horas", "Mon 11:00"),
        ("pausa media hora", "Mon 09:30"),
        ("2 din rok do", "Wed 09:00"),
        ("pause one week", "Mon 10:00"),  # the clocks go forward in between
        ("pause till 6", "Mon 18:00"),
        ("stop sending for the night", "Tue 10:00"),
        ("raat bhar sab band", "Tue 10:00"),
        ("no envíes nada por la noche", "Tue 10:00"),
        ("stop everything till tonight", "Mon 20:00"),
        ("no messages today", "Tue 00:00"),
        ("aaj message mat bhejo", "Tue 00:00"),
        ("stop sending for a while", ""),
        ("stop everything", ""),
        ("no messages on sundays", ""),
    ],
)
def test_until_when(text: str, end: str) -> None:
    until = end_of(text, _NOW.astimezone(UTC), _ZONE)
    assert (f"{until.astimezone(_ZONE):%a %H:%M}" if until else "") == end


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("start sending again", True), ("chalu karo", True), ("फिर से शुरू करो", True), ("sab chalu kar do", True),
        ("shuru karo phir se", True), ("ok start again", True), ("empieza a enviar otra vez", True),
        ("reanuda los mensajes", True), ("seguir enviando", True), ("भेजना शुरू करो", True),
        ("start", False), ("continue", False), ("start a sale", False), ("send again to asha", False),
        ("are we sending again?", False), ("stop sending again", False),
    ],
)  # fmt: skip
def test_when_it_goes_on(text: str, again: bool) -> None:
    assert wants_sending_again(text) is again
