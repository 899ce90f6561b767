"""Options of the entries of registries: what may be chosen of one, beside the entry itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict, Json, TypeAdapter, ValidationError

from activate_va.errors import ActivateError
from activate_va.registry import Named, Registry
from activate_va.text import Text

OptionValue = bool | int | float | str
Chosen = Mapping[str, Mapping[str, OptionValue]]
"""Options by the key of their entry, as in {"selection.DMB": {"shortlist_factor": 5}}."""


class Options(BaseModel):
    """What may be set of an entry; one without options takes none, and none is infinite."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class InvalidOptions(ActivateError):
    """Options that their entry does not have, or not with these values."""

    hint = "GET /api/catalogue lists each entry's options, with their bounds"


class Optional(Named, Protocol):
    @property
    def options(self) -> type[Options]: ...


def key_of(registry: Registry[Any], name: str) -> str:
    """What the options of an entry go by: the registry's group without the package, and the name."""
    return f"{registry.group.rpartition('.')[2]}.{name}"


def options_of(registry: Registry[Any], name: str, chosen: Chosen) -> Options:
    """The entry's options, those that are not chosen at their defaults. Raises UnknownName, InvalidOptions."""
    entry: Optional = registry[name]
    key = key_of(registry, name)
    try:
        return entry.options.model_validate(chosen.get(key, {}))
    except ValidationError as error:
        problem = error.errors()[0]
        where = ".".join([key, *map(str, problem["loc"])])
        raise InvalidOptions(f"{where}: {problem['msg'].removeprefix('Value error, ')}") from error


def parsed_options(text: str) -> dict[str, OptionValue]:
    """Options of one entry as JSON writes them, not checked against any. Raises InvalidOptions."""
    try:
        return _WRITTEN.validate_python(text)
    except ValidationError as error:
        raise InvalidOptions(f"options are a JSON object of names and values: {error.errors()[0]['msg']}") from error


_WRITTEN: TypeAdapter[dict[str, OptionValue]] = TypeAdapter(Json[dict[Text, bool | int | float | Text]])


def check_options(chosen: Chosen, *registries: Registry[Any]) -> None:
    """Refuse options of what is in none of the registries, or that their entry does not take.

    Raises UnknownName, InvalidOptions.
    """
    by_part = {registry.group.rpartition(".")[2]: registry for registry in registries}
    for key in chosen:
        part, _, name = key.partition(".")
        if part not in by_part:
            known = ", ".join(f"{each}.NAME" for each in by_part)
            raise InvalidOptions(f"options of {key!r}: they go by {known}")
        options_of(by_part[part], name, chosen)
