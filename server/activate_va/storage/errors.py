"""What can be wrong with the database at a start."""

from activate_va.errors import ActivateError


class DatabaseDamaged(ActivateError):
    status = 500
    hint = (
        "put a copy of it back, with the -wal file that was copied with it. To keep what can still be read, move the"
        " files elsewhere before you start the server, and try `sqlite3 FILE .recover`"
    )


class DatabaseLeftEmpty(ActivateError):
    """Its content is in the write-ahead log, which nothing refers to."""

    status = 500
    hint = (
        "a database and the -wal file beside it belong together: put both back, from one copy. Only where no session"
        " is missed, move what is left elsewhere and start again"
    )


class DatabaseTooNew(ActivateError):
    status = 409
    hint = "start the newer ActiVAte that has written it, or name another folder with --data-dir"


class DatabaseLocked(ActivateError):
    status = 409
    hint = "close the program that has it open (a database browser, a copy that is under way), then start again"
