"""A knowledge base of nine small documents with invented figures, spoken about in the words the product ships.

Facts, regions, places, intents, canned replies and the lexicon are those of `knowledge_base/`; documents, parameters and
typical utterances come from `tests/small_knowledge/`, so that an edit of the contents breaks no rule tested here.
"""

import re
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "knowledge_base"
SMALL = Path(__file__).parent / "small_knowledge"
_FEW = 3
_LEAN = ("startup-loan", "unemployment-benefit", "wanzhou", "hotline-")
_WORDS = ("facts.yaml", "places.yaml", "regions.yaml", "lexicon", "replies", "catalogues", "handover", "guard")


def copy_small_knowledge(folder: Path) -> Path:
    """The folder, now a knowledge base that may be changed at will."""
    shutil.copytree(SMALL, folder, dirs_exist_ok=True)
    for name in _WORDS:
        source = SHIPPED / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copyfile(source, folder / name)
    _copy_intents(folder)
    shutil.copyfile(SHIPPED / "utterances" / "aspects.yaml", folder / "utterances" / "aspects.yaml")
    shutil.copytree(SHIPPED / "utterances" / "course_acts", folder / "utterances" / "course_acts")
    _thin_out(folder / "facts.yaml", _without_meanings)
    _thin_out(folder / "lexicon" / "handover.yaml", _without_documents)
    _thin_out(folder / "replies" / "canned.yaml", _without_absent_records)
    _thin_out(folder / "catalogues" / "course_schemes.yaml", lambda file: {**file, "schemes": []})
    return folder


def _without_documents(file: dict[str, Any]) -> dict[str, Any]:
    """None of the documents that reasons for a person point to is here."""
    return file | {"reasons": {name: one | {"documents": []} for name, one in file["reasons"].items()}}


def _without_meanings(file: dict[str, Any]) -> dict[str, Any]:
    """None of the schemes that a fact told alone means is here."""
    return file | {"facts": [{key: one[key] for key in one if key != "means"} for one in file["facts"]]}


def _without_absent_records(file: dict[str, Any]) -> dict[str, Any]:
    """No line that quotes a document other than the hotlines, which alone are here."""
    absent = {name for name, one in file["records"].items() if not one["says"].isdigit()}
    records = {name: one for name, one in file["records"].items() if name not in absent}
    replies = {
        key: [line for line in lines if not any(f"{{{name}}}" in line for name in absent)]
        for key, lines in file["replies"].items()
    }
    return file | {"records": records, "replies": replies}


def copy_lean_knowledge(folder: Path) -> Path:
    """A knowledge base as small as one can be built from: for tests of how it is kept, not of what it says."""
    copy_small_knowledge(folder)
    for path in (*folder.glob("schemes/*"), *folder.glob("policies/*.md")):
        if not path.stem.startswith(_LEAN):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    _thin_out(folder / "lexicon" / "synonyms.yaml", lambda entries: entries[:20])
    for name in ("aspects", "intents"):
        _thin_out(
            folder / "utterances" / f"{name}.yaml",
            lambda file: file | {"utterances": {label: texts[:2] for label, texts in file["utterances"].items()}},
        )
    _thin_out_handover(folder / "handover")
    for path in (folder / "utterances" / "course_acts").glob("*.yaml"):
        _thin_out(path, lambda file: file | {"acts": {act: texts[:_FEW] for act, texts in file["acts"].items()}})
    copy_lean_vocabulary(folder)
    return folder


def _thin_out_handover(folder: Path) -> None:
    """A few messages under each label: training on all of them is most of a build."""
    for more in folder.glob("messages_*.yaml"):
        more.unlink()
    _thin_out(
        folder / "messages.yaml",
        lambda file: file | {"messages": {label: texts[:_FEW] for label, texts in file["messages"].items()}},
    )
    _thin_out(folder / "families.yaml", lambda file: file | {"each": 1})


def copy_lean_vocabulary(folder: Path) -> None:
    """Of facts and regions, those the small documents speak of, into the folder."""
    documents = "".join(path.read_text(encoding="utf-8") for path in SMALL.rglob("*") if path.is_file())
    for name, kind in (("facts", "facts"), ("regions", "regions")):
        content = _parsed(SHIPPED / f"{name}.yaml")
        kept = [one for one in content[kind] if one["id"] in documents or one["id"] in ("cn", "chongqing")]
        _write(folder / f"{name}.yaml", content | {kind: kept})
    _keep_what_follows_from(folder, {one["id"] for one in _parsed(folder / "facts.yaml")["facts"]})
    if (folder / "places.yaml").exists():
        regions = {one["id"] for one in _parsed(folder / "regions.yaml")["regions"]}
        _thin_out(
            folder / "places.yaml",
            lambda file: file | {kind: _of(regions, file[kind]) for kind in ("streets", "shared_streets")},
        )


def _of(regions: set[str], by_region: dict[str, list[str]]) -> dict[str, list[str]]:
    return {region_id: names for region_id, names in by_region.items() if region_id in regions}


def _keep_what_follows_from(folder: Path, facts: set[str]) -> None:
    """Of what is derived from facts, and of the words for them, what is about these facts."""

    def all_known(rule: object) -> bool:
        named = re.findall(r"(?:person|firm|worker)\.[a-z0-9_]+", str(rule))
        return set(named) <= facts

    def keep(file: dict[str, Any]) -> dict[str, Any]:
        derived = {
            key: [rule for rule in file[key] if all_known(rule)] for key in ("elapsed", "implications", "shares")
        }
        return file | derived | {"too_wide": {f: v for f, v in file["too_wide"].items() if f in facts}}

    _thin_out(folder / "facts.yaml", keep)
    if (folder / "lexicon" / "facts.yaml").exists():
        words = lambda file: file | {"facts": {f: cue for f, cue in file["facts"].items() if f in facts}}  # noqa: E731
        _thin_out(folder / "lexicon" / "facts.yaml", words)


def _thin_out(path: Path, change: Callable[[Any], object]) -> None:
    _write(path, change(_parsed(path)))


@cache
def _parsed_text(text: str) -> Any:
    return yaml.load(text, yaml.CSafeLoader)


def _parsed(path: Path) -> Any:
    return _parsed_text(path.read_text(encoding="utf-8"))


def _copy_intents(folder: Path) -> None:
    """The shipped intents, with few examples, and of the records they point to those that are here.

    There are as few examples as questions of the small documents: else the topic model took everything for small talk.
    """
    intents = yaml.safe_load((SHIPPED / "intents.yaml").read_text(encoding="utf-8"))
    for intent in intents["intents"]:
        intent["examples"] = intent.get("examples", [])[:_FEW]
    present = {path.stem for path in SMALL.glob("policies/*.md")}
    for intent in intents["intents"]:
        intent["documents"] = [name for name in intent.get("documents", []) if name in present]
    _write(folder / "intents.yaml", intents)


def _write(path: Path, content: object) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
