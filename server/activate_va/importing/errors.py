"""Why files cannot be imported; what is wrong with single records is told as problems, by line."""

from __future__ import annotations

from typing import ClassVar

from activate_va.errors import ActivateError


class ImportRefused(ActivateError):
    """Nothing was written."""


class UnknownFormat(ImportRefused):
    """The content is none of the formats that are read."""

    hint = "CSV, TSV, JSON lines, JSON, Parquet, npz, IDX, a folder of images per class, or a zip of one of these"


class UnreadableSource(ImportRefused):
    """A file cannot be opened, decompressed or decoded."""

    hint = "fetch or write the file again: it is damaged, or not what its first bytes say"


class SourceTooLarge(ImportRefused):
    """The content is larger than what is imported, whatever the size of the file that holds it."""

    status: ClassVar[int] = 413
    hint = "import a part of it; an archive that grows beyond measure is a trap"


class MappingWrong(ImportRefused):
    """The mapping names columns that there are not, or lacks what a dataset needs."""

    hint = "say which column holds the text or the image"


class RecordsWrong(ImportRefused):
    """Some records cannot be imported as they are."""

    hint = "mend the file, or import it without these records"


class SourceForbidden(ImportRefused):
    """The path is under none of the folders that may be imported from."""

    status: ClassVar[int] = 403
    hint = "upload it, or name a folder above it in ACTIVATE_VA_IMPORT_ROOTS"


class SourceNotFound(ImportRefused):
    """There is no such file or upload."""

    status: ClassVar[int] = 404
    hint = "uploads are removed once they are imported, and a day after they came"


class UploadConflict(ImportRefused):
    """The part does not follow on what has arrived."""

    status: ClassVar[int] = 409
    hint = "ask for the upload: `received` is where to go on"


class DatasetNameTaken(ImportRefused):
    """A dataset of that name is served already."""

    status: ClassVar[int] = 409
    hint = "choose another name"
