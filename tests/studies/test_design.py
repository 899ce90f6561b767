"""A study's file is refused with the line and the nearest name, before anything is run."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from activate_va.datasets import sources
from activate_va.datasets.errors import DatasetFileMissing
from activate_va.datasets.idx import IdxFolder
from activate_va.errors import ActivateError
from activate_va.selection import schemes
from activate_va.studies.conditions import conditions, configuration, plan, trials
from activate_va.studies.errors import DesignNotFound, InvalidDesign
from activate_va.studies.service import _slug
from activate_va.studies.source import load_design, parse_design, presets

from .conftest import DesignFile


@pytest.mark.parametrize("preset", presets())
def test_every_preset_is_valid(preset: str) -> None:
    """Those of images on MNIST: Fashion-MNIST is not installed everywhere."""
    of_texts = preset == "rare-class"
    assert load_design(preset, datasets=() if of_texts else ["mnist"]).name == preset


@pytest.mark.parametrize(
    ("changes", "key", "words"),
    [
        ({"policies": ["LCRS", "LRCS"]}, "- LRCS", ["'LRCS'", "did you mean 'LCRS'"]),
        ({"title": "half a \ud800"}, "title:", ["surrogate"]),
        ({"labellers": ["orakle"]}, "- orakle", ["did you mean 'oracle'"]),
        ({"classifiers": ["cn"]}, "- cn", ["did you mean 'cnn'"]),
        ({"training_schemes": ["SIL", "IDAA"]}, "- IDAA", ["did you mean 'IDA'"]),
        ({"datasets": ["mnits"]}, "- mnits", ["did you mean 'mnist'"]),
        ({"projections": ["unap"]}, "- unap", ["did you mean 'umap'"]),
        ({"policies": [{"name": "mix", "pattern": ["RS", "usr"]}]}, "- usr", ["did you mean 'user'"]),
        ({"policies": [{"name": "RS", "pattern": ["DS"]}]}, "- name: RS", ["another name"]),
        ({"policies": ["RS", "random"]}, "policies:", ["'RS' is given twice"]),
        ({"policies": []}, "policies:", ["at least 1"]),
        ({"keep": "some"}, "keep:", ["'all', 'last' or 'none'"]),
        ({"sedes": 3}, "sedes:", ["did you mean 'seeds'"]),
        ({"seeds": 0}, "seeds:", ["at least one seed"]),
        ({"seeds": [1, 1]}, "seeds:", ["given twice"]),
        ({"seeds": 10**12}, "seeds:", ["more than the 10,000"]),
        ({"seeds": 5_001}, "seeds:", ["10,002 sessions", "more than the 10,000"]),
        ({"classifiers": ["cnn", "cnn"]}, "classifiers:", ["'cnn' is given twice"]),
        ({"training_schemes": ["SIL", "SIL"]}, "training_schemes:", ["'SIL' is given twice"]),
        ({"policies": [{"name": "mix", "pattern": ["RS"] * 101}]}, "pattern:", ["at most 100"]),
        ({"policies": [{"name": "m" * 81, "pattern": ["RS"]}]}, "- name:", ["at most 80"]),
        ({"labellers": [{"name": "noisy", "options": {"noise": "0." + "0" * 80}}]}, "- name: noisy", ["`called`"]),
        ({"labellers": [{"name": "noisy", "options": {"noise": float("inf")}}]}, "- name: noisy", ["finite number"]),
        ({"options": {"classifiers.cnn": {"dropout": 2}}}, "options:", ["classifiers.cnn.dropout"]),
        ({"options": {"projections.umpa": {}}}, "options:", ["'umpa'", "'umap'"]),
        ({"rounds": 0}, "rounds:", ["greater than or equal to 1"]),
        ({"rounds": 300}, "samples_per_round:", ["300 rounds of 8", "2,200"]),
        ({"predict_with": "IL"}, "predict_with:", ["'IL'", "SIL, CBA"]),
        ({"samples_per_round": [8, 4, 4]}, "samples_per_round:", ["3 numbers for 2 rounds"]),
        ({"samples_per_round": [2000, 300]}, "samples_per_round:", ["2 rounds of 2000, 300", "2,200"]),
        ({"samples_per_round": [8, 0]}, "samples_per_round:", ["greater than or equal to 1"]),
        ({"distance_space": {"elsewhere": "components"}}, "distance_space:", ["no space is named for"]),
        ({"distance_space": {"others": "componnts"}}, "distance_space:", ["did you mean 'components'"]),
        ({"policies": [{"name": "RS", "training_schemes": ["IDAA"]}]}, "- IDAA", ["did you mean 'IDA'"]),
        (
            {"policies": [{"name": "RS", "training_schemes": ["IL"], "predict_with": "IDA"}]},
            "policies:",
            ["policies: RS: 'IDA' is not among the training_schemes (IL)"],
        ),
        ({"labellers": [{"name": "noisy", "options": {"temprature": 2}}]}, "- name: noisy", ["'temperature'"]),
        ({"labellers": [{"name": "noisy", "options": {"temperature": 0}}]}, "- name: noisy", ["greater than 0"]),
    ],
)
def test_a_refusal_names_the_line(design_file: DesignFile, changes: dict[str, Any], key: str, words: list[str]) -> None:
    path = design_file(**changes)
    lines = path.read_text(encoding="utf-8").splitlines()
    expected = next(number for number, line in enumerate(lines, 1) if line.strip().startswith(key))
    with pytest.raises(InvalidDesign) as refused:
        load_design(str(path))
    assert refused.value.detail.startswith(f"small.yaml, line {expected}: ")
    assert all(word in refused.value.detail for word in words), refused.value.detail


@pytest.mark.parametrize(
    ("text", "line"),
    [("name: a\npolicies: [RS\n", 3), ("name: a\nname: b\n", 2), ("- a\n", 1), ("name: a\n\tpolicies: b\n", 2)],
)
def test_yaml_that_is_none_names_the_line(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidDesign, match=rf"^broken.yaml, line {line}: "):
        load_design(str(path))


def test_a_file_is_read_no_further_than_a_study_may_be(tmp_path: Path) -> None:
    path = tmp_path / "long.yaml"
    path.write_text("# name\n" * 20_000, encoding="utf-8")
    with pytest.raises(InvalidDesign, match=r"^long.yaml, line 7143: .* more than the 50,000 that are read"):
        load_design(str(path))


def test_several_mistakes_are_told_at_once_each_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text("name: a\nsedes: 3\nrounds: 0\npolicies: [RS]\nclassifiers: [cn]\n", encoding="utf-8")
    with pytest.raises(InvalidDesign, match=r"^wrong.yaml, line 2: .*'sedes'") as refused:
        load_design(str(path))
    assert re.search(r"^mend that, and line 3: .*; line 5: .*'cn'", refused.value.hint), refused.value.hint


def test_of_many_mistakes_ten_are_told(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text("name: a\n" + "".join(f"wrong_{key}: 1\n" for key in range(12)), encoding="utf-8")
    with pytest.raises(InvalidDesign) as refused:
        load_design(str(path))
    assert refused.value.hint.count("line ") == 9
    assert re.search(r"; \d more$", refused.value.hint)


@pytest.mark.parametrize(
    ("policies", "lacks"), [(["DS", "LCRS"], True), (["DS", "random"], False), (["RS", "DS"], False), (["DS"], False)]
)
def test_a_comparison_without_random_selection_lacks_its_baseline(
    design_file: DesignFile, policies: list[str], lacks: bool
) -> None:
    assert load_design(str(design_file(policies=policies))).lacks_baseline == lacks


def test_zero_seeds_on_the_command_line_are_blamed_on_it(design_file: DesignFile) -> None:
    with pytest.raises(InvalidDesign, match=r"^--seeds 0: "):
        load_design(str(design_file()), seeds=0)


def test_an_unknown_study_names_the_nearest_preset() -> None:
    with pytest.raises(DesignNotFound) as refused:
        load_design("leg2019")
    assert "did you mean 'legg2019'" in refused.value.hint


def test_a_dataset_that_nobody_has_labelled_is_refused(design_file: DesignFile, tmp_path: Path) -> None:
    import numpy as np

    images = np.arange(48 * 16, dtype=np.uint8).reshape(48, 4, 4)
    np.savez(tmp_path / "bare.npz", x_train=images, x_test=images, y_test=np.arange(48) % 3)
    with pytest.raises(ActivateError, match="nobody has labelled the pool of bare"):
        load_design(str(design_file(datasets=[str(tmp_path / "bare.npz")], samples_per_round=1)))


def test_every_condition_meets_every_seed_once(design_file: DesignFile) -> None:
    design = load_design(str(design_file(labellers=["oracle", "noisy"], seeds=[3, 5])))
    planned = list(trials(design))
    assert len(planned) == len({trial.key for trial in planned}) == design.sessions == 2 * 2 * 2
    assert [trial.seed for trial in planned] == [3] * 4 + [5] * 4


def test_rounds_of_several_sizes_and_policies_with_training_schemes_of_their_own(design_file: DesignFile) -> None:
    own = {"name": "DS", "training_schemes": ["IDA", "CBA"]}
    design = load_design(
        str(design_file(samples_per_round=[4, 9], policies=["RS", own], distance_space={"others": "original"}))
    )
    plans = [plan(design, trial) for trial in trials(design)]
    assert [planned.batches for planned in plans] == [(4, 9), (4, 9)]
    assert [planned.config.training_schemes for planned in plans] == [("SIL", "CBA"), ("IDA", "CBA")]
    assert [planned.config.predict_with for planned in plans] == ["SIL", "IDA"]
    assert {planned.config.distance_space for planned in plans} == {"original"}


def test_what_is_said_of_every_scheme_holds_for_each(design_file: DesignFile) -> None:
    design = load_design(str(design_file(policies=["RS", {"name": "every", "training_schemes": ["IDA"]}])))
    assert {design.training_of(entry) for entry in design.policies[1:]} == {(("IDA",), "IDA")}
    assert design.training_of(design.policies[0]) == (("SIL", "CBA"), "SIL")


def test_fashion_mnist_that_is_not_there_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fashion = sources["fashion_mnist"]
    assert isinstance(fashion, IdxFolder)
    missing = replace(fashion, folder=tmp_path)
    monkeypatch.setitem(sources._entries, "fashion_mnist", missing)
    with pytest.raises(DatasetFileMissing) as refused:
        load_design("strategies")
    assert "fashion_mnist" in refused.value.detail
    assert all(word in refused.value.hint for word in ("ACTIVATE_VA_FASHION_MNIST", "--dataset mnist"))


def test_datasets_of_the_command_line_stand_in_place_of_the_files(design_file: DesignFile, digits_path: Path) -> None:
    assert load_design("strategies", datasets=[str(digits_path)]).datasets == (str(digits_path),)
    with pytest.raises(InvalidDesign, match=r"^--dataset: .*did you mean 'mnist'"):
        load_design("quick", datasets=["mnits"])


def test_two_datasets_of_one_name_are_refused(design_file: DesignFile, digits_path: Path, tmp_path: Path) -> None:
    namesake = tmp_path / digits_path.name
    namesake.write_bytes(digits_path.read_bytes())
    with pytest.raises(InvalidDesign, match="two of the datasets are named 'digits'"):
        load_design(str(design_file()), datasets=[str(digits_path), str(namesake)])


def test_every_stands_for_all_selection_schemes_once(design_file: DesignFile) -> None:
    design = load_design(str(design_file(policies=["user", "every", "random"])))
    others = [name for name in schemes.names() if name != "RS"]
    assert [entry.name for entry in design.policies] == ["user", *others, "RS"]


@pytest.mark.parametrize("change", [{"epochs": 2}, {"rounds": 3}, {"projections": ["tsne"]}, {"predict_with": "CBA"}])
def test_what_may_change_a_result_changes_its_key(design_file: DesignFile, change: dict[str, Any]) -> None:
    before = {trial.key for trial in trials(load_design(str(design_file())))}
    assert not before & {trial.key for trial in trials(load_design(str(design_file(**change))))}


@pytest.mark.parametrize(
    "text", ["[" * 5_000, "made: 2020-99-99", "name: \x00", "policies: &a [*a]", "name: &n [*n, *n]", "2020-01-01: a"]
)
def test_a_text_that_means_nothing_is_refused(text: str) -> None:
    with pytest.raises(InvalidDesign, match=r"^pasted"):
        parse_design(text, "pasted")


def test_a_text_may_name_only_datasets_that_are_served(digits_path: Path) -> None:
    text = "name: a\npolicies: [RS]\ndatasets:\n- {}\n"
    served = {"digits": str(digits_path)}
    assert parse_design(text.format("digits"), "pasted", served=served).datasets == (str(digits_path),)
    for other in ("mnist", str(digits_path)):
        with pytest.raises(InvalidDesign, match=r"^pasted, line 4: .* is not served here"):
            parse_design(text.format(other), "pasted", served=served)


def test_a_session_is_set_to_the_scheme_that_selects_in_every_round(design_file: DesignFile) -> None:
    design = load_design(str(design_file(policies=["random", "LCRS", "user"])))
    chosen = {each.policy.name: configuration(design, each).selection_scheme for each in conditions(design)}
    assert chosen == {"RS": "RS", "LCRS": "LCRS", "user": None}


def test_names_in_other_scripts_are_told_apart() -> None:
    slugs = [_slug(name) for name in ("研究一", "研究二", "Study", "..", "Étude 1")]
    assert len(set(slugs)) == len(slugs)
    assert all(re.fullmatch(r"[a-z0-9_-]+", slug) for slug in slugs)
