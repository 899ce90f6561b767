"""Everything that a server keeps, in one file that fits any database: written, checked, and put back."""

from activate_va.backup.checking import Finding, check_archive, check_database
from activate_va.backup.restoring import restore
from activate_va.backup.writing import back_up

__all__ = ["Finding", "back_up", "check_archive", "check_database", "restore"]
