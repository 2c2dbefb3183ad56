"""Every kind of mistake in a knowledge file is named once, with its file, its line and one sentence."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from assistant.adapters.content.checks import check_library
from assistant.adapters.content.library import ReadLibrary, digest_of, files_of, load_library, read_library
from assistant.adapters.content.located import Problem
from assistant.domain.errors import KnowledgeError
from tests.small_knowledge_base import SMALL, copy_lean_vocabulary

BENEFIT, BENEFIT_TEXT = "schemes/unemployment-benefit/scheme.yaml", "schemes/unemployment-benefit/guidance.md"
CASES = "schemes/unemployment-benefit/cases.yaml"
GRANT, GRANT_TEXT = "schemes/expansion-grant/scheme.yaml", "schemes/expansion-grant/guidance.md"
LOAN, LOAN_TEXT = "schemes/startup-loan/scheme.yaml", "schemes/startup-loan/guidance.md"
POST, FIGURES = "policies/wanzhou-rural-post.md", "parameters/sample.yaml"

#: file, what is replaced (the line it stands on is the line expected), by what, words of the sentence
SLIPS = {
    "an unknown key": (GRANT, "aliases:", "aliasses:", "'aliasses' is not a known key"),
    "an unknown key inside": (GRANT, "[{id: s1,", "[{id: s1, link: x,", "'sources.0.link' is not a known key"),
    "a key that stands twice": (GRANT, "status: lapsed", "region: cn\nstatus: lapsed", "'region' stands twice"),
    "a month that does not exist": (GRANT, '"2023-01"', '"2023-13"', "'effective_from'"),
    "a date in another form": (GRANT, '"2025-12-31"', '"2025/12/31"', "'2025/12/31' is not a date"),
    "a date without quotation marks": (GRANT, '"2023-01"', "2023", "'effective_from'"),
    "a day that does not exist": (GRANT, '"2026-11-23"', '"2026-02-30"', "'last_checked'"),
    "a status nobody knows": (GRANT, "lapsed_unverified", "lapsed_unverified_2026", "'status'"),
    "an audience nobody knows": (GRANT, "[employer]", "[everybody]", "'audience.0'"),
    "a class nobody knows": (GRANT, "conditions_only", "maybe", "'class'"),
    "an id with capital letters": (GRANT, "id: expansion-grant", "id: Expansion", "'id'"),
    "an id that is not the folder's name": (GRANT, "id: expansion-grant", "id: other", "must equal the name"),
    "a region nobody knows": (GRANT, "region: chongqing", "region: atlantis", "no region 'atlantis'"),
    "an end missing for an old rule": (GRANT, '"2025-12-31"', "null", "needs effective_to or review_after"),
    "too few questions": (GRANT, "扩岗补助还能申请吗？, 扩岗补助要什么材料？", "", "'questions'"),
    "a source with neither page nor law": (GRANT, 'url: "https://example.org/expansion", ', "", "neither a url nor a law"),
    "a relation that leads nowhere": (BENEFIT, "[startup-loan]", "[nowhere]", "no document 'nowhere'"),
    "a condition without a source": (GRANT, "clause: not_found, source: [s1]", "clause: not_found", "needs a source"),
    "a condition's source that leads nowhere": (GRANT, "not_found, source: [s1]", "not_found, source: [s9]", "needs a source"),
    "a second condition's source": (BENEFIT, "value: true, clause: 示例保险法第45条, source: [s2]",
                                    "value: true, clause: 示例保险法第45条, source: [s9]", "Condition 'c2' needs a source"),
    "a condition without a text": (GRANT, "text: 招用离校2年内的毕业生, ", "", "needs a text"),
    "two conditions of one id": (BENEFIT, "id: c2", "id: c1", "needs an id of its own"),
    "a fact nobody knows": (GRANT, "person.graduated_on", "person.shoe_size", "no fact 'person.shoe_size'"),
    "an operator nobody knows": (GRANT, "op: within", "op: around", "op'"),
    "a duration that is none": (GRANT, "value: P2Y", "value: 2 years", "not a duration"),
    "a day compared with no date": (GRANT, "op: within, value: P2Y", "op: not_before, value: soon", "'soon' is not a date"),
    "a list for a single value": (BENEFIT, "value: 12, clause", "value: [a], clause", "a list of values goes with 'one_of'"),
    "a benefit's source that leads nowhere": (GRANT, "没有查到。, source: [s1]", "没有查到。, source: [s9]", "The benefit names"),
    "no reason why nothing can be computed": (GRANT, "reason: 现在的标准没有查到。, ", "", "needs a reason"),
    "a benefit's parameter nobody defines": (BENEFIT, "{parameter: sample_benefit}", "{parameter: nothing}", "'nothing'"),
    "a benefit's fact nobody knows": (BENEFIT, "kind: monthly", "kind: monthly\n  cap: {fact: person.shoe_size}", "shoe_size"),
    "a quantity with two meanings": (BENEFIT, "{parameter: sample_benefit}", "{parameter: sample_benefit, fact: x}",
                                     "a quantity has exactly one of"),
    "a share that is no number": (FIGURES, "share: 80%", "share: most", "is no number"),
    "a calculation without its value": (BENEFIT, "可以领<value>个月", "可以领几个月", "must say <value>"),
    "a calculation's source that leads nowhere": (BENEFIT, "    source: [s1]\n    value", "    source: [s9]\n    value",
                                                  "names a source"),
    "a tier nobody defines": (GRANT_TEXT, "给1350元。[s1]", "给1350元。[s1]{small}", "no tier 'small'"),
    "a tier's fact nobody knows": (BENEFIT, "gaps:", "tiers: {small: {fact: firm.shoe_size, op: at_most, value: 3}}\ngaps:",
                                   "no fact 'firm.shoe_size'"),
    "a conflict's source that leads nowhere": (BENEFIT, "gaps:", "conflicts: [{text: 示例, current: [s9]}]\ngaps:", "'s9'"),
    "nothing said, and no gap": (GRANT, "{aspect: papers,", "{aspect: note,", "Nothing is said about 'papers'"),
    "a gap on an aspect nobody knows": (GRANT, "{aspect: papers,", "{aspect: paper,", "'gaps.0.aspect'"),
    "a line without a source": (GRANT_TEXT, "一次性补助。[s1]", "一次性补助。", "no source; end it with [s1]"),
    "a figure without a source": (GRANT_TEXT, "给1350元。[s1]", "给1350元。", "a figure without a source"),
    "a spoken figure without a source": (GRANT_TEXT, "给1350元。[s1]", "给一千元。", "a figure without a source"),
    "a line's source that leads nowhere": (GRANT_TEXT, "给1350元。[s1]", "给1350元。[s9]", "no source 's9'"),
    "a policy's source that leads nowhere": (POST, "一共37个。[s1]", "一共37个。[s9]", "no source 's9'"),
    "an aspect nobody knows": (GRANT_TEXT, "## 能领多少", "## 能领多少 {aspect=money}", "'money' is no aspect"),
    "an attribute nobody knows": (GRANT_TEXT, "## 能领多少", "## 能领多少 {since=2024}", "'since' is no attribute"),
    "a heading without an aspect": (GRANT_TEXT, "## 是什么", "## 说来话长", "has no aspect"),
    "a quotation mark left open": (GRANT_TEXT, "## 能领多少", '## 能领多少 {clause="第3条}', "quotation mark"),
    "a section's date that does not exist": (GRANT_TEXT, "## 能领多少", "## 能领多少 {from=2023-13}", "'2023-13' is no date"),
    "a section's status nobody knows": (GRANT_TEXT, "## 能领多少", "## 能领多少 {status=old}", "'old' is no status"),
    "a section's region nobody knows": (BENEFIT_TEXT, "region=fengjie", "region=atlantis", "no region 'atlantis'"),
    "a section that says nothing": (GRANT_TEXT, "## 是什么", "## 要注意\n## 是什么", "says nothing"),
    "words before the first section": (GRANT_TEXT, "## 是什么", "先说一句。[s1]\n## 是什么", "belongs to no section"),
    "a placeholder nobody defines": (BENEFIT_TEXT, "每月{{sample_benefit}}元", "每月{{sample_benifit}}元", "'sample_benifit'"),
    "a wrong amount in a golden case": (CASES, "- id: three-years", None, "expects otherwise: the rules give eligible, 1960"),
    "a golden case's fact nobody knows": (CASES, "- id: three-years", None, "no fact 'person.shoe_size'"),
    "a golden case without an outcome": (CASES, "- id: one-month-short", None, "outcome' is missing"),
    "two values that overlap": (FIGURES, "- id: sample_wage", None, "Two values of 'sample_wage' hold on 2024-06-01"),
    "a parameter without a unit": (FIGURES, "- id: sample_wage", None, "unit' is missing"),
    "a parameter without values": (FIGURES, "- id: sample_training", None, "neither values nor a derivation"),
    "a parameter's source that leads nowhere": (FIGURES, "- id: sample_benefit", None, "no source 's9'"),
    "a parameter derived from nothing": (FIGURES, "- id: sample_benefit", None, "No file defines the parameter 'nothing'"),
}  # fmt: skip
#: for mistakes whose place is named by a line other than the one that is wrong
CHANGES = {
    "a wrong amount in a golden case": ("amount_yuan: 1960", "amount_yuan: 1961"),
    "a golden case's fact nobody knows": ("person.left_job_involuntarily: true}",
                                          "person.left_job_involuntarily: true, person.shoe_size: 40}"),
    "a golden case without an outcome": ("11}\n  outcome: ineligible\n", "11}\n"),
    "two values that overlap": ('"2025-01-01", to: null, value: 2450', '"2024-06-01", to: null, value: 2450'),
    "a parameter without a unit": ("月最低工资\n    unit: 元/月\n", "月最低工资\n"),
    "a parameter without values": (
        'values:\n      - {from: "2025-01-01", to: "2025-12-31", value: 1300, source: [s1], status: expired, '
        "confidence: confirmed}", "values: []"),
    "a parameter's source that leads nowhere": ("source: [s2]", "source: [s9]"),
    "a parameter derived from nothing": ("of: {parameter: sample_wage}", "of: {parameter: nothing}"),
}  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small documents with the vocabulary of facts and the regions."""
    shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    copy_lean_vocabulary(tmp_path)
    return tmp_path


