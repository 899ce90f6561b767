"""What a report is drawn from: the summary, and what registries, datasets and the study's folder know beside it."""

from __future__ import annotations

from activate_va.analysis.summary import StudySummary
from activate_va.measures import MeasureInfo, measures
from activate_va.studies.report.glossary import GlossaryPart, PolicyKind, glossary, kinds_of_policies
from activate_va.studies.report.maps import dataset_of
from activate_va.studies.report.projections import ProjectionComparison, compare_projections
from activate_va.studies.report.protocol import Protocol, protocol
from activate_va.studies.report.tables import Tables
from activate_va.value import Value


class StudyReport(Value):
    """`classes` are the names of classes by dataset, as far as the dataset can be had; `kinds` says by policy who
    selects; `projections` is null for a study that compares none."""

    title: str
    protocol: Protocol
    summary: StudySummary
    measures: tuple[MeasureInfo, ...]
    kinds: dict[str, PolicyKind]
    classes: dict[str, tuple[str, ...]]
    projections: ProjectionComparison | None
    glossary: tuple[GlossaryPart, ...]


def report_of(tables: Tables) -> StudyReport:
    """All of a stored study, as JSON can hold it."""
    return StudyReport(
        title=tables.manifest["title"] or tables.design["name"],
        protocol=protocol(tables),
        summary=tables.summary,
        measures=tuple(MeasureInfo.of(measure) for measure in measures),
        kinds=kinds_of_policies(tables),
        classes=_classes(tables),
        projections=compare_projections(tables),
        glossary=glossary(tables),
    )


def _classes(tables: Tables) -> dict[str, tuple[str, ...]]:
    names = dict.fromkeys(group.dataset for group in tables.summary.groups)
    opened = {name: dataset_of(tables, name) for name in names}
    return {name: tuple(dataset.classes) for name, dataset in opened.items() if not isinstance(dataset, str)}
