"""What can be wrong with a study, its file or its folder."""

from activate_va.errors import ActivateError


class DesignNotFound(ActivateError):
    status = 404


class DesignNotGiven(ActivateError):
    hint = "give `preset`, one of those that GET /api/studies lists, or `yaml`"


class InvalidDesign(ActivateError):
    """The file of a study says something it cannot mean; the detail names the file and the line."""


class FolderOfAnotherStudy(ActivateError):
    status = 409
    hint = "name another folder with --out, or run there the study that it belongs to"


class NoStudyHere(ActivateError):
    status = 404
    hint = "name the folder that was given to `activate-va study run … --out`"


class NothingFinished(ActivateError):
    status = 409
    hint = "run the study until its first session has ended"


class FolderUnusable(ActivateError):
    hint = "make room or name another folder; sessions that were finished are kept, and the same command goes on"


class MapsNotKept(ActivateError):
    hint = "run a study that trains with IL, such as legg2019-projections, and keep its datasets where they were"


class StudyFailed(ActivateError):
    """Sessions of a study failed; the detail says of what."""

    status = 500
    hint = "the others are kept: run the study again for those that failed"


class TablesOfAnotherVersion(ActivateError):
    status = 409
    hint = "another version of this package wrote them: run the study anew, in another folder or under another name"


class ReportNotBuilt(ActivateError):
    status = 503
    hint = "scripts/serve builds it; or: npm --prefix web ci && npm --prefix web run build"


class TableDamaged(ActivateError):
    status = 409
    hint = "run the study again, which writes its tables anew from the sessions that it stored"


class StudyNotFound(ActivateError):
    status = 404
    hint = "GET /api/studies lists the studies of this server's data directory"


class StudyRunning(ActivateError):
    """One study at a time: two would take each other's workers, and each would take twice as long."""

    status = 409
    hint = "wait until it has ended, or cancel it: what it finished is kept"


class StudyNotRunning(ActivateError):
    status = 409
    hint = "only a study that runs can be cancelled"
