"""What can be wrong with a job."""

from activate_va.errors import ActivateError


class JobNotFound(ActivateError):
    status = 404
    hint = "jobs are remembered until the server stops; ask for the result itself"


class JobCancelled(ActivateError):
    """Raised inside a task at its next progress report after somebody cancelled it."""

    status = 409
    hint = "start it again when ready"


class WorkerLost(ActivateError):
    status = 500
    hint = "it may have run out of memory, or was ended by hand. Look at the server's output, then try again"


class NoWorkers(WorkerLost):
    hint = "start workers of that scheduler; ACTIVATE_VA_NO_WORKER_SECONDS has work wait longer for them"


class CannotWrite(ActivateError):
    """A file that work leaves behind could not be written."""

    status = 500
    hint = "make room on the disk, or see to it that the folder may be written; then try again"


class SchedulerUnreachable(ActivateError):
    status = 500
    hint = "check the address given with --scheduler, and that the scheduler is running"


class ProjectionNotReady(ActivateError):
    """`job_id` names the job that computes it; None where the error comes from another process."""

    status = 409
    hint = "it is being computed; try again when the sample pool is drawn, or choose PCA, which takes a second"

    def __init__(self, detail: str, hint: str | None = None, job_id: str | None = None) -> None:
        super().__init__(detail, hint)
        self.job_id = job_id


class ProjectionFailed(ActivateError):
    status = 500
    hint = "choose another projection, or leave out the schemes that need it"


class SpaceNotReady(ActivateError):
    status = 409
    hint = "it is being computed; try again when that job has ended, or measure distances in another space meanwhile"


CERTIFICATES = "ACTIVATE_VA_SCHEDULER_CA, ACTIVATE_VA_SCHEDULER_CERT and ACTIVATE_VA_SCHEDULER_KEY"


class SchedulerUnprotected(ActivateError):
    """A scheduler that runs code for whoever reaches it."""

    hint = f"start scheduler and workers with certificates, name them in {CERTIFICATES}, and write tls:// as address"


class CertificateUnusable(ActivateError):
    hint = f"name files in PEM with {CERTIFICATES}"
