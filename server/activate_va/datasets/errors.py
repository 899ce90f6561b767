"""What can be wrong with a dataset: each error names the file and the reason."""

from __future__ import annotations

from typing import ClassVar

from activate_va.errors import ActivateError


class DatasetError(ActivateError):
    """A dataset cannot be used as it is."""


class DatasetNotFound(DatasetError):
    """Nothing is registered under the name, and there is no such file or folder."""

    status: ClassVar[int] = 404


class DatasetFileMissing(DatasetError):
    """A folder lacks one of the files that a dataset consists of."""

    hint = "an IDX folder holds train-images-idx3-ubyte, t10k-images-idx3-ubyte and their labels-idx1-ubyte, or .gz"


class UnreadableFile(DatasetError):
    """A file cannot be opened or decompressed."""

    hint = "fetch the file again: it is damaged, or not what its name says"


class WrongMagicNumber(DatasetError):
    """The first four bytes are not those of an IDX file of the kind expected."""

    hint = "images are IDX files of three or four dimensions, labels of one"


class TruncatedFile(DatasetError):
    """The file ends before the length its own header states."""

    hint = "fetch the file again: it is incomplete"


class TrailingBytes(DatasetError):
    """The file goes on after the length its own header states."""

    hint = "fetch the file again: its header and its content do not belong together"


class UnsupportedType(DatasetError):
    """Pixels are not unsigned bytes, or labels not integers."""

    hint = "store images as unsigned bytes (0 to 255) and labels as integers"


class UnsupportedShape(DatasetError):
    """An array is empty, or has dimensions that are not those of images or labels."""

    hint = "images are (n, height, width) or (n, height, width, channels) with 1, 3 or 4 channels, labels (n,)"


class DatasetTooLarge(DatasetError):
    """What a file holds, or says that it holds, is more than a dataset may."""

    hint = "take a part of the samples, smaller images or fewer classes; a file of another size is damaged or a trap"


class LengthMismatch(DatasetError):
    """Images and labels differ in number."""

    hint = "there must be one label for each image, in the same order"


class UnknownKey(DatasetError):
    """An .npz archive lacks an array, or holds one that means nothing here."""

    hint = "the arrays are x_train, y_train (optional), x_test, y_test and classes (optional)"


class LabelOutOfRange(DatasetError):
    """A label is not the index of a class."""

    hint = "labels are class indices from 0; name every class, or leave out the names"


class UnknownSample(DatasetError):
    """No sample of the pool has that `sample_id`."""

    status: ClassVar[int] = 404


class NoImage(DatasetError):
    """Samples are of a kind that has no images."""

    status: ClassVar[int] = 404
    hint = "ask for the sample's card, which every kind has"


class UnknownPage(DatasetError):
    """There is no sprite sheet of that number."""

    status: ClassVar[int] = 404


class OwnEmbeddingWrong(DatasetError):
    """Vectors are not those of the dataset's samples, or no vectors."""

    hint = "a row of finite numbers for each record, in order or with the records' ids"


class OwnEmbeddingNotFound(DatasetError):
    """The dataset has no embedding of that name."""


class OwnEmbeddingTaken(DatasetError):
    """The dataset has an embedding of that name: sessions measure distances in it."""

    status: ClassVar[int] = 409
    hint = "choose another name"


class NotImported(DatasetError):
    """The dataset is built in, or served from files of its own, which are never changed."""

    status: ClassVar[int] = 409
    hint = "import its samples on the page Import; what is imported can be changed"


class NameTaken(DatasetError):
    """Two datasets given by path would go by one name."""

    hint = "a dataset is named after its file or folder: rename one of them, or serve them apart"
