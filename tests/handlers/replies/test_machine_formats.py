"""Reactions and automatic answers are told from what people write, and a person's words beside them are read."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.events import MessageReceived
from handlers.intake.arrival import may_stop
from handlers.replies.machine_formats import MARKS, is_automatic, is_reaction
from handlers.replies.message_quotations import drop_quotations, reacts
from handlers.replies.opt_out_recognition import OptOut, read_opt_out
from tests.cases import each

DATA = Path(__file__).parent
OURS = (
    "Hi Dana, you left Blue kurta in your cart: https://t.example/x1. Shall we order it? Reply YES, or STOP to opt out."
)
QUOTED = f"“{OURS}”"
HIDDEN = "\u200b"
"""What Android writes around the parts of a reaction."""

REACTIONS = (
    "Liked {}", "Loved {}", "Disliked {}", "Laughed at {}", "Emphasized {}", "Questioned {}", "Reacted 😂 to {}",
    "Removed a like from {}", "Removed 😂 from {}", "Dana liked {}", "👍 to {}", "❤️ to {}",
    "👎🏽 to {}", "‼️ to {}", "Le gustó {}", "A Dana le encantó {}", "No le gustó {}", "Se rio de {}", "Enfatizó {}",
    "Reaccionó con 😂 a {}", "👍 a {}", "{} को पसंद किया", "{} पर हँसे", "😂 के साथ {} पर प्रतिक्रिया दी",
    "A aimé {}", "N’a pas aimé {}", "A adoré {}", "A réagi avec 😂 à {}", "Gefällt {}", "Lacht über {}",
    "Hat mit 😂 auf {} reagiert", "Ha messo mi piace a {}", "Ha riso per {}", "Curtiu {}", "Riu de {}",
    "Vond {} leuk", "Benadrukte {}", "Reageerde met 😂 op {}",
)  # fmt: skip
QUOTES = ("“{}”", '"{}"', "« {} »", "„{}“", "「{}」", "“ {} ”", f"\u200a“{HIDDEN}{{}}{HIDDEN}”\u200a")

AUTOMATIC = (
    "(I’m not receiving notifications. If this is urgent, reply “urgent” to send a notification through with your "
    "original message.)",
    "Thank you for your message. We're unavailable right now, but will respond as soon as possible.",
    "I'm driving with Do Not Disturb While Driving turned on. I'll see your message when I get where I'm going.",
    "I’m driving with Driving Focus turned on. I’ll see your message when I get where I’m going.",
    "I'm driving right now",
    "I'm driving right now - I'll get back to you later",
    "Sorry, I can't talk right now. I'll call you back.",
    "Automatic reply: I am out of office until Monday",
    "Out of office: I am on vacation until 12 March with limited access to email.",
    "Thanks for contacting Karol Fabrics! Please let us know how we can help you.",
    "Hi, welcome to Karol Store. How can I help you?",
    "Thank you for contacting us! We are closed now. Our business hours are Mon-Sat 10am-7pm. We will get back to you.",
    "We are closed now.",
    "Thanks for your message! We will get back to you shortly.",
    "This is an automated message. Please do not reply.",
    "Gracias por tu mensaje. No estamos disponibles en este momento, pero te responderemos lo antes posible.",
    "¡Gracias por comunicarte con Telas Karol! Por favor, dinos cómo podemos ayudarte.",
    "Estoy conduciendo con el modo No molestar activado. Veré tu mensaje cuando llegue a mi destino.",
    "आपके संदेश के लिए धन्यवाद। हम अभी उपलब्ध नहीं हैं, लेकिन जल्द से जल्द जवाब देंगे।",
    "Karol Store se sampark karne ke liye dhanyavad! Hum abhi available nahi hain, jald hi aapse sampark karenge.",
    "Merci pour votre message. Nous ne sommes pas disponibles actuellement, mais nous vous répondrons vite.",
    "Vielen Dank für Ihre Nachricht. Wir sind derzeit nicht verfügbar, melden uns aber so schnell wie möglich.",
    "Obrigado pela sua mensagem. Não estamos disponíveis no momento, mas responderemos assim que possível.",
)
BY_LANGUAGE = (
    "Sto guidando con Non disturbare attivato. Vedrò il tuo messaggio quando sarò arrivato.",
    "Je conduis actuellement. Je lirai votre message à l’arrivée.",
    "Ich fahre gerade Auto. Ich lese deine Nachricht, wenn ich angekommen bin.",
    "Estou dirigindo com o Não Perturbe ativado. Verei sua mensagem quando chegar ao meu destino.",
    "Ik ben aan het rijden. Ik lees je bericht wanneer ik er ben.",
    "मैं गाड़ी चला रहा हूं। पहुंचने पर आपका संदेश देखूंगा।",
    "I have notifications silenced. Reply “urgent” to notify me anyway.",
    "I’m asleep right now with Sleep Focus on. Will reply in the morning.",
    "In a meeting, will call you back later",
    "Abwesenheitsnotiz: Ich bin bis 12. März nicht im Büro. Bitte wenden Sie sich an Frau Kaur.",
    "Je suis absent du bureau. Je serai de retour le 3 mars.",
    "Sono fuori ufficio. Risponderò al mio rientro.",
    "Estarei fora do escritório até 3 de março. Responderei ao retornar.",
    "Estoy fuera de la oficina. Responderé a mi regreso.",
    "Thanks for texting Joe's Pizza! Reply STOP to opt out, HELP for help. Msg&data rates may apply.",
    "We are closed today. Our hours are 9-5 Mon-Fri. Reply STOP to unsubscribe.",
    "Oggi siamo chiusi. I nostri orari: 9-18.",
    "We zijn vandaag gesloten. Onze openingstijden: 9-17.",
    "This number does not accept texts. Please call 314-555-0100.",
    "Este número no acepta mensajes. Llame al 314-555-0100.",
    "Ce numéro n’accepte pas les SMS. Appelez le 314-555-0100.",
    "Diese Nummer empfängt keine SMS.",
    "Este número não recebe mensagens.",
    "Questo numero non accetta messaggi.",
    "Dit nummer ontvangt geen berichten.",
    "इस नंबर पर संदेश स्वीकार नहीं किए जाते।",
)
PERSONS = (
    "STOP I'm driving right now", "I'm driving right now, stop texting me", "I'm driving right now. Yes",
    "Thank you for your message, please unsubscribe me", "thank you for your message", "We are closed till Monday",
    "We are closed now, 2 pieces tomorrow", "thanks for reaching out! yes I want two of them please",
    "I'm out of the office until Friday, remind me then", "I'll get back to you", "hum band hain Monday tak",
    "please send it as soon as possible", "haan 2 hai", "nahi hai abhi", "I loved \"Tiger\", send me one",
    'my wife liked "the blue one"', "I am not receiving notifications from you",
    "auto reply nahi chahiye, list se nikalo bas", "I am driving, stop texting me", "stop replying",
    "this number does not accept texts from you, STOP", "meeting mein hoon, baad mein call karna",
    "we are closed today, we are open tomorrow, haan 2 hai", "our hours are 9 to 5 but haan 2 hai",
    "👌🏿 Está bien", "👌 यह ठीक है", "👌🏾 C'est bon",

    "haan 😍 “Blue kurta”", "send me 😍 “Blue kurta”", "停止👍“Blue kurta”", "Blue kurta 😍 “XL”", "2 😍 “Blue kurta”",
    "Loved your message: stop texting me", "unsubscribe 👍 “Blue kurta sale”",
)  # fmt: skip


@pytest.mark.parametrize("quote", QUOTES)
def test_a_reaction_says_nothing(quote: str) -> None:
    """Whether it quotes our text, or that of another system."""
    for reaction in REACTIONS:
        text = reaction.format(quote.format(OURS))
        assert is_reaction(text), text
        assert drop_quotations(text, [OURS]) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Liked “Hi Dana, you left Blue kur…”",
        "👍 to “Sale! Text STOP to end…”",
        "Liked an image",
        "Loved a movie",
        "Le gustó una imagen",
        "Emphasized “https://t.example/x1”",
    ],
)
def test_a_cut_off_quotation_and_a_picture(text: str) -> None:
    assert is_reaction(text)


@each(
    ("text", "left"),
    [
        (f"STOP {QUOTED}", "STOP"),
        (f"{QUOTED} STOP", "STOP"),
        (f"Liked {QUOTED} stop", "stop"),
        (f"> {OURS}\n\nno thanks", "no thanks"),
        (f"On Mon, Mar 2, 2026 Tiger Tees wrote:\n> {OURS[:50]}\n> {OURS[50:]}\nstop", "stop"),
        (f"yes\n\n{OURS}", "yes"),
        ("what is this? “Hi Dana, you left Blue…”", "what is this?"),
        (f"“{OURS[30:100]}” what does it mean?", "what does it mean?"),
        (OURS, ""),
        (f"{QUOTED} 👍", ""),
        (OURS.replace("'", "’").upper(), ""),
        ('"Reply YES, or STOP to opt out"', '"Reply YES, or STOP to opt out"'),
        ("hi dana…", "hi dana…"),
        ("2 tiger shorts", "2 tiger shorts"),
    ],
)
def test_own_words_beside_a_quotation_are_read(text: str, left: str) -> None:
    assert drop_quotations(text, ["Thanks!", OURS, "OK"]) == left


@pytest.mark.parametrize("text", ['"Reply STOP to opt out" - yes please STOP', f'STOP "{OURS}"', f"stop\n> {OURS}"])
def test_an_opt_out_beside_a_quotation_is_one(text: str) -> None:
    assert read_opt_out(drop_quotations(text, [OURS])) is OptOut.STOP


@each(
    ("text", "reacts_to_it"),
    [
        ("Elsket «{}»", True),
        ("Tykkäsi: “{}”", True),
        ("J’aime « {} »", True),
        ("“{}” iletisini beğendi", True),
        ("Дана сподобалося “{}”", True),
        ("“{}” arrêtez", False),
        ("“{}” haan jaan", False),
        ("“{}” 12 Park", False),
        ("“{}” do haathi", False),
        ("kya matlab? “{}”", False),
        ("my house “{}”", False),
        ("“{}”\nKoregaon Park", False),
        ("> {}\n\nKoregaon Park", False),
    ],
)
def test_a_reaction_in_a_language_that_no_list_has(text: str, reacts_to_it: bool) -> None:
    """A known word that answers, or a line of its own, is a person's."""
    written = text.format(OURS)
    assert reacts(written, drop_quotations(written, [OURS])) is reacts_to_it