def test_without_a_mistake_there_is_no_problem(root: Path) -> None:
    assert _problems(root) == []


@pytest.mark.parametrize(("file", "old", "new", "words"), SLIPS.values(), ids=SLIPS.keys())
def test_a_slip_is_one_problem_at_its_file_and_line(
    root: Path, file: str, old: str, new: str | None, words: str, request: pytest.FixtureRequest
) -> None:
    name = next(name for name, slip in SLIPS.items() if slip == (file, old, new, words))
    _replace(root / file, *(CHANGES[name] if new is None else (old, new)))
    (problem,) = _problems(root)
    assert problem.file == file
    assert words in problem.text
    assert problem.text.endswith((".", "。"))
    assert "\n" not in problem.text
    assert problem.line in _lines_meant(root / file, old if new is None else new, name)


@pytest.mark.parametrize("key", ["title", "region", "status", "sources", "effective_to", "class"])
def test_a_missing_key_is_named(root: Path, key: str) -> None:
    lines = (root / GRANT).read_text(encoding="utf-8").splitlines(keepends=True)
    (root / GRANT).write_text("".join(line for line in lines if not line.startswith(f"{key}:")), encoding="utf-8")
    assert [str(problem) for problem in _problems(root)] == [f"{GRANT}:1: '{key}' is missing."]


