"""Where photos are kept: one contract for a folder and a bucket, and what is special about each."""

from __future__ import annotations

import os
import stat
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.config import WrongSettings, load
from bot.photos.aws_signature import AccessKey, sign_request
from bot.photos.photo_home import MediaUnavailable, PhotoFolder, PhotoHome
from bot.photos.photo_home_choice import open_home
from bot.photos.s3_bucket import Bucket
from tests.providers.peers import free_port
from tests.providers.s3 import BUCKET, KEY, REGION, SECRET, S3Stand, signature

NOW = datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)
ONE, OTHER = f"tiger/{'0a' * 16}.jpg", f"kiln/{'0b' * 16}.jpg"
JPEG = b"\xff\xd8\xff" + bytes(range(256)) * 400


def _now() -> datetime:
    return NOW


@pytest.fixture
async def s3() -> AsyncIterator[S3Stand]:
    async with S3Stand(clock=_now) as stand:
        yield stand


def _bucket(url: str, prefix: str = "photos/2026", secret: str = SECRET, region: str = REGION) -> Bucket:
    return Bucket(url, BUCKET, prefix, AccessKey(KEY, secret, region), _now)


@pytest.fixture(params=["folder", "bucket"])
async def home(request: pytest.FixtureRequest, tmp_path: Path, s3: S3Stand) -> AsyncIterator[PhotoHome]:
    made: PhotoHome = PhotoFolder(tmp_path / "photos") if request.param == "folder" else _bucket(s3.url)
    yield made
    await made.close()


async def test_what_is_put_is_got_until_it_is_removed(home: PhotoHome) -> None:
    assert await home.get(ONE) is None
    await home.put(ONE, JPEG)
    await home.put(OTHER, b"another's")
    await home.put(ONE, JPEG)
    assert (await home.get(ONE), await home.get(OTHER)) == (JPEG, b"another's")
    await home.put(ONE, b"replaced")
    assert await home.get(ONE) == b"replaced"
    await home.remove(ONE)
    await home.remove(ONE)
    assert (await home.get(ONE), await home.get(OTHER)) == (None, b"another's")


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "tiger/../kiln/x.jpg", "tiger/0a.jpg", "", f"tiger/{'0A' * 16}.jpg", f"{ONE}\n"],
)  # fmt: skip
async def test_a_name_leads_nowhere_else(home: PhotoHome, name: str) -> None:
    with pytest.raises(ValueError, match="no photo is called"):
        await home.put(name, b"x")
    with pytest.raises(ValueError, match="no photo is called"):
        await home.get(name)
    with pytest.raises(ValueError, match="no photo is called"):
        await home.remove(name)


async def test_a_folder_is_its_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        await PhotoFolder(tmp_path / "deep" / "photos").put(ONE, JPEG)
    finally:
        os.umask(before)
    file = tmp_path / "deep" / "photos" / ONE
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (file, file.parent, file.parent.parent)]
    assert modes == [0o600, 0o700, 0o700]
    assert [path.name for path in file.parent.iterdir()] == [file.name]


async def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "photos").write_text("a file stands in the way")
    with pytest.raises(MediaUnavailable, match="the folder of photos"):
        await PhotoFolder(tmp_path / "photos").put(ONE, JPEG)


async def test_objects_stand_under_the_prefix(s3: S3Stand) -> None:
    bucket = _bucket(s3.url)
    await bucket.put(ONE, JPEG)
    bare = _bucket(s3.url, prefix="")
    await bare.put(ONE, JPEG)
    assert set(s3.objects) == {f"{BUCKET}/photos/2026/{ONE}", f"{BUCKET}/{ONE}"}
    assert s3.calls[0].headers["Content-Type"] == "image/jpeg"
    await bucket.close()
    await bare.close()


@pytest.mark.parametrize(
    ("bucket", "code"),
    [
        (lambda url: _bucket(url, secret="another"), "HTTP 403, SignatureDoesNotMatch"),
        (lambda url: _bucket(url, region="us-east-1"), "HTTP 403, AuthorizationHeaderMalformed"),
        (
            lambda url: Bucket(url, BUCKET, "", AccessKey("AKIAOTHER", SECRET, REGION), _now),
            "HTTP 403, InvalidAccessKeyId",
        ),
        (lambda url: Bucket(url, "others", "", AccessKey(KEY, SECRET, REGION), _now), "HTTP 404, NoSuchBucket"),
        (
            lambda url: Bucket(url, BUCKET, "", AccessKey(KEY, SECRET, REGION), lambda: NOW + timedelta(hours=1)),
            "HTTP 403, RequestTimeTooSkewed",
        ),
    ],
    ids=["secret", "region", "key", "bucket", "clock"],
)
async def test_what_is_wrong_with_a_bucket_is_named(s3: S3Stand, bucket: object, code: str) -> None:
    made = bucket(s3.url)  # type: ignore[operator]
    with pytest.raises(MediaUnavailable) as wrong:
        await made.put(ONE, JPEG)
    assert str(wrong.value) == f"the bucket of photos answers {code}"
    assert not s3.objects
    await made.close()