@pytest.mark.parametrize(
    "text",
    [
        "Zareagowano 👍 na „Reply STOP to end”",
        "用👍回应了“Reply STOP to end”",
        "「Reply STOP to end」に👍でリアクションしました",
        "Dana reacted 👍 to your message: Reply STOP to end",
        "+1 314 555 0142 liked “Reply STOP to end”",
    ],
)
def test_an_emoji_between_a_verb_and_a_quotation_makes_a_reaction(text: str) -> None:
    """In any language, to a text of another system, too."""
    assert is_reaction(text)
    assert not may_stop(_sms(text))


@each("text", [*AUTOMATIC, *BY_LANGUAGE])
def test_an_automatic_answer(text: str) -> None:
    assert is_automatic(text)


@each("text", PERSONS)
def test_a_person(text: str) -> None:
    assert not is_automatic(text)
    assert not is_reaction(text)


def test_no_labelled_line_of_a_person_is_one() -> None:
    """Of all that is labelled only what is labelled as automatic, or as about nothing."""
    for file in ("customer", "yes_no", "stock"):
        for part in ("phrases", "held_out"):
            lines = (DATA / f"{file}_{part}.tsv").read_text(encoding="utf-8").splitlines()
            wrong = [one for one in lines if is_automatic(one.split("\t")[-1]) and not one.startswith("automatic")]
            assert not wrong


@each("mark", [*MARKS, ">", "…", "'", "@ ", "thank you for ", "i'm driving with ", "👍", "Liked "])
def test_a_run_of_marks_takes_no_time(mark: str) -> None:
    text = (mark * 4096)[:4096]
    began = time.process_time()
    is_reaction(text)
    is_automatic(text)
    drop_quotations(text, [OURS] * 100)
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize("text", [f"Liked {QUOTED}", *AUTOMATIC[:2]])
def test_what_no_person_wrote_may_be_no_stop(text: str) -> None:
    assert not may_stop(_sms(text))


@pytest.mark.parametrize("text", [f"{QUOTED} STOP", f"STOP {QUOTED}", f"> {OURS}\nstop", f"{QUOTED} no more please"])
def test_whether_a_quotation_leaves_a_stop_is_looked_into(text: str) -> None:
    assert may_stop(_sms(text))


def _sms(text: str) -> MessageReceived:
    return MessageReceived("sms", "+13145550142", "+13145550100", "SM1", text, datetime(2026, 3, 2, tzinfo=UTC))
