"""Calls made up from the description of the interface, on either database: `python -m tests.faults.random_calls`.

All routes, each by itself, then sessions by the description's links. A row for each database: calls, answers by their
hundreds, answers of 500 and above, and answers that the description does not have. `--database postgresql` runs one.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import schemathesis
from fastapi.testclient import TestClient
from hypothesis import given
from schemathesis.core.failures import FailureGroup

from activate_va.api.app import create_app
from activate_va.assembly import open_services
from activate_va.settings import Settings

from ..api.random_calls import CHECKS, answered, call_in_turn, end_rounds, operations, patient
from ..postgres_server import PostgresServer, programs
from .served import write_digits

STEPS = 20


@contextmanager
def client_on(folder: Path, digits: Path, database_url: str | None) -> Iterator[TestClient]:
    """A server in this process; on SQLite where no address is given."""
    settings = Settings(
        data_dir=folder / "data",
        database_url=database_url,
        datasets=(str(digits),),
        auth=False,
        allowed_hosts=("testserver",),
    )
    with (
        open_services(settings) as services,
        TestClient(create_app(settings, services), raise_server_exceptions=False) as client,
    ):
        yield client


def call_each(client: TestClient, examples: int) -> tuple[Counter[int], list[str]]:
    """So many calls of each route: statuses, and what is wrong."""
    statuses: Counter[int] = Counter()
    wrong: list[str] = []
    for operation in operations():

        @patient(max_examples=examples, database=None)
        @given(case=operation.as_strategy())
        def call(case: schemathesis.Case) -> None:
            found = answered(case, client)
            statuses[found.status_code] += 1
            try:
                case.validate_response(found, checks=CHECKS)
            except FailureGroup as group:
                wrong.append(f"{case.operation.label}: {group}")

        call()
        end_rounds(client)
    return statuses, wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=100, help="calls of each route, and sequences of calls")
    parser.add_argument("--database", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite", "postgresql"])
    given_ = parser.parse_args()
    binaries = programs()
    print("database     calls   2xx   3xx    4xx   5xx undocumented reached by links")
    for name in given_.database:
        if name == "postgresql" and binaries is None:
            raise SystemExit("PostgreSQL is not installed here")
        server = PostgresServer(binaries) if name == "postgresql" and binaries else nullcontext()
        with tempfile.TemporaryDirectory() as folder, server as postgres:
            url = postgres.new_database() if postgres else None
            with client_on(Path(folder), write_digits(Path(folder)), url) as client:
                statuses, wrong = call_each(client, given_.examples)
                reached = call_in_turn(client, given_.examples, STEPS)
        by = Counter({hundred: sum(n for s, n in statuses.items() if s // 100 == hundred) for hundred in (2, 3, 4, 5)})
        counts = f"{statuses.total():7} {by[2]:5} {by[3]:5} {by[4]:6} {by[5]:5} {len(wrong):12}"
        print(f"{name:10} {counts} {len(reached):16}", *wrong[:3], sep="\n", flush=True)


if __name__ == "__main__":
    main()
