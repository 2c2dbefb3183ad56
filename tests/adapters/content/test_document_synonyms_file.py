"""Lay words for the words of rules: what is meant stands in a statute, so that looking for it can find something."""

from pathlib import Path

import pytest
import yaml

from assistant.adapters.content.lexicon import DOCUMENT_SYNONYMS, read_document_synonyms
from assistant.bootstrap.documents import DocumentReader
from assistant.language.segment import fold
from assistant.services.document_passages import passages_of
from tests.small_knowledge_base import SHIPPED

LAWS = Path(__file__).parents[4] / "shared" / "data" / "laws"


@pytest.mark.skipif(not LAWS.is_dir(), reason="the folder of real input is not here")
def test_every_term_of_document_synonyms_stands_in_a_statute() -> None:
    reader = DocumentReader(SHIPPED)
    texts = [
        fold(f"{document.head.title}{passage.heading}{passage.text}")
        for document in (reader.read(path.read_bytes(), path.name) for path in sorted(LAWS.glob("*.md")))
        for passage in passages_of(document)
    ]
    entries = yaml.safe_load((SHIPPED / DOCUMENT_SYNONYMS).read_text(encoding="utf-8"))
    absent = [one["term"] for one in entries if not any(fold(one["term"]) in text for text in texts)]
    assert absent == []


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("仲裁的人是对方的老表", "近亲属"),
        ("开庭那天走不开", "正当理由"),
        ("档案上写漏了", "补正"),
        ("派遣公司没得资质", "许可"),
        ("他想把官司打到底", "提起诉讼"),
        ("窗口能不能上门", "上门服务"),
        ("请不起律师啷个办", "法律援助"),
    ],
)
def test_what_people_say_means_what_rules_say(said: str, meant: str) -> None:
    assert meant in {expansion.meant for expansion in read_document_synonyms(SHIPPED).expand(fold(said))}
