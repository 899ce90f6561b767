"""Settings from the environment, in the forms in which people write them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from activate_va.settings import InvalidSettings, Settings, data_dir_of_our_own, load_settings, open_to_others
from activate_va.storage.database import open_database

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


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def generous() -> Iterator[None]:
    """A process that lets everybody read what it writes."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.usefixtures("generous")
def test_a_new_data_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "within" / "data")
    with data_dir_of_our_own(settings) as folder:
        open_database(settings.effective_database_url).dispose()
        assert _mode(folder) == 0o700
        assert {_mode(path) & 0o077 for path in folder.iterdir()} == {0}
    (tmp_path / "after").touch()
    assert _mode(tmp_path / "after") == 0o644


@pytest.mark.usefixtures("generous")
@pytest.mark.parametrize(("mode", "files"), [(0o755, 0o600), (0o750, 0o600), (0o2770, 0o660)])
def test_a_folder_that_was_there_keeps_its_mode_and_others_may_not_read_its_files(
    tmp_path: Path, mode: int, files: int
) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    settings.data_dir.mkdir()
    settings.data_dir.chmod(mode)
    with data_dir_of_our_own(settings) as folder:
        (folder / "a file").touch()
        assert (_mode(folder), _mode(folder / "a file")) == (mode, files)
        assert open_to_others(folder) == (mode == 0o755)


@pytest.mark.usefixtures("generous")
def test_the_default_folder_is_closed_to_others_where_older_versions_left_it_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    settings = Settings()
    settings.data_dir.mkdir(parents=True, mode=0o755)
    with data_dir_of_our_own(settings) as folder:
        assert _mode(folder) == 0o700


def test_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a file of environments that is filled in only in part."""
    for name in ("TOKEN", "ACCOUNTS", "DATABASE_URL", "PORT"):
        monkeypatch.setenv(f"ACTIVATE_VA_{name}", "")
    assert (load_settings().token, load_settings().accounts, load_settings().port) == (None, False, 8000)


def test_servers_on_one_postgresql_are_told_what_lets_people_in(monkeypatch: pytest.MonkeyPatch) -> None:
    shared = {"database_url": "postgresql+psycopg://somewhere/all", "host": "0.0.0.0"}
    with pytest.raises(InvalidSettings, match="name one, or use accounts"):
        load_settings(**shared)
    assert load_settings(**shared, accounts=True).token is None
    assert load_settings(**shared, token="a token of some length").accounts is False  # noqa: S106
    assert load_settings(**shared | {"host": "127.0.0.1"}).token is None
