"""What a phone or a business account writes by itself does nothing, behind each kind of question."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.transcripts.another_matter import Outcome, begin, write
from tests.transcripts.runner import Story
from tests.transcripts.script import read
from tests.transcripts.test_another_matter import HEAD, SCENES
from tests.transcripts.world import world

REACTIONS = (
    "Elsket «{q}»", "Menyukai “{q}”", "Ogillade “{q}”", "Сподобалося “{q}”", "Tykkäsi: “{q}”", "Άρεσε “{q}”",
    "Tetszett: „{q}”", "J’aime « {q} »", "+1 314 555 0142 liked “{q}”", "Elsket «{cut}…»", "Menyukai “{cut}...”",
    "Tykkäsi: “{cut}…”", "Liked: {cut}…", "Liked “{cut}…”", "Heeft met 👍 gereageerd op “{q}”",
    "Zareagowano 👍 na „{q}”", "“{q}” iletisini beğendi", "用👍回应了“{q}”", "「{q}」に👍でリアクションしました",
    "Zareagowano 👍 na „{cut}…”", "Liked “{q}”", "Loved “{q}”", "👍 to “{q}”", "Disliked “{q}”",
)  # fmt: skip
OF_OTHERS = (
    "「Reply STOP to end」に👍でリアクションしました", "Dana reacted 👍 to your message: Reply STOP to end",
    "Zareagowano 👍 na „Sale today. Reply STOP to end”", "用👍回应了“Reply STOP to end”",
    "Heeft met 👍 gereageerd op “Reply STOP to end”",
)  # fmt: skip
AUTOMATIC = (
    "Sto guidando con Non disturbare attivato. Vedrò il tuo messaggio quando sarò arrivato.",
    "Thanks for texting Joe's Pizza! Reply STOP to opt out, HELP for help. Msg&data rates may apply.",
    "We are closed today. Our hours are 9-5 Mon-Fri. Reply STOP to unsubscribe.",
    "This number does not accept texts. Please call 314-555-0100.",
    "I have notifications silenced. Reply “urgent” to notify me anyway.",
    "Je conduis actuellement. Je lirai votre message à l’arrivée.",
    "Ich fahre gerade Auto und habe „Nicht stören“ aktiviert. Ich sehe deine Nachricht, wenn ich angekommen bin.",
    "Estou dirigindo com o Não Perturbe ativado. Verei sua mensagem quando chegar ao meu destino.",
    "Abwesenheitsnotiz: Ich bin bis 12. März nicht im Büro. In dringenden Fällen wenden Sie sich an meine Kollegin.",
    "I’m asleep right now with Sleep Focus on. Will reply in the morning.",
    "In a meeting, will call you back later",
)  # fmt: skip
_CUT = 60  # letters of a longer text that a phone quotes
_EACH = 3  # one text in so many is written behind each question


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service keeps files in its working folder."""
    monkeypatch.chdir(tmp_path)


async def _written(scene: str, texts: Sequence[str], database: str, folder: Path) -> list[tuple[str, Outcome]]:
    """Write each text behind a scene; {q} is what we said last, and {cut} its beginning."""
    who, settings, beginning = SCENES[scene]
    file = folder / "scene.txt"
    file.write_text(HEAD.format(settings=settings) + beginning + "\n", encoding="utf-8")
    async with world(read(file), database) as here:
        story = Story(here)
        await begin(story, beginning)
        said = [message.text for name, _, message in story.ear.heard if name == who and message.text]
        cuts = len(said[-1]) > _CUT
        filled = [text.format(q=said[-1], cut=said[-1][:_CUT]) for text in texts if cuts or "{cut}" not in text]
        return [(text, await write(story, who, text)) for text in filled]


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
@pytest.mark.parametrize("scene", SCENES)
async def test_what_no_person_wrote_does_nothing(scene: str, database: str, tmp_path: Path) -> None:
    """Each text is written behind seven of the questions."""
    texts = [*REACTIONS, *OF_OTHERS, *AUTOMATIC][list(SCENES).index(scene) % _EACH :: _EACH]
    outcomes = await _written(scene, texts, database, tmp_path)
    acted = [(text, one.actions, one.templates, one.asked) for text, one in outcomes if one.actions or one.templates]
    assert not acted, "\n".join(map(str, acted))


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
async def test_a_persons_own_opt_out_beside_such_a_text_revokes_or_holds(database: str, tmp_path: Path) -> None:
    texts = [
        *("STOP", "please stop", "reply stop?? I said stop", "I am driving, stop texting me", "“{q}” STOP"),
        *("“{q}” arrêtez", "I'm driving right now, stop texting me", "wrong # "),
        "This number does not accept texts from you, STOP",
    ]
    for text, outcome in await _written("cart reminder", texts, database, tmp_path):
        assert outcome.actions or outcome.asked, text


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
async def test_an_answer_beside_a_quotation_is_one(database: str, tmp_path: Path) -> None:
    texts = ["“{q}” 12 Park Street, Delhi 110001", "“{q}”\nKoregaon Park, Pune 411001", "> {q}\n\n12 Park Street"]
    for text, outcome in await _written("address", texts, database, tmp_path):
        assert outcome.templates, text
