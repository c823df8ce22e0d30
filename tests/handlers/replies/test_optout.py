"""What revokes consent and what only looks like it. Wider tables are scored in test_figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.replies.expected_answers import Expecting
from handlers.replies.opt_out_recognition import OptOut, is_keyword, read_opt_out
from tests.cases import each

LEGAL_WORDS = (
    *("stop", "stopall", "quit", "end", "revoke", "opt out", "opt-out", "optout", "cancel", "unsubscribe"),
    *("arrêt", "ARRET", "baja", "alto", "parar", "sair", "रोकें", "बंद"),
)


@each("word", LEGAL_WORDS)
@each("dress", ["{}", "{}.", " {}!! ", '"{}"', "please {}"], ids=["bare", "dot", "spaces", "quoted", "please"])
def test_legal_words_revoke_when_nothing_is_asked(word: str, dress: str) -> None:
    assert read_opt_out(dress.format(word)) is OptOut.STOP


WORLD_WORDS = (
    *("STOPP", "abmelden", "arresta", "afmelden", "wypisz", "dezabonare", "avsluta", "afmeld", "lopeta", "odhlásit"),
    *("leiratkozás", "ΔΙΑΓΡΑΦΗ", "СТОП", "отписаться", "відписатися", "İPTAL", "إيقاف", "الغاء", "لغو۱۱", "הסר"),
    *("odjava", "fermati", "отвали", "בטל", "⛔", "🚫", "📵"),
    *("بند کرو", "বন্ধ করুন", "थांबवा", "બંધ", "நிறுத்து", "ఆపండి", "ನಿಲ್ಲಿಸಿ", "നിർത്തുക", "ਬੰਦ ਕਰੋ", "berhenti"),
    *(
        "UNREG",
        "tigil",
        "dừng",
        "หยุด",
        "停止",
        "退订",
        "退訂",
        "停",
        "解除",
        "配信停止",
        "중지",
        "수신거부",
        "sitisha",
        "sispann",
    ),
)


@each("word", WORLD_WORDS)
@each("dress", ["{}", "{}.", " {}!! "], ids=["bare", "dot", "spaces"])
def test_keywords_of_the_world_revoke(word: str, dress: str) -> None:
    assert read_opt_out(dress.format(word)) is OptOut.STOP


@each(
    "text",
    [
        "停车场在哪",
        "再见",
        "די יקר",
        "بس واحد",
        "今はいいです",
        "อย่ากดกริ่ง",
        "c'est dur",
        "acha theek hai",
        "finalmente arrivato",
    ],
)
def test_words_that_hold_a_keyword_of_the_world_revoke_nothing(text: str) -> None:
    assert read_opt_out(text) is not OptOut.STOP


BESIDE_A_STOP = (
    *("please STOP, I'm driving", "STOP I'm driving", "Stop I'm at work", "stop, busy", "stop we are in court"),
    *("STOP BUT KEEP MY ORDER", "stop and where is my order?", "stop but ship my order", "stop after this order"),
    *("STOP. Where is my order?", "stop\nwhere is my package", "stop! and refund me", "Stop however keep my order"),
    *("STOP - John", "STOP from John", "STOP (john)", "STOP from Priya Sharma", "— stop", "[STOP]"),
    *("STOP 🙄 - sent from Samsung", "STOP - Sent from my iPhone", "STOP\n\nSent from my iPhone"),
    *("for the last time stop", "for the second time stop", "who is this stop", "STOP who is this", "im at work stop"),
    *("STOP to end", "Stop2end", "stop2quit", "STOP to opt out", "busy. stop", "Got it. stop", "my order came, STOP"),
    *("Stop she is asleep", "stop you woke the baby", "stop this is my work phone", "STOP it is midnight"),
    "Stop and tell me where my parcel is",
    *("opt me the hell out", "opt me out of this", "je ne veux plus", "je n'en veux plus"),
)
DISGUISED = (
    *("ЅТОР", "sтоp", "5TOP", "$TOP", "S70P", "sᴛᴏp", "ꜱᴛᴏᴘ", "🆂🆃🅾🅿", "𝐒𝐓𝐎𝐏", "STO P", "ST OP", "sto.p", "S*T*O*P"),
    *("stopit", "stopplease", "ЅТОР, I'm driving", "5TOP but keep my order"),
)


WITH_A_LINK = (
    *("STOP https://parley.shop.example/l/5A8XrQu", "STOP http://shop.example/cart/1", "stop www.shop.example/l/no"),
    *("QUIT https://parley.shop.example/l/9kYesOk", "https://shop.example/l/aB3dE5f STOP", "ALTO https://a.example/no"),
    *("CANCEL https://parley.shop.example/l/aB3dE5f", "बंद करो https://parley.shop.example/l/aB3dE5f"),
)


@each("text", BESIDE_A_STOP + DISGUISED + WITH_A_LINK)
def test_a_stop_of_its_own_holds_at_least_whatever_stands_beside_it(text: str) -> None:
    assert read_opt_out(text) in {OptOut.STOP, OptOut.AMBIGUOUS}


@pytest.mark.parametrize("text", ["STOP to end", "Got it. stop", "ЅТОР, I'm driving", "STOP BUT KEEP MY ORDER"])
def test_a_stop_of_its_own_revokes(text: str) -> None:
    assert read_opt_out(text) is OptOut.STOP


@each("end", ["take me off your list", "unsubscribe my number", "quítenme de su lista", "list se naam hata do"])
@each(
    "tale",
    [
        "they ring at five in the morning and my grandchild sleeps with the window open",
        "the parcel of my neighbour came to us and the dog took it into the garden",
        "suena a las cinco y mi nieta duerme en el cuarto de al lado con la ventana abierta",
        "subah paanch baje ghanti bajti hai aur mohalle ke sab log jag jaate hain",
    ],
)
def test_what_is_told_around_an_opt_out_does_not_hide_it(end: str, tale: str) -> None:
    assert read_opt_out(f"{end}, {tale}") is not OptOut.NONE


@pytest.mark.parametrize("text", ["td", "TD!", "ret", "RET."])
def test_keywords_of_one_country_are_asked_about(text: str) -> None:
    assert read_opt_out(text) is OptOut.AMBIGUOUS


LOOKS_LIKE_A_STOP = (
    *("stop the red one, send blue", "stop my order", "don't stop the reminders", "can't stop wearing it"),
    *(
        "bus stop",
        "non-stop",
        "nonstop",
        "F-stop",
        "pit stop",
        "one stop shop",
        "which stop is it",
        "the next stop",
    ),
    *("stop by the shop?", "stop in store?", "stop/start button", "i get off at this stop", "stop and shop"),
    *("$10 top", "5 top", "s top", "top", "🚫 sugar", "no 🚫 onions"),
    *("basta con una", "basta con dos", "con una basta", "go away bag", "the go away mat", "get lost hat in M"),
    *("je ne veux plus la robe", "opt for express", "בטל את ההזמנה", "hello again", "hi again!", "thanks again"),
)


@each("text", LOOKS_LIKE_A_STOP)
def test_what_only_holds_a_stop_revokes_nothing(text: str) -> None:
    assert read_opt_out(text) is not OptOut.STOP


def test_what_only_holds_a_stop_is_seldom_asked_about() -> None:
    asked = [text for text in LOOKS_LIKE_A_STOP if read_opt_out(text) is not OptOut.NONE]
    assert len(asked) <= len(LOOKS_LIKE_A_STOP) / 6, asked


@each(
    ("text", "verdict"),
    [
        pytest.param("S T O P", OptOut.STOP, id="spelled"),
        pytest.param("stpo", OptOut.STOP, id="transposed"),
        pytest.param("ＳＴＯＰ", OptOut.STOP, id="full-width"),
        pytest.param("st\u200bop", OptOut.STOP, id="zero-width"),
        pytest.param("don’t text me", OptOut.STOP, id="curly-apostrophe"),
        pytest.param("why don't you stop texting me", OptOut.AMBIGUOUS, id="why-dont-you"),
        pytest.param("shop", OptOut.NONE, id="a-word-one-edit-away"),
        pytest.param("don't stop", OptOut.NONE, id="negated"),
        pytest.param("band mat karna", OptOut.NONE, id="negated-hinglish"),
        pytest.param('they wrote "Reply STOP to end" on it', OptOut.NONE, id="quoted"),
        pytest.param("tell them to stop calling it a dress", OptOut.NONE, id="others-are-told"),
        pytest.param("don't call, text me", OptOut.NONE, id="other-channel"),
        pytest.param("I unsubscribed by accident", OptOut.NONE, id="told"),
        pytest.param("salir", OptOut.AMBIGUOUS, id="salir"),
        pytest.param("start", OptOut.START, id="start"),
        pytest.param("you can text me again", OptOut.START, id="may-again"),
        pytest.param("do you text back?", OptOut.NONE, id="no-start"),
        pytest.param("can i send it back", OptOut.NONE, id="goods-go-back"),
        pytest.param("send it again", OptOut.NONE, id="an-order-again"),
        pytest.param("message me back", OptOut.NONE, id="wants-an-answer"),
        pytest.param("HELP", OptOut.HELP, id="help"),
        pytest.param("help me with my order", OptOut.NONE, id="help-with"),
        pytest.param("", OptOut.NONE, id="empty"),
    ],
)
def test_verdict(text: str, verdict: OptOut) -> None:
    assert read_opt_out(text) is verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("STOP", OptOut.AMBIGUOUS),
        ("You won a prize! Reply STOP to unsubscribe", OptOut.NONE),
        ("please stop sending me all of these texts", OptOut.NONE),
    ],
    ids=["one-word", "instructions", "someone-else"],
)
def test_a_forwarded_text_is_someone_elses(text: str, verdict: OptOut) -> None:
    assert read_opt_out(text, forwarded=True) is verdict


@each("text", ["cancel", "stop", "end", "quit", "unsubscribe", "stopall", "stop texting me", "opt out"])
def test_an_open_yes_or_no_keeps_nobody_in(text: str) -> None:
    assert read_opt_out(text, expecting=Expecting.YES_NO) is OptOut.STOP


@given(st.text(max_size=300))
def test_any_text_has_a_verdict(text: str) -> None:
    assert read_opt_out(text) in OptOut


@given(
    st.sampled_from(["stop", "unsubscribe", "opt out", "revoke"]),
    st.sampled_from([" ", "!", ".", "\n", "🙏", " please"]),
)
def test_case_and_ends_change_nothing(word: str, end: str) -> None:
    assert read_opt_out(word.upper() + end) is read_opt_out(word) is OptOut.STOP


@each(
    "text",
    [
        "I do not want to unsubscribe",
        "please do not remove my number",
        "do not take me off your list",
        "do not opt me out",
        "I didn't unsubscribe",
        "mujhe list se mat hatao",
        "mera number mat hatao",
        "मुझे लिस्ट से मत हटाओ",
        "STOP mat karo messages",
        "no quiero que dejen de escribirme",
        "no quiero dejar de recibir sus mensajes",
        "não parem de mandar promoções",
        "je ne veux pas me désabonner",
        "non cancellatemi dalla lista",
        "lütfen beni listeden çıkarmayın",
        "মেসেজ বন্ধ করবেন না",
    ],
)
def test_an_end_that_is_denied_revokes_nothing(text: str) -> None:
    assert read_opt_out(text) is not OptOut.STOP


@pytest.mark.parametrize("text", ["don't text me anymore", "do not contact me again", "band karo mat bhejo"])
def test_a_denial_of_messages_is_none_of_their_end(text: str) -> None:
    assert read_opt_out(text) is OptOut.STOP


def test_a_denial_revokes_nothing_however_sure_the_weights_are(monkeypatch: pytest.MonkeyPatch) -> None:
    sure = {"stop": 0.999, "perhaps": 0.0, "other": 0.001}
    monkeypatch.setattr("handlers.replies.text_evidence.TextEvidence.weigh", lambda *_: sure)
    assert read_opt_out("please do not remove my number") is OptOut.AMBIGUOUS
    assert read_opt_out("please remove my number") is OptOut.STOP


@pytest.mark.parametrize("text", ["cancel 1236", "para 2", "para M", "baja L", "stop 2", "alto 2"])
def test_a_keyword_beside_a_number_or_a_size_is_no_keyword_alone(text: str) -> None:
    """ "Cancel 1236" unsubscribed the customer, and lost the order that was meant."""
    assert not is_keyword(text)
    assert read_opt_out(text) is not OptOut.STOP


def test_a_word_of_the_lists_is_no_slip_for_another() -> None:
    """ "Publi" was read as "public"."""
    assert read_opt_out("no quiero más publi") is not OptOut.NONE


@pytest.mark.parametrize("text", ["i want mug stop", "mujhe mug chahiye stop", "quiero un taj mug stop"])
def test_a_stop_behind_a_wish_may_be_an_opt_out(text: str) -> None:
    assert read_opt_out(text) is OptOut.AMBIGUOUS


@pytest.mark.parametrize("text", ["i want it near the bus stop", "i need a door stop", "send it to the last stop"])
def test_a_stop_of_another_kind_is_none(text: str) -> None:
    assert read_opt_out(text) is OptOut.NONE