def test_a_class_that_computes_needs_golden_cases(root: Path) -> None:
    (root / CASES).unlink()
    assert [problem.text for problem in _problems(root)] == ["Class 'computable' needs golden cases in cases.yaml."]


def test_a_class_that_computes_needs_an_amount(root: Path) -> None:
    _replace(root / BENEFIT, "  amount: {parameter: sample_benefit}\n", "")
    assert "Class 'computable' needs a benefit with an amount." in [problem.text for problem in _problems(root)]


def test_a_class_with_conditions_needs_them(root: Path) -> None:
    _replace(root / LOAN, "class: information", "class: conditions_only")
    assert [problem.text for problem in _problems(root)] == ["Class 'conditions_only' needs conditions."]


def test_every_condition_is_touched_by_a_golden_case(root: Path) -> None:
    _replace(root / CASES, ", person.left_job_involuntarily: true}", "}")
    _replace(root / CASES, "outcome: eligible", "outcome: undetermined")
    assert [problem.text for problem in _problems(root)] == ["No case meets the condition c2 (不是自己想走)."]


def test_every_condition_is_failed_by_a_golden_case(root: Path) -> None:
    _replace(root / CASES, "person.left_job_involuntarily: false", "person.left_job_involuntarily: true")
    _replace(root / CASES, "[none]}\n  outcome: ineligible", "[none]}\n  outcome: eligible")
    assert [problem.text for problem in _problems(root)] == ["No case fails the condition c2 (不是自己想走)."]


def test_every_tier_of_an_amount_is_ended_in_by_a_golden_case(root: Path) -> None:
    tiers = "{tiers: [{when: {fact: person.unemployment_insured_months, op: at_least, value: 60}, value: 2000}, {value: 1960}]}"
    _replace(root / BENEFIT, "amount: {parameter: sample_benefit}", f"amount: {tiers}")
    assert [problem.text for problem in _problems(root)] == ["No case ends in tier 1 of 2 of the benefit."]


