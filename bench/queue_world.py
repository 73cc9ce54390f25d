"""A real worker and its queue on a PostgreSQL database made for the measurement, in this process."""

import contextlib
import functools
import os
import time
from collections.abc import Iterator
from uuid import UUID

import django

READY_SECONDS = 120.0
DEFAULT_DATABASE = "postgres://coding_engine:coding_engine@127.0.0.1:5432/coding_engine"


@contextlib.contextmanager
def database() -> Iterator[None]:
    """Set Django up on a database of its own beside that of DATABASE_URL; it is dropped afterwards."""
    os.environ.setdefault("DATABASE_URL", DEFAULT_DATABASE)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assessment.settings")
    os.environ["EMBEDDED"] = "0"
    os.environ.setdefault("DATABASE_POOL_SIZE", "90")
    django.setup()
    from django.conf import settings
    from django.db import connection, connections

    if connection.vendor != "postgresql":
        raise SystemExit("DATABASE_URL must name a PostgreSQL database: see scripts/ensure-services")
    settings.EXECUTOR_ON_FINISHED = "bench.queue_world.nothing_follows"
    name = str(connection.settings_dict["NAME"])
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connections.close_all()
        connection.close_pool()  # type: ignore[attr-defined]
        connection.creation.destroy_test_db(name, verbosity=0)


def nothing_follows(run: object) -> None:
    """Stands in for what a finished run means to a session: there is none here."""


@contextlib.contextmanager
def worker(*, sandbox: str, scope: str, slots: int) -> Iterator[None]:
    """A worker as `manage.py run_worker` has it, ready to judge."""
    from django.conf import settings

    from bench.sandboxes import made
    from executor.selectors import health
    from executor.worker import Worker

    settings.EXECUTOR_SCOPE = scope
    settings.EXECUTOR_QUEUE_LIMIT = 10_000
    running = Worker(slots=slots, sandbox=made(sandbox))
    running.start()
    deadline = time.monotonic() + READY_SECONDS
    try:
        while not health()["ok"]:
            if time.monotonic() > deadline:
                raise SystemExit(f"the worker is not ready: {health()['reason']}")
            time.sleep(0.1)
        yield
    finally:
        running.stop()


@functools.cache
def stored(tests: int) -> str:
    """The id of a case set of so many tests, stored once, as a published version of a question has it."""
    from bench.programs import cases
    from executor.services import store_case_set

    return str(store_case_set(cases(tests)).pk)


def submit(language: str, source: str, tests: int, tenant: str) -> UUID:
    """Queue one submission of a candidate; its id. executor.errors.Busy where he has too many under way."""
    from bench.programs import cases
    from executor.core.job import Job
    from executor.core.languages import LANGUAGES
    from executor.core.limits import Limits
    from executor.models import Run
    from executor.services import enqueue

    job = Job(language, source, cases(tests), LANGUAGES[language].scale(Limits()), tenant=tenant)
    return enqueue(job=job, priority=Run.Priority.SUBMIT, case_set=stored(tests)).id
