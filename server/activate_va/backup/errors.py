"""What can be wrong with a backup, or with where it is to go."""

from activate_va.errors import ActivateError


class BackupExists(ActivateError):
    status = 409
    hint = "name another file; a backup is never written over"


class BackupUnwritable(ActivateError):
    status = 507
    hint = "make room or name another file, and see to it that all of the data folder can be read"


class BackupUnreadable(ActivateError):
    hint = "take another copy of it; `activate-va verify FILE` says whether one is whole"


class BackupTooNew(ActivateError):
    status = 409
    hint = "restore it with that version, or a newer one"


class TargetNotEmpty(ActivateError):
    status = 409
    hint = "name a folder that is empty or not there with --data-dir, and a database without sessions"


class BackupOutdated(ActivateError):
    status = 409
    hint = "start the server on it once, which brings it up to date, then back it up"
