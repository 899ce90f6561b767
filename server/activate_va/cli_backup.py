"""`activate-va backup | restore | verify`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from activate_va.settings import load_storage

console = Console(stderr=True, highlight=False)

File = Annotated[Path, typer.Argument(help="The backup, one file.")]
DataDir = Annotated[Path | None, typer.Option(help="Where sessions, models and projections are kept.")]


def register(app: typer.Typer) -> None:
    app.command()(backup)
    app.command()(restore)
    app.command()(verify)


def backup(file: File, data_dir: DataDir = None) -> None:
    """Write all sessions, models, maps and studies to one file, also while the server runs."""
    from activate_va.backup import back_up

    manifest = back_up(load_storage(data_dir), file)
    console.print(f"{len(manifest.sessions)} sessions with {manifest.rows['events']:,} events in {escape(str(file))}")


def restore(file: File, data_dir: DataDir = None) -> None:
    """Put a backup into an empty data folder, and an empty database of either sort."""
    from activate_va.backup import restore as put_back

    settings = load_storage(data_dir)
    manifest = put_back(file, settings)
    console.print(f"{len(manifest.sessions)} sessions are back in {escape(str(settings.data_dir))}")


def verify(
    file: Annotated[Path | None, typer.Argument(help="A backup; without one the data folder itself.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Read every log from its first event on, and say what is wrong; the exit status is 1 where something is."""
    from activate_va.backup import check_archive, check_database

    found = check_archive(file) if file else check_database(load_storage(data_dir))
    for one in found:
        if one.problem is not None:
            console.print(f"{one.what} {one.log_id}: [red]{escape(one.problem)}[/]")
    broken = sum(one.problem is not None for one in found)
    events = sum(one.events for one in found)
    verdict = f"{broken} cannot be used" if broken else "all whole"
    projects = sum(one.what == "project" for one in found)
    console.print(f"{len(found) - projects} sessions and {projects} projects with {events:,} events: {verdict}")
    raise typer.Exit(1 if broken else 0)
