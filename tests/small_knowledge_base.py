"""A knowledge base of nine small documents with invented figures, spoken about in the words the product ships.

Facts, regions, places, intents, canned replies and the lexicon are those of `knowledge_base/`; documents, parameters and
typical utterances come from `tests/small_knowledge/`, so that an edit of the contents breaks no rule tested here.
"""

import shutil
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "knowledge_base"
SMALL = Path(__file__).parent / "small_knowledge"
_FEW = 3
_WORDS = ("facts.yaml", "places.yaml", "regions.yaml", "lexicon", "replies")


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
    return folder


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
