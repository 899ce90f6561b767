from __future__ import annotations

from collections.abc import Iterator

import pytest

from activate_va.jobs.cluster import open_cluster
from activate_va.jobs.service import Jobs

from . import tasks


@pytest.fixture(scope="package")
def jobs() -> Iterator[Jobs]:
    cluster = open_cluster(None)
    jobs = Jobs(cluster)
    # Workers find the tasks of these tests by value, not by import.
    import cloudpickle

    cloudpickle.register_pickle_by_value(tasks)
    yield jobs
    cloudpickle.unregister_pickle_by_value(tasks)
    jobs.close()
    cluster.close()
