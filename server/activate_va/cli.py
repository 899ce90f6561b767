"""The command line: `activate-va serve`, and what goes without a server."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

from activate_va import __version__, cli_accounts, cli_backup, cli_study
from activate_va.errors import ActivateError
from activate_va.settings import load_settings, load_storage

app = typer.Typer(name="activate-va", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.add_typer(cli_study.app, name="study")
app.add_typer(cli_accounts.app, name="accounts")
cli_backup.register(app)
console = Console(stderr=True, highlight=False)


def main() -> None:
    """Run the command; errors that are somebody's to mend are told in two lines, without a traceback."""
    try:
        app()
    except ActivateError as error:
        console.print(f"[bold red]{error.code}[/]: {escape(error.detail)}", soft_wrap=True)
        console.print(f"  {error.hint}", soft_wrap=True, markup=False)
        sys.exit(1)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = None,
    data_dir: Annotated[Path | None, typer.Option(help="Where sessions, models and projections are kept.")] = None,
    dataset: Annotated[
        list[str] | None, typer.Option(help="A folder of IDX files, or an .npz file, to serve too; repeatable.")
    ] = None,
    scheduler: Annotated[str | None, typer.Option(help="Address of a Dask scheduler to compute on.")] = None,
    auth: Annotated[
        bool, typer.Option("--auth/--no-auth", help="Ask for a token; --no-auth is for loopback only.")
    ] = True,
    accounts: Annotated[
        bool, typer.Option("--accounts", help="People log in, each with an account: `activate-va accounts add`.")
    ] = False,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page where there is a display.")
    ] = True,
) -> None:
    """Start the server, and print the address of the page."""
    from activate_va.api.server import run

    given: dict[str, Any] = {
        "host": host,
        "port": port,
        "data_dir": data_dir,
        "datasets": tuple(dataset) if dataset else None,
        "scheduler": scheduler,
        "auth": None if auth else False,
        "accounts": accounts or None,
    }
    run(load_settings(**given), browser)


@app.command()
def openapi() -> None:
    """Print the OpenAPI description of the HTTP interface."""
    from activate_va.api.app import create_app

    json.dump(create_app(load_settings()).openapi(), sys.stdout, indent=2)
    print()


@app.command()
def certificates(
    folder: Annotated[Path, typer.Argument(help="Where cert.pem and key.pem are to be.")],
    keep: Annotated[bool, typer.Option("--keep", help="Leave what is there already, and end well.")] = False,
) -> None:
    """Make the certificate that the scheduler, workers and servers of a Dask cluster of your own show each other."""
    from activate_va.jobs.issuing import CertificatesThere, issue

    try:
        cert, key = issue(folder)
    except CertificatesThere:
        if not keep:
            raise
        return
    console.print(f"{cert} (also the authority) and {key}", soft_wrap=True, markup=False)


@app.command()
def version() -> None:
    """Print the version."""
    print(__version__)


@app.command()
def embed(
    dataset: Annotated[str, typer.Argument(help="An imported dataset's name, or its folder.")],
    name: Annotated[str, typer.Argument(help="What the embedding is to be called.")],
    vectors: Annotated[Path, typer.Argument(help="An .npy of shape (n, d), or Parquet with a column of lists.")],
    ids: Annotated[Path | None, typer.Option(help="A line for each row of the .npy; else rows are in order.")] = None,
    column: Annotated[str | None, typer.Option(help="Of Parquet: the column of vectors.")] = None,
    id_column: Annotated[str | None, typer.Option(help="Of Parquet: the column of ids.")] = None,
    data_dir: Annotated[Path | None, typer.Option(help="Where imported data is kept.")] = None,
) -> None:
    """Add an embedding of your own to an imported dataset: a space to measure distances in, and to train on."""
    from activate_va.datasets.shelf import DatasetShelf
    from activate_va.importing.embedding import embed as embed_in

    folder = load_storage(data_dir).data_dir / "datasets"
    found = Path(dataset) if Path(dataset).is_dir() else Path(DatasetShelf(folder=folder).path(dataset))
    kept = embed_in(found, name, vectors, vectors.name, ids, column, id_column)
    console.print(f"kept in {kept}", soft_wrap=True, markup=False)


@app.command()
def project(
    dataset: Annotated[str, typer.Argument(help="A dataset's name, or a path.")],
    method: Annotated[str, typer.Argument(help="pca, tsne or umap.")],
    data_dir: Annotated[Path | None, typer.Option(help="Where projections are kept.")] = None,
    options: Annotated[str, typer.Option(help='Its options, as JSON: {"min_dist": 0.3}.')] = "{}",
) -> None:
    """Compute a projection anew, and keep it where the server finds it."""
    from activate_va.datasets import open_dataset
    from activate_va.options import key_of, parsed_options
    from activate_va.projections import projection_key, projection_of, projections, store

    data = open_dataset(dataset)
    projection = projection_of(method, {key_of(projections, method): parsed_options(options)})
    title = escape(f"{method} of {dataset}")
    with console.status(title) as status:
        coordinates = projection.compute(
            data.kind.features(data.pool.items),
            report=lambda stage, done: status.update(f"{title}: {stage}, {done:.0%}"),
        )
    folder = load_storage(data_dir).data_dir / "projections"
    kept = store(projection_key(data.digest, projection), coordinates, folder)
    console.print(f"kept in {kept}", soft_wrap=True, markup=False)