def test_an_amount_written_as_null_must_stay_open(root: Path) -> None:
    _replace(root / CASES, "amount_yuan: 1960", "amount_yuan: null")
    (problem,) = _problems(root)
    assert "expects otherwise: the rules give eligible, 1960 yuan" in problem.text


def test_a_value_that_is_none_of_the_fact_s_is_named(root: Path) -> None:
    _replace(root / CASES, "[none]", "[pirate]")
    (problem,) = _problems(root)
    assert "'pirate' is no value of person.groups" in problem.text


def test_a_golden_case_that_wants_an_amount_of_a_day_without_a_figure_is_named(root: Path) -> None:
    _replace(root / CASES, '"2026-11-23"', '"2019-11-23"', count=1)
    (problem,) = _problems(root)
    assert (problem.file, problem.line) == (CASES, 1)
    assert "expects otherwise: the rules give eligible, no yuan, 9 months" in problem.text


def test_a_parameter_defined_twice_is_named_at_both_places(root: Path) -> None:
    shutil.copyfile(root / FIGURES, root / "parameters" / "again.yaml")
    assert {problem.file for problem in _problems(root)} == {FIGURES, "parameters/again.yaml"}
    assert {problem.text for problem in _problems(root)} >= {"The parameter 'sample_wage' is defined twice."}


def test_an_id_used_by_two_documents_is_named_at_both_places(root: Path) -> None:
    text = (root / POST).read_text(encoding="utf-8").replace("id: wanzhou-rural-post", "id: hotline-12333", 1)
    (root / "policies" / "hotline-12333-2.md").write_text(text.replace("wanzhou-rural-post", "x"), encoding="utf-8")
    files = {p.file for p in _problems(root) if "used by two documents" in p.text}
    assert files == {"policies/hotline-12333.md", "policies/hotline-12333-2.md"}


BROKEN = {
    "a bracket left open": (GRANT, lambda path: _replace(path, "title: 一次性扩岗补助", "title: [一次性扩岗补助")),
    "a tab": (GRANT, lambda path: _replace(path, "title:", "\ttitle:")),
    "an empty file": (GRANT, lambda path: path.write_text("")),
    "a list instead of keys": (GRANT, lambda path: path.write_text("- 1\n")),
    "not UTF-8": (GRANT, lambda path: path.write_bytes("title: 补助\n".encode("gbk"))),
    "a binary file": (GRANT, lambda path: path.write_bytes(bytes(range(256)))),
    "a folder": (GRANT, lambda path: (path.unlink(), path.mkdir())),
    "no file": (GRANT, lambda path: path.unlink()),
    "an empty guidance": (GRANT_TEXT, lambda path: path.write_text("")),
    "no guidance": (GRANT_TEXT, lambda path: path.unlink()),
    "guidance that is not UTF-8": (GRANT_TEXT, lambda path: path.write_bytes("## 是什么\n".encode("gbk"))),
    "guidance that is a folder": (GRANT_TEXT, lambda path: (path.unlink(), path.mkdir())),
    "an empty policy": (POST, lambda path: path.write_text("")),
    "a policy without front matter": (POST, lambda path: _replace(path, "---\n", "")),
    "a policy whose front matter does not end": (POST, lambda path: _replace(path, "\n---\n\n##", "\n\n##")),
    "a policy without sections": (POST, lambda path: path.write_text(path.read_text("utf-8").partition("##")[0], "utf-8")),
    "a policy that is a folder": (POST, lambda path: (path.unlink(), path.mkdir())),
    "empty parameters": (FIGURES, lambda path: path.write_text("")),
    "parameters that are no YAML": (FIGURES, lambda path: path.write_text("parameters: [")),
    "empty facts": ("facts.yaml", lambda path: path.write_text("")),
    "empty regions": ("regions.yaml", lambda path: path.write_text("")),
    "a region in a circle": ("regions.yaml", lambda path: path.write_text(
        "regions: [{id: cn, name: 示例, kind: country, parent_id: cn}]")),
    "cases that are no YAML": (CASES, lambda path: path.write_text("[")),
    "cases that are no list": (CASES, lambda path: path.write_text("a: 1")),
    "empty cases": (CASES, lambda path: path.write_text("")),
}  # fmt: skip


