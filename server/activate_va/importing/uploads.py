"""Files that come through the browser, in parts that can be sent again."""

from __future__ import annotations

import json
import re
import secrets
import threading
import time
from pathlib import Path

from activate_va.atomic import write_atomically
from activate_va.importing.errors import SourceNotFound, SourceTooLarge, UploadConflict
from activate_va.value import Value

KEPT_SECONDS = 24 * 3600.0
"""After which a file that nobody has imported is removed, at the next start or upload."""
AN_ID = re.compile(r"[0-9a-f]{16}")


class Upload(Value):
    """A file on its way here; `received` of its `size` bytes have arrived."""

    id: str
    name: str
    size: int
    received: int


class Uploads:
    """Files in a folder, by id. Two parts of one file do not come at the same time: the second is refused."""

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self.folder = folder
        self.most_bytes = most_bytes
        self._lock = threading.Lock()

    def begin(self, name: str, size: int, annotator_id: str | None = None) -> Upload:
        """An upload of the annotator's, where there are accounts. Raises SourceTooLarge."""
        if size > self.most_bytes:
            hint = "put it on the server's disk and import it by path, or raise ACTIVATE_VA_MAX_UPLOAD_BYTES"
            raise SourceTooLarge(f"{name} is {size:,} bytes long, more than the {self.most_bytes:,} allowed", hint)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._sweep()
        upload_id = secrets.token_hex(8)
        about = json.dumps({"name": name, "size": size, "annotator_id": annotator_id}).encode()
        self._content(upload_id).touch()
        write_atomically(self._about(upload_id), lambda stream: stream.write(about))
        return self.get(upload_id)

    def get(self, upload_id: str) -> Upload:
        """Raises SourceNotFound."""
        try:
            if not AN_ID.fullmatch(upload_id):
                raise FileNotFoundError
            about = json.loads(self._about(upload_id).read_text(encoding="utf-8"))
            received = self._content(upload_id).stat().st_size
        except FileNotFoundError as error:
            raise SourceNotFound(f"there is no upload {upload_id!r}") from error
        return Upload(id=upload_id, name=about["name"], size=about["size"], received=received)

    def bytes_of(self, annotator_id: str) -> int:
        """How much the annotator's uploads take, or will."""
        return sum(size for owner, size in map(_owned, self.folder.glob("*.json")) if owner == annotator_id)

    def append(self, upload_id: str, offset: int, part: bytes) -> Upload:
        """Add a part that begins at `offset`. One that is there already changes nothing: it may be sent again.

        Raises SourceNotFound, UploadConflict, SourceTooLarge.
        """
        with self._lock:
            upload = self.get(upload_id)
            if offset + len(part) > upload.size:
                raise SourceTooLarge(f"{upload.name} was to be {upload.size:,} bytes long", "begin a new upload")
            if offset + len(part) <= upload.received:
                return upload
            if offset != upload.received:
                raise UploadConflict(f"the part begins at {offset:,}, but {upload.received:,} bytes have arrived")
            with self._content(upload_id).open("r+b") as stream:
                stream.seek(offset)
                stream.write(part)
            return self.get(upload_id)

    def whole(self, upload_id: str) -> Path:
        """The file. Raises SourceNotFound, or UploadConflict while a part is missing."""
        upload = self.get(upload_id)
        if upload.received < upload.size:
            raise UploadConflict(f"{upload.received:,} of {upload.size:,} bytes of {upload.name} have arrived")
        return self._content(upload_id)

    def discard(self, upload_id: str) -> None:
        """Raises SourceNotFound."""
        self.get(upload_id)
        self._about(upload_id).unlink(missing_ok=True)
        self._content(upload_id).unlink(missing_ok=True)

    def _sweep(self) -> None:
        oldest = time.time() - KEPT_SECONDS
        for path in self.folder.iterdir():
            if path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)

    def _about(self, upload_id: str) -> Path:
        return self.folder / f"{upload_id}.json"

    def _content(self, upload_id: str) -> Path:
        return self.folder / f"{upload_id}.content"


def _owned(about: Path) -> tuple[str | None, int]:
    """Whose upload it is, and how long."""
    try:
        said = json.loads(about.read_text(encoding="utf-8"))
    except FileNotFoundError:  # It has just been discarded.
        return None, 0
    return said.get("annotator_id"), said["size"]
