"""The meaning of Telegram's refusals. Telegram sends sentences rather than codes, so known sentences are matched.

https://core.telegram.org/api/errors and the sentences of https://github.com/tdlib/telegram-bot-api
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

from telegram.error import TelegramError

from bot.channels.telegram.telegram_api import TelegramCallLost, TelegramRefused
from flows.delivery import GONE, Answer, Failure

# Of an edit: somebody deleted the message, or it is none that a bot may change.
_UNEDITABLE = ("message to edit not found", "message can't be edited", "message_id_invalid")
# Refusals with nothing left to do: a button press acknowledged too late, an unchanged text.
_DONE = ("query is too old", "message is not modified")
_GONE = ("chat not found", "user not found", "peer_id_invalid", "group chat was upgraded", "chat_id is empty")

# Telegram fetches a picture by its address, or is given a file, and says this where it can show or keep none.
_NO_PICTURE = (
    "failed to get http url content",
    "wrong type of the web page content",
    "wrong file identifier/http url specified",
    "webpage_curl_failed",
    "webpage_media_empty",
    "photo_invalid_dimensions",
    "photo_save_file_invalid",
    "file is too big",
    "file must be non-empty",
    "image_process_failed",
    "message caption is too long",
)

# What the library raises for an answer of another form than it knows.
_GARBLED = (TelegramError, KeyError, TypeError, ValueError, AttributeError)

_STATUSES: Mapping[int, Failure] = MappingProxyType(
    {
        401: Failure.SENDER,  # the token was revoked
        403: Failure.BLOCKED,  # blocked, deactivated, never started, or thrown out of the group
        404: Failure.SENDER,  # no such bot
        413: Failure.PICTURE,  # a file of more bytes than it takes: the request was not carried out
        429: Failure.RETRY,
        500: Failure.UNKNOWN,  # an answer from behind the request: it may have been carried out
        502: Failure.UNKNOWN,
        503: Failure.RETRY,  # not taken
        504: Failure.UNKNOWN,
    }
)


def classify(refused: TelegramRefused) -> Failure:
    """Return the failure of a refusal; ALERT for an unknown one. After a 5xx other than 503 the message may still have
    been sent."""
    if refused.chat is not None or _says(refused, _GONE):
        return Failure.ADDRESS
    if _says(refused, _NO_PICTURE):
        return Failure.PICTURE
    return _STATUSES.get(refused.status, Failure.UNKNOWN if refused.status >= 500 else Failure.ALERT)


class Failed(Exception):
    """A failed call; ``answer`` has the reason and the time to wait.

    ``done`` is True when Telegram refused because nothing is left to do.
    """

    def __init__(self, answer: Answer, *, done: bool = False) -> None:
        super().__init__(answer.detail)
        self.answer = answer
        self.done = done


@contextmanager
def translate_errors() -> Iterator[None]:
    """Turn every error of a library call into Failed."""
    try:
        yield
    except TelegramRefused as refused:
        raise Failed(_refuse(refused), done=_says(refused, _DONE)) from None
    except TelegramCallLost as lost:
        cut = Failure.UNKNOWN if lost.written else Failure.RETRY
        raise Failed(Answer(failure=cut, detail=str(lost))) from None
    except _GARBLED as error:
        garbled = f"Telegram's answer cannot be read: {type(error).__name__}"
        raise Failed(Answer(failure=Failure.UNKNOWN, detail=garbled)) from None


def _refuse(refused: TelegramRefused) -> Answer:
    """Return the answer of a refusal. If a group became a supergroup, ``detail`` names the new chat."""
    detail = f"Telegram answered {refused.status}: {refused.said}"
    if refused.chat is not None:
        detail = f"the group is now chat {refused.chat}: change its address"
    code = GONE if _says(refused, _UNEDITABLE) else str(refused.status)
    return Answer(failure=classify(refused), code=code, detail=detail, after=refused.after)


def _says(refused: TelegramRefused, sentences: tuple[str, ...]) -> bool:
    said = refused.said.lower()
    return refused.status == 400 and any(sentence in said for sentence in sentences)
