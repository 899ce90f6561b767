"""Whatever a worker raised, or lost, in our one shape of errors."""

from __future__ import annotations

from activate_va.errors import ActivateError
from activate_va.jobs.errors import CannotWrite, JobCancelled, SchedulerUnreachable, WorkerLost

SCHEDULER_GONE = "scheduler-connection-lost"


class UnexpectedFailure(ActivateError):
    status = 500
    hint = "this is a defect: the server's output has the traceback"


def as_activate_error(error: BaseException) -> ActivateError:
    """The error in our one shape, whatever the worker raised."""
    from concurrent.futures import CancelledError

    from distributed.scheduler import KilledWorker, NoValidWorkerError, NoWorkerError

    if isinstance(error, ActivateError):
        return error
    if isinstance(error, CancelledError):
        return _cancelled(error)
    if isinstance(error, KilledWorker):
        return WorkerLost(f"the worker process was lost {_times(error.allowed_failures)} while it ran this")
    if isinstance(error, NoWorkerError | NoValidWorkerError):
        return WorkerLost(f"for {error.timeout:.0f} seconds there was no worker to do this")
    if isinstance(error, OSError) and is_of_files(error):
        return CannotWrite(str(error))
    return UnexpectedFailure(f"{type(error).__name__}: {error}")


def is_of_files(error: OSError) -> bool:
    """Whether it is about files; connections that break are OSErrors too, mostly without a number."""
    return error.errno is not None and not isinstance(error, ConnectionError | TimeoutError)


def lost_at_once(error: BaseException) -> bool:
    """Whether the job's worker was lost and the scheduler, set up by somebody else, allows for no second try."""
    from distributed.scheduler import KilledWorker

    return isinstance(error, KilledWorker) and error.allowed_failures < 1


def _cancelled(error: BaseException) -> ActivateError:
    if getattr(error, "reason", None) == SCHEDULER_GONE:
        return SchedulerUnreachable("the Dask scheduler was lost while it had work of ours")
    return JobCancelled("the job was cancelled")


def _times(allowed: int) -> str:
    """How often, where the scheduler allows for so many losses; we see to one where it allows for none."""
    return "twice" if allowed <= 1 else f"{allowed + 1} times"
