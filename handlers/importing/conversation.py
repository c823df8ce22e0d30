"""The conversation module of imports: files of customers and orders, by the API or sent to the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.conversation import Conversation, Door, Reader, Undoing
from handlers.conversation import conversation_facets as facets
from handlers.conversation.endpoint_search import find_endpoints
from handlers.importing import chat_import
from handlers.importing.api.routes import ROUTES
from handlers.importing.sheet_fetch_call import KINDS
from handlers.importing.unclear_columns import UNCLEAR, take_column_answer
from handlers.jobs.job_kind import JobKind

if TYPE_CHECKING:
    from handlers.jobs.job_kind import HeldJob, OpenJob
    from storage.jobs.jobs import JobRecord


async def _begin(held: HeldJob) -> OpenJob:
    from handlers.importing.import_job import begin  # the readers of files, loaded with the first

    return await begin(held)


def _rejects(job: JobRecord) -> str:
    return f"{job.kind.partition('.')[0]}.rejected.csv"


IMPORTING = Conversation(
    name="importing",
    talk=facets.CustomerTalk(
        doors=(
            Reader(Door.ASKED, chat_import.take_answer, chat_import.TAKE_IN),
            Reader(Door.ASKED, take_column_answer, UNCLEAR),
            Reader(Door.STAFF, chat_import.take_file),
        ),
    ),
    staff=facets.StaffTalk(undoes=(Undoing.of_rows("import", {}, dict.fromkeys(chat_import.LOGGED, "deed_import")),)),
    api=facets.ApiSurface(routes=ROUTES, endpoints=find_endpoints("handlers.importing.api", ROUTES)),
    work=facets.BackgroundWork(
        calls=KINDS,
        long_jobs={
            "customers.import": JobKind(_begin, _rejects, chat_import.report_result),
            "orders.import": JobKind(_begin, _rejects),
        },
    ),
)
