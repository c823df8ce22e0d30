"""The choice of the photo storage by the settings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.config import Settings
from bot.loopback import is_loopback
from bot.photos.photo_home import PhotoFolder, PhotoHome
from storage.database.stores import sqlite_file

FOLDER = "photos"
S3 = "s3://"


def open_home(settings: Settings, elapsed: Callable[[], datetime], *, sandbox: bool) -> PhotoHome:
    """Return the storage that the settings name, without creating or calling anything. A sandbox's is on this
    machine."""
    if settings.media is None or not settings.media.startswith(S3):
        return PhotoFolder(_folder(settings))
    from bot.photos.s3_bucket import AccessKey, Bucket

    name, _, prefix = settings.media.removeprefix(S3).partition("/")
    secret = settings.media_secret.get_secret_value() if settings.media_secret else ""
    key = AccessKey(settings.media_key or "", secret, settings.media_region)
    origin = settings.media_endpoint or f"https://s3.{settings.media_region}.amazonaws.com"
    if sandbox and not is_loopback(origin):
        return PhotoFolder(_choose_folder(settings))
    return Bucket(origin, name, prefix, key, elapsed)


def _folder(settings: Settings) -> Path:
    return Path(settings.media) if settings.media else _choose_folder(settings)


def _choose_folder(settings: Settings) -> Path:
    """Return the default folder: next to a SQLite file, like its spool, else in the working folder."""
    file = sqlite_file(settings.database_url)
    return Path(FOLDER) if file is None else file.with_name(f"{file.name}.{FOLDER}")