@pytest.mark.parametrize(("file", "spoil"), BROKEN.values(), ids=BROKEN.keys())
def test_a_file_that_cannot_be_read_is_one_problem_and_drags_no_other_in(
    root: Path, file: str, spoil: Callable[[Path], object]
) -> None:
    spoil(root / file)
    (problem,) = _problems(root)
    assert problem.file == (BENEFIT if file == CASES and "golden cases" in problem.text else file)
    assert problem.line >= 1
    assert "\n" not in problem.text
    with pytest.raises(KnowledgeError) as raised:
        load_library(root)
    assert raised.value.problems == (str(problem),)


def test_a_broken_document_costs_only_itself(root: Path) -> None:
    (root / LOAN).write_text("")
    assert len(read_library(root).documents) == len(read_library(SMALL).documents) - 1
    assert [problem.file for problem in _problems(root)] == [LOAN]


def test_every_problem_of_every_file_is_named_at_once(root: Path) -> None:
    _replace(root / GRANT, "status: lapsed_unverified", "status: x")
    _replace(root / POST, "一共37个。[s1]", "一共37个。")
    _replace(root / FIGURES, "unit: 元/月", "unity: 元/月", count=1)
    assert {problem.file for problem in _problems(root)} == {GRANT, POST, FIGURES}


@pytest.mark.parametrize("prefix", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a byte order mark"])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_files_saved_by_other_systems_say_the_same(root: Path, prefix: bytes, newline: bytes) -> None:
    before = _content(read_library(root))
    for path in root.rglob("*"):
        if path.is_file():
            path.write_bytes(prefix + path.read_bytes().replace(b"\n", newline))
    assert _problems(root) == []
    assert _content(read_library(root)) == before


def test_lines_are_counted_the_same_in_files_saved_by_other_systems(root: Path) -> None:
    _replace(root / GRANT_TEXT, "给1350元。[s1]", "给1350元。")
    before = _problems(root)
    path = root / GRANT_TEXT
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert _problems(root) == before


def test_backups_and_hidden_files_are_no_part_of_the_knowledge(root: Path) -> None:
    before = _content(read_library(root))
    for name in ("policies/.wanzhou.md", "policies/~wanzhou.md", "policies/wanzhou.md~", "schemes/README", "notes.txt"):
        (root / name).write_text("???")
    assert _problems(root) == []
    assert _content(read_library(root)) == before


def test_a_knowledge_base_may_lie_in_a_hidden_folder(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    hidden = tmp_path_factory.mktemp("home") / ".cache" / "kb"
    shutil.copytree(root, hidden)
    assert len(files_of(hidden)) == len(files_of(root)) > 0
    assert digest_of(hidden) == digest_of(root)
    assert _content(read_library(hidden)) == _content(read_library(root))


def _problems(root: Path) -> list[Problem]:
    read = read_library(root)
    return sorted((*read.problems, *check_library(read)))


def _content(read: ReadLibrary) -> object:
    documents = [(located.document, located.scheme, located.calculations, located.cases) for located in read.documents]
    return documents, dict(read.parameters.parameters), dict(read.vocabulary.definitions)


def _replace(path: Path, old: str, new: str, count: int = -1) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_text(text.replace(old, new, count), encoding="utf-8")


def _lines_meant(path: Path, words: str, name: str) -> set[int]:
    """Where the mistake stands; what is said of a whole file, or of a section, may point to its beginning."""
    whole = {"nothing said, and no gap", "no reason why nothing can be computed", "a golden case's fact nobody knows",
             "an end missing for an old rule", "a calculation without its value",
             "a calculation's source that leads nowhere", "a benefit's parameter nobody defines", "a benefit's fact nobody knows"}  # fmt: skip
    lines = path.read_text(encoding="utf-8").splitlines()
    start = path.read_text(encoding="utf-8").find(words) if words else -1
    if start < 0:
        return set(range(1, len(lines) + 1))
    first = path.read_text(encoding="utf-8")[:start].count("\n") + 1
    meant = set(range(first, first + words.count("\n") + 1))
    return meant | set(range(1, len(lines) + 1)) if name in whole else meant


def test_a_fact_that_means_a_document_nobody_has_is_told(root: Path) -> None:
    facts = root / "facts.yaml"
    file = yaml.safe_load(facts.read_text("utf-8"))
    file["facts"][0]["means"] = "nowhere"
    facts.write_text(yaml.safe_dump(file, allow_unicode=True), "utf-8")
    (problem,) = _problems(root)
    assert problem.file == "facts.yaml"
    assert "means 'nowhere'" in problem.text
