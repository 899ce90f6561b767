"""Settings from the environment, in the forms in which people write them."""

from __future__ import annotations

import pytest

from activate_va.settings import InvalidSettings, load_settings

VARIABLES = {"allowed_hosts": "ACTIVATE_VA_ALLOWED_HOSTS", "datasets": "ACTIVATE_VA_DATASETS"}
FORMS: dict[str, tuple[str, ...]] = {
    "lab.example": ("lab.example",),
    "lab.example, other.example": ("lab.example", "other.example"),
    '["lab.example", "a,b"]': ("lab.example", "a,b"),
    "[2001:db8::5],lab.example": ("[2001:db8::5]", "lab.example"),
    "[]": (),
    "": (),
}


@pytest.mark.parametrize("field", VARIABLES)
@pytest.mark.parametrize("text", FORMS)
def test_a_list_is_written_with_commas_or_in_json(monkeypatch: pytest.MonkeyPatch, field: str, text: str) -> None:
    monkeypatch.setenv(VARIABLES[field], text)
    assert getattr(load_settings(), field) == FORMS[text]


@pytest.mark.parametrize("field", VARIABLES)
@pytest.mark.parametrize("text", ['["lab.example"', '["a", 1]'])
def test_a_list_that_cannot_be_read_is_told_with_the_forms(
    monkeypatch: pytest.MonkeyPatch, field: str, text: str
) -> None:
    monkeypatch.setenv(VARIABLES[field], text)
    with pytest.raises(InvalidSettings, match=field):
        load_settings()
