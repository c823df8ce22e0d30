"""Celery over Redis posts a form for each task, and judges nothing.

Filled by running it; worked by `celery -A tests.peers.celery_posts worker`. A task is acknowledged when it is done, as
a message to a person must be.
"""

from __future__ import annotations

import os
from pathlib import Path

import requests
from celery import Celery

from tests.peers.answers import HEADERS

app = Celery("posts", broker=os.environ["BENCH_REDIS"])
app.conf.update(
    task_ignore_result=True,
    task_acks_late=True,
    task_default_queue=f"celery-{os.environ['BENCH_POOL']}",
    broker_connection_retry_on_startup=True,
    broker_pool_limit=100,
)
session = requests.Session()
session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=100))


@app.task(name="post")
def post(form: str) -> None:
    """Post one form, over a connection that is kept."""
    session.post(os.environ["BENCH_URL"], data=form, headers=HEADERS, timeout=30).raise_for_status()


def main() -> None:
    """Queue a task for each form."""
    with app.producer_or_acquire() as producer:
        for form in Path(os.environ["BENCH_FORMS"]).read_text(encoding="ascii").splitlines():
            post.apply_async((form,), producer=producer)


if __name__ == "__main__":
    main()
