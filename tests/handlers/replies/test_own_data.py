"""Requests to see one's data: read in four languages, and never as an opt-out."""

from handlers.replies.data_access_wishes import asks_to_see
from handlers.replies.expected_answers import Expecting
from handlers.replies.opt_out_recognition import OptOut, read_opt_out
from tests.cases import each
from tests.understanding.lines import Line, own

REQUESTS = (
    *("send me my data", "Can you send me a copy of my personal data please?", "what data do you have about me"),
    *("What personal information do you keep on me?", "this is a subject access request"),
    *("Send me all the data you have about me please", "send me everything you know about me"),
    *("What do you know about me?", "please share whatever data you hold about me", "I request a copy of my own data"),
    *("quiero una copia de todos mis datos", "¿qué datos tienen sobre mí?", "¿qué datos míos tienen?"),
    *("quiero una copia de mis datos personales", "Quiero una copia de mis datos", "qué saben ustedes de mí"),
    *("solicito acceso a mis datos personales, art. 15 RGPD", "me mandas todos mis datos por favor"),
    *("mera saara data bhejo", "mere baare mein aapke paas kya jaankari hai", "mujhe apna pura data chahiye"),
    *("aapko mere baare me kya pata hai", "mera data mujhe dikha do"),
    *("मेरा डेटा भेजिए", "मेरे बारे में आपके पास क्या जानकारी है", "आपके पास मेरा क्या डेटा है", "अपना सारा डेटा चाहिए"),
)
OTHERS = (
    *("delete my data", "don't send me my data", "send me my order", "what size data do you have", "i know my size"),
    *("my data plan is over", "send me the details about the lamp", "borra mis datos", "mera data hata do"),
    *("envíame la información de mi pedido", "qué información tienes de los shorts", "send me details of my order"),
    *("mera data pack khatam ho gaya", "mere order ki jaankari bhejo", "मेरा डेटा हटा दो", "tell me about my parcel"),
    *("get rid of all my data", "quiero que quiten mis datos"),
)


@each("text", REQUESTS)
def test_a_request_to_see_ones_data_is_read(text: str) -> None:
    assert asks_to_see(text)


@each("text", OTHERS)
def test_other_texts_are_none(text: str) -> None:
    assert not asks_to_see(text)


@each("expecting", [Expecting.NOTHING, Expecting.OTHER])
@each("text", REQUESTS)
def test_it_is_no_opt_out(text: str, expecting: Expecting) -> None:
    assert read_opt_out(text, expecting=expecting) is OptOut.NONE


@each(
    "text",
    [
        "send me my data and unsubscribe me",
        "send me all my data. STOP",
        "quiero una copia de mis datos y dejen de escribirme",
        "mera data bhejo aur msg bhejna band karo",
        "मेरा डेटा भेजो और मैसेज भेजना बंद करो",
        "quiero que borren mis datos y no me escriban",
        "quiero cancelar mis datos de su lista",
        "I want you to stop using my data to text me",
    ],
)
def test_an_opt_out_beside_it_still_holds(text: str) -> None:
    assert read_opt_out(text) in {OptOut.STOP, OptOut.AMBIGUOUS}


def _read(line: Line) -> OptOut:
    expecting = Expecting.OTHER if line.asked else Expecting.NOTHING
    return read_opt_out(line.text, expecting=expecting, question=line.asked or "")


def test_labelled_requests_end_no_messages() -> None:
    """Of the lines nine in ten are read; a person gets the rest."""
    requests = [line for line in own("record") if line.label == "other"]
    assert [line.text for line in requests if _read(line) is OptOut.STOP] == []
    unread = [line.text for line in requests if not asks_to_see(line.text)]
    assert len(unread) * 10 <= len(requests), unread


def test_labelled_opt_outs_beside_a_request_hold() -> None:
    assert [line.text for line in own("record") if line.label == "stop" and _read(line) is OptOut.NONE] == []
