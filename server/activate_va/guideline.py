"""How to label: what the classes mean, in words and by examples; published by a project, or written in a session."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from activate_va.errors import ActivateError
from activate_va.number import AS_NUMBER
from activate_va.text import Text
from activate_va.value import Value

GuidelineText = Annotated[Text, Field(max_length=100_000)]
ClassNumber = Annotated[int, Field(ge=0, lt=2**31), AS_NUMBER]


class NotInDataset(ActivateError):
    status = 422
    hint = "name samples of the pool by their numbers, and classes by theirs, from 0"


class ClassDescription(Value):
    """What one class means."""

    class_index: ClassNumber
    text: Annotated[Text, Field(min_length=1, max_length=2000)]


class GuidelineExample(Value):
    """A sample of the pool that shows what the guideline means by a class, and a word on it."""

    sample_id: Annotated[int, Field(ge=0, lt=2**53), AS_NUMBER]
    class_index: ClassNumber
    note: Annotated[Text, Field(max_length=500)] = ""


class Guideline(Value):
    """`text` is of all classes, `descriptions` are of some of them. Empty: nobody has written one."""

    text: GuidelineText = ""
    descriptions: Annotated[tuple[ClassDescription, ...], Field(max_length=1000)] = ()
    examples: Annotated[tuple[GuidelineExample, ...], Field(max_length=200)] = ()

    def expect_in_dataset(self, pool: int, classes: int) -> None:
        """That there are its samples and classes. Raises NotInDataset."""
        for example in self.examples:
            if example.sample_id >= pool:
                raise NotInDataset(f"sample_id={example.sample_id} is not in the pool of {pool:,} samples")
        named = [*(one.class_index for one in self.descriptions), *(one.class_index for one in self.examples)]
        strange = next((class_index for class_index in named if class_index >= classes), None)
        if strange is not None:
            raise NotInDataset(f"class_index={strange} is not among the {classes} classes")


class _Published(Value):
    kind: Literal["guideline_published"] = "guideline_published"


class GuidelinePublished(Guideline, _Published):
    """The whole guideline, in place of what there was before: a project's event, and a session's. `kind` comes first in
    it, as in all events."""

    @classmethod
    def of(cls, guideline: Guideline) -> GuidelinePublished:
        return cls(text=guideline.text, descriptions=guideline.descriptions, examples=guideline.examples)

    def guideline(self) -> Guideline:
        return Guideline(text=self.text, descriptions=self.descriptions, examples=self.examples)
