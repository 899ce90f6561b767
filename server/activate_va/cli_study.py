"""`activate-va study`: run a study, and write its report."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Column

app = typer.Typer(no_args_is_help=True, help="Studies with simulated labellers, and their reports.")
console = Console(stderr=True, highlight=False)
INTERRUPTED = 130


class ProgressBar:
    """A study's progress in the terminal: rounds done of all, time elapsed and time left."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn(
                "{task.description}", markup=False, table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis")
            ),
            BarColumn(bar_width=16),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=console,
            expand=True,
        )
        self._task = self._progress.add_task("starting", total=None)

    def __enter__(self) -> ProgressBar:
        self._progress.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._progress.stop()

    def begin(self, rounds: int, stored: int) -> None:
        self._progress.reset(self._task, total=rounds - stored)

    def stage(self, text: str) -> None:
        self._progress.update(self._task, description=text)

    def round_done(self) -> None:
        self._progress.advance(self._task)


@app.command()
def run(
    study: Annotated[str, typer.Argument(help="A preset's name, or a YAML file.")],
    out: Annotated[Path, typer.Option(help="Folder for sessions, results and report; a finished part is not redone.")],
    seeds: Annotated[int | None, typer.Option(help="How many seeds, in place of the file's.")] = None,
    dataset: Annotated[
        list[str] | None, typer.Option(help="A dataset's name or path, in place of the file's; may be repeated.")
    ] = None,
    scheduler: Annotated[str | None, typer.Option(help="Address of a Dask scheduler to compute on.")] = None,
) -> None:
    """Run a study, or what is left of it."""
    from activate_va.studies.source import load_design
    from activate_va.workbench import carry_out

    design = load_design(study, seeds, dataset or ())
    if design.lacks_baseline:
        console.print("note: without the policy `random`, nothing is compared with random selection", soft_wrap=True)
    try:
        outcome = carry_out(design, out, ProgressBar(), scheduler)
    except KeyboardInterrupt:
        console.print("interrupted; what was finished is kept, and the same command goes on from there")
        raise typer.Exit(INTERRUPTED) from None
    said = f"sessions run: {outcome.ran}; finished before: {outcome.stored}; tables in {out}"
    console.print(said, soft_wrap=True, markup=False)
    for title, error in outcome.failed:
        console.print(f"[bold red]failed[/]: {escape(f'{title}: {error.detail}')}", soft_wrap=True)
    if outcome.failed:
        raise typer.Exit(1)


@app.command()
def report(
    folder: Annotated[Path, typer.Argument(help="The folder that the study was run in.")],
) -> None:
    """Write the study's report, one HTML page, from the sessions that have ended."""
    from activate_va.studies.report import write_report

    console.print(f"written to {write_report(folder)}", soft_wrap=True, markup=False)
