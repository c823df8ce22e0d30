"""A shop that has the goods if so much is paid bargains; who names a price, or says back what we pay, does not."""

import pytest

from handlers.sourcing.replies.conditions import bargains


@pytest.mark.parametrize(
    "text",
    [
        "commission 300 do to haan", "300 commission doge to hai", "250 commission hai to haan", "200 do to de dunga",
        "if you pay 300 yes", "yes if you pay 300", "only if I get 300 commission", "agar 300 doge to haan",
        "300 milega tabhi dunga", "rate badhao to haan", "commission zyada do to hai", "200 per piece do to de dunga",
        "haan agar 200 doge", "haan lekin 200 commission lunga", "commission 200 chahiye to hai", "अगर 300 दोगे तो है",
        "300 दो तो हाँ", "कमीशन 300 दो तो दूँगा", "si me das 300 sí", "sí, si me pagan 300", "con 300 de comisión sí",
        "te la doy si me pagas 300", "give me 300 and it's yours", "pay 250 then yes", "with 300 commission I have it",
        "if you pay more yes", "si suben la comisión sí", "raise the rate then yes", "Rs.300 doge to hai",
        "yes if you pay $10", "10 commission then yes", "रेट बढ़ाओ तो हाँ",
    ],
)  # fmt: skip
def test_a_condition_of_pay(text: str) -> None:
    assert bargains(text, {150})


@pytest.mark.parametrize(
    "text",
    [
        "cash doge to haan", "cash me loge to haan", "advance milega to haan", "upi karo to haan", "paise doge to haan",
        "कैश दोगे तो हाँ", "yes if cash", "yes if you pay cash", "cash then yes", "if you pay in advance yes",
        "advance do to hai", "pehle paise do to hai", "paise pehle to haan", "gpay karo to de dunga",
        "haan agar cash doge", "haan, cash loge to", "upi pe doge to hai", "only for cash", "sí si pagan en efectivo",
        "si me pagas en efectivo sí", "si es en efectivo sí", "con anticipo sí", "एडवांस मिलेगा तो हाँ", "नकद दो तो दूँगा",
        "yes but only cash", "haan par cash chahiye", "udhaar nahi, cash doge to hai", "commission milega to haan",
    ],
)  # fmt: skip
def test_a_condition_of_how_it_is_paid(text: str) -> None:
    """ "Cash doge to haan" (yes, if you pay cash) won."""
    assert bargains(text, {150})


@pytest.mark.parametrize(
    "text",
    [
        "haan, cash dena", "haan hai, paise kab doge", "haan to hai", "2 loge to haan", "le jao to hai",
        "lene aao to haan",
        "kal doge to haan", "haan hai, paise aaj bhej dena", "yes, cash or upi?", "sí, en efectivo",
        "haan 2 hai", "do to hai", "2 do to chalega", "agar chahiye to hai", "hai, 300 lagega", "300 me de dunga",
        "yes at 300",
        "por 300 sí", "haan, 150 commission theek hai", "150 doge to haan", "if you want, yes", "kal lene aao to hai",
        "haan hai, daam badhao", "20 hai to sahi", "25 chahiye to hai", "haan 1 hai, commission kitna", "450 each",
        "yes 2, pay me by friday", "sí, 2 y me pagas luego", "yes, if you give me 2 days", "if not sold by 30 then ok",
    ],
)  # fmt: skip
def test_an_answer_is_no_bargain(text: str) -> None:
    assert not bargains(text, {150})
