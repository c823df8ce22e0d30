"""What becomes of the bytes that somebody sent: a picture of our own making, or a plain no."""

from __future__ import annotations

import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.photos.photo_development import LONGEST, MOST_PIXELS, MOST_SCANS, NoPhoto, develop
from tests.bot.photos.pictures import bomb, opened, picture, scans, text_bomb, with_exif
from tests.cases import each

RED, BLUE = (255, 0, 0), (0, 0, 255)


def _near(found: object, wanted: tuple[int, int, int]) -> bool:
    assert isinstance(found, tuple)
    return all(abs(one - other) < 12 for one, other in zip(found, wanted, strict=True))


@each("kind", ["JPEG", "PNG", "WEBP"])
@each(
    ("size", "made"),
    [((400, 300), (400, 300)), ((4000, 3000), (1600, 1200)), ((900, 3200), (450, 1600)), ((1, 1), (1, 1))],
)
def test_a_picture_is_a_small_jpeg(kind: str, size: tuple[int, int], made: tuple[int, int]) -> None:
    found = develop(picture(*size, kind=kind))
    shown = opened(found.body)
    assert (shown.format, shown.mode, shown.size) == ("JPEG", "RGB", made)
    assert (found.width, found.height) == made
    assert max(made) <= LONGEST


def test_nothing_but_the_pixels_is_left() -> None:
    sent = with_exif()
    assert b"Spyphone" in sent
    assert b"at home" in sent
    found = develop(sent).body
    shown = opened(found)
    assert not shown.getexif()
    assert set(shown.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
    assert not [one for one in (b"Spyphone", b"at home", b"Exif", b"ICC_PROFILE") if one in found]


def test_what_stands_behind_a_picture_is_gone() -> None:
    found = develop(picture() + b"<script>alert(1)</script>").body
    assert b"script" not in found


@pytest.mark.parametrize(
    ("orientation", "size", "left"), [(1, (400, 300), RED), (3, (400, 300), BLUE), (6, (300, 400), None)]
)
def test_it_stands_upright(orientation: int, size: tuple[int, int], left: tuple[int, int, int] | None) -> None:
    shown = opened(develop(with_exif(orientation)).body)
    assert shown.size == size
    if left is not None:
        assert _near(shown.getpixel((20, 150)), left)
    else:
        assert _near(shown.getpixel((150, 20)), RED)  # what was on the left is on top


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "CMYK", "I;16"])
def test_every_way_to_keep_colours(mode: str) -> None:
    from io import BytesIO

    from PIL import Image

    written = BytesIO()
    made = Image.new("RGBA" if mode in {"RGBA", "LA", "P"} else "RGB", (40, 30), (255, 0, 0))
    kind = "JPEG" if mode == "CMYK" else "PNG"
    (Image.new("I;16", (40, 30), 9) if mode == "I;16" else made.convert(mode)).save(written, kind)
    shown = opened(develop(written.getvalue()).body)
    assert (shown.mode, shown.size) == ("RGB", (40, 30))


def test_see_through_is_white() -> None:
    from io import BytesIO

    from PIL import Image

    written = BytesIO()
    Image.new("RGBA", (40, 30), (0, 0, 0, 0)).save(written, "PNG")
    assert _near(opened(develop(written.getvalue()).body).getpixel((5, 5)), (255, 255, 255))


NOT_A_PICTURE = {
    "nothing": b"",
    "a text": b"a bill",
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "HTML": b"<!doctype html><img src=x>",
    "a program": b"\x7fELF\x02\x01\x01" + bytes(64),
    "a GIF": b"GIF89a" + bytes(64),
    "a TIFF": b"II*\x00" + bytes(64),
    "a PDF": b"%PDF-1.7\n",
    "an EPS, which Pillow would give to a program": b"%!PS-Adobe-3.0 EPSF-3.0\n",
    "a zip": b"PK\x03\x04" + bytes(64),
}
BROKEN = {
    "cut": picture()[:300],
    "only a beginning": b"\xff\xd8\xff",
    "a PNG without anything": b"\x89PNG\r\n\x1a\n",
    "a WebP without anything": b"RIFF\x04\x00\x00\x00WEBP",
    "another kind's name": b"\xff\xd8\xff" + picture(kind="PNG"),
    "a text that unpacks to 100 MB": text_bomb(),
}


@each("body", NOT_A_PICTURE.values(), ids=NOT_A_PICTURE)
def test_what_is_no_picture(body: bytes) -> None:
    with pytest.raises(NoPhoto) as no:
        develop(body)
    assert no.value.code == "kind"


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_what_only_begins_like_one(body: bytes) -> None:
    with pytest.raises(NoPhoto) as no:
        develop(body)
    assert no.value.code == "broken"


@pytest.mark.parametrize("side", [5_000, 11_000, 20_000])
def test_a_bomb_is_not_unpacked(side: int) -> None:
    sent = bomb(side)
    assert len(sent) < 2 * 2**20
    tracemalloc.start()
    try:
        with pytest.raises(NoPhoto) as no:
            develop(sent)
        assert tracemalloc.get_traced_memory()[1] < 20 * 2**20
    finally:
        tracemalloc.stop()
    assert no.value.code == "pixels"


def test_as_many_pixels_as_a_phone_has() -> None:
    """24 million: what is more is refused, before any of them is unpacked."""
    wide = MOST_PIXELS // 3_000
    assert develop(picture(wide, 3_000)).width == LONGEST
    for kind in ("JPEG", "PNG"):
        with pytest.raises(NoPhoto, match="pixels"):
            develop(picture(wide + 1, 3_000, kind=kind))


def test_a_jpeg_of_as_many_scans_as_editors_make() -> None:
    assert develop(scans(MOST_SCANS)).width == 400


@pytest.mark.parametrize("filled", [False, True], ids=["plain", "filled"])
def test_a_jpeg_of_more_scans(filled: bool) -> None:
    """Each takes as long as the whole picture. Markers may be filled up with FF, however often."""
    body = scans(MOST_SCANS + 1)
    if filled:
        body = body.replace(b"\xff\xda", b"\xff\xff\xff\xda")
    with pytest.raises(NoPhoto, match="broken"):
        develop(body)


def test_what_looks_like_scans_behind_a_picture() -> None:
    """Phones put a film of some seconds behind it, in which any bytes may stand."""
    assert develop(picture() + b"\xff\xda\x00\x02" * 1_000).width == 400


@given(st.data())
def test_any_damage_is_answered(data: st.DataObject) -> None:
    """Whatever is changed in a picture: a picture comes of it, or a no, and nothing else."""
    body = bytearray(data.draw(st.sampled_from(_SOUND)))
    for _ in range(data.draw(st.integers(1, 8))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    with suppress(NoPhoto):
        assert develop(bytes(body)).body.startswith(b"\xff\xd8\xff")


_SOUND = (picture(40, 30), picture(40, 30, "PNG"), picture(40, 30, "WEBP"), with_exif())
