"""Running a notebook headlessly, with its parameters set."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
WARNINGS_ARE_ERRORS = """\
import warnings

warnings.simplefilter("error")
warnings.filterwarnings("default", module="ipykernel")
"""


def read(name: str) -> Any:
    return nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)


def run(name: str, folder: Path, **parameters: Any) -> Any:
    """The notebook with its outputs, run in `folder`; a cell that raises, or warns, raises CellExecutionError."""
    notebook = read(name)
    (place,) = [n for n, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", ())]
    unknown = [name for name in parameters if f"{name} = " not in notebook.cells[place].source]
    assert not unknown
    given = "\n".join((WARNINGS_ARE_ERRORS, *(f"{name} = {value!r}" for name, value in parameters.items())))
    notebook.cells.insert(place + 1, nbformat.v4.new_code_cell(given))
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ACTIVATE_VA_", "MPL"))}
    environment["IPYTHONDIR"] = str(folder / "ipython")
    client = NotebookClient(notebook, timeout=280, resources={"metadata": {"path": str(folder)}})
    return client.execute(env=environment)


def shown(notebook: Any, kind: str) -> list[str]:
    """Everything that the cells show in one media type, in order; `text/plain` includes what they print."""
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    printed = [output.text for output in outputs if output.output_type == "stream" and kind == "text/plain"]
    return printed + [output.data[kind] for output in outputs if kind in output.get("data", {})]
