"""`activate-va accounts`: the first people of a server are let in from here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from activate_va.accounts.annotators import Subject
from activate_va.accounts.service import Accounts
from activate_va.settings import InvalidSettings, load_settings, load_storage, private_data_dir

app = typer.Typer(no_args_is_help=True, help="People with accounts on a server that was started with --accounts.")
console = Console(stderr=True, highlight=False)

Handle = Annotated[str, typer.Argument(help="The name to log in with.")]
DataDir = Annotated[Path | None, typer.Option(help="Where sessions, models and projections are kept.")]
Administrator = Annotated[
    bool, typer.Option("--administrator", help="May invite people, run studies, and read all sessions.")
]
Address = Annotated[str, typer.Option(help="Where browsers find the server.")]
PASSWORD = typer.Option(envvar="ACTIVATE_VA_NEW_PASSWORD", help="Asked for where it is not given.")


@app.command()
def add(
    handle: Handle,
    password: Annotated[str | None, PASSWORD] = None,
    administrator: Administrator = False,
    subject: Annotated[str | None, typer.Option(help="What the identity provider calls them.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Make an account, with a password that is asked for, or taken from ACTIVATE_VA_NEW_PASSWORD.

    With --subject they log in at the identity provider that ACTIVATE_VA_OIDC_ISSUER names, and have no password here.
    """
    with _accounts(data_dir) as accounts:
        if subject is None:
            asked = password or typer.prompt("Password", hide_input=True, confirmation_prompt=True)
            made = accounts.annotators.add(handle, asked, administrator)
        else:
            made = accounts.annotators.add_subject(handle, Subject(_issuer(), subject), administrator)
    console.print(f"{escape(made.handle)} may log in")


@app.command()
def invite(
    handle: Handle,
    administrator: Administrator = False,
    address: Address = "http://127.0.0.1:8000",
    data_dir: DataDir = None,
) -> None:
    """Print a link by which somebody new, or somebody who has forgotten it, sets a password, once."""
    with _accounts(data_dir) as accounts:
        made = accounts.invitations.invite(handle, administrator)
    from activate_va.api.invitations import path_of

    print(f"{address.rstrip('/')}{path_of(made.secret)}")
    console.print(f"For {escape(made.handle)} alone, until {made.expires_at:%d %B %Y}.")


@app.command("list")
def list_accounts(data_dir: DataDir = None) -> None:
    """Print everybody with an account."""
    with _accounts(data_dir) as accounts:
        for one in accounts.annotators.all():
            notes = ["administrator"] * one.administrator + ["kept out"] * (one.revoked_at is not None)
            print("\t".join([one.handle, f"{one.created_at:%Y-%m-%d}", *notes]))


@app.command()
def revoke(handle: Handle, data_dir: DataDir = None) -> None:
    """Keep somebody out from now on; what they did stays, and an invitation lets them in again."""
    with _accounts(data_dir) as accounts:
        accounts.annotators.revoke(accounts.annotators.named(handle).annotator_id)
    console.print(f"{escape(handle)} is kept out")


@app.command("log-out")
def log_out(handle: Handle, data_dir: DataDir = None) -> None:
    """End all logins of somebody, as after a browser was stolen; open pages close within seconds. Their tokens stay."""
    with _accounts(data_dir) as accounts:
        accounts.annotators.log_out_everywhere(accounts.annotators.named(handle).annotator_id)
    console.print(f"{escape(handle)} is logged out everywhere")


def _issuer() -> str:
    """Raises InvalidSettings."""
    issuer = load_settings(accounts=True).oidc_issuer
    if issuer is None:
        raise InvalidSettings("a subject is somebody of an identity provider's: set ACTIVATE_VA_OIDC_ISSUER")
    return issuer


@contextmanager
def _accounts(data_dir: Path | None) -> Iterator[Accounts]:
    """On the database of the folder, which is made where it is missing, also beside a server that runs."""
    from activate_va.storage.database import close_database, open_database

    storage = load_storage(data_dir)
    with private_data_dir(storage.data_dir):
        engine = open_database(storage.effective_database_url)
        try:
            yield Accounts.on(engine)
        finally:
            close_database(engine)