async def test_a_bucket_that_is_away(s3: S3Stand) -> None:
    bucket, nobody = _bucket(s3.url), _bucket(f"http://127.0.0.1:{free_port()}")
    for fault in ({"status": 503}, {"cut": True}):
        s3.fail(20, **fault)  # a connection that broke while it was kept is tried anew by the library
        with pytest.raises(MediaUnavailable, match="the bucket of photos"):
            await bucket.put(ONE, JPEG)
        with pytest.raises(MediaUnavailable, match="the bucket of photos"):
            await bucket.get(ONE)
        with pytest.raises(MediaUnavailable, match="the bucket of photos"):
            await bucket.remove(ONE)
        s3.heal()
    with pytest.raises(MediaUnavailable, match="before the request was written"):
        await nobody.get(ONE)
    await bucket.close()
    await nobody.close()


async def test_a_bucket_holds_no_photo_of_a_gigabyte(s3: S3Stand) -> None:
    bucket = _bucket(s3.url, prefix="")
    s3.objects[f"{BUCKET}/{ONE}"] = bytes(9 * 2**20)
    with pytest.raises(MediaUnavailable, match="too large"):
        await bucket.get(ONE)
    await bucket.close()


DOCUMENTED = AccessKey("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1")
MAY = datetime(2013, 5, 24, tzinfo=UTC)
PUBLISHED = [  # the examples of the page that signing.py names
    (
        "GET", "test.txt", b"", {"range": "bytes=0-9"},
        "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    ),
    (
        "PUT", "test%24file.text", b"Welcome to Amazon S3.",
        {"date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY"},
        "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("method", "name", "body", "headers", "wanted"), PUBLISHED, ids=["GET", "PUT"])
def test_the_published_signatures(method: str, name: str, body: bytes, headers: dict[str, str], wanted: str) -> None:
    host = "examplebucket.s3.amazonaws.com"
    made = sign_request(DOCUMENTED, method, f"https://{host}/{name}", body, MAY, headers)
    assert made["Authorization"].endswith(f"Signature={wanted}")
    heads = {key.lower(): value for key, value in made.items()} | {"host": host}
    names = made["Authorization"].partition("SignedHeaders=")[2].partition(",")[0]
    assert signature(method, f"/{name}", heads, names, DOCUMENTED.secret, DOCUMENTED.region) == wanted


def test_a_secret_is_not_printed() -> None:
    assert DOCUMENTED.secret not in repr(DOCUMENTED)


S3_KEYS = {"PARLEY_MEDIA_KEY": KEY, "PARLEY_MEDIA_SECRET": SECRET}


async def _put(environ: dict[str, str], sandbox: bool = False) -> None:
    home = open_home(load(environ), _now, sandbox=sandbox)
    await home.put(ONE, JPEG)
    await home.close()


async def test_the_folder_is_beside_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    await _put({"PARLEY_DATABASE_URL": f"sqlite:///{tmp_path}/shop.db"})
    await _put({"PARLEY_DATABASE_URL": "postgresql://db.example/parley"})
    await _put({"PARLEY_MEDIA": f"{tmp_path}/elsewhere/"})
    assert all((tmp_path / folder / ONE).is_file() for folder in ("shop.db.photos", "photos", "elsewhere"))


async def test_the_bucket_of_the_settings(s3: S3Stand, tmp_path: Path) -> None:
    given = {
        "PARLEY_DATABASE_URL": f"sqlite:///{tmp_path}/shop.db",
        "PARLEY_MEDIA": f"s3://{BUCKET}/some/prefix/",
        "PARLEY_MEDIA_ENDPOINT": s3.url,
        "PARLEY_MEDIA_REGION": REGION,
        **S3_KEYS,
    }
    await _put(given)
    assert set(s3.objects) == {f"{BUCKET}/some/prefix/{ONE}"}
    await _put(given, sandbox=True)
    del given["PARLEY_MEDIA_ENDPOINT"]
    await _put(given, sandbox=True)  # Amazon stands elsewhere, and nothing leaves a sandbox
    assert (tmp_path / "shop.db.photos" / ONE).is_file()


@pytest.mark.parametrize(
    ("environ", "setting"),
    [
        ({"PARLEY_MEDIA": "ftp://photos.example"}, "PARLEY_MEDIA"),
        ({"PARLEY_MEDIA": "s3://", **S3_KEYS}, "PARLEY_MEDIA"),
        ({"PARLEY_MEDIA": "s3://tiger/../x", **S3_KEYS, "PARLEY_MEDIA_REGION": "not a region"}, "PARLEY_MEDIA_REGION"),
        ({"PARLEY_MEDIA": "s3://tiger", "PARLEY_MEDIA_KEY": KEY}, "PARLEY_MEDIA_SECRET"),
        ({"PARLEY_MEDIA": "s3://tiger", "PARLEY_MEDIA_SECRET": SECRET}, "PARLEY_MEDIA_KEY"),
    ],
)
def test_settings_that_name_no_home(environ: dict[str, str], setting: str) -> None:
    with pytest.raises(WrongSettings) as wrong:
        load(environ)
    assert setting in [one.setting for one in wrong.value.mistakes]
    assert SECRET not in str(wrong.value)
