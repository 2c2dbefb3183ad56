"""Long official texts into passages: at chapters, articles, numbered headings and paragraphs, never inside a sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBER = "[一二三四五六七八九十百千零〇]+"
_ARTICLE = re.compile(rf"(?:^|(?<=[\s。；]))第{_NUMBER}[章节条](?:之{_NUMBER})?(?=[\s\u3000：:]|[^，。、和的])")
_HEADING = re.compile(rf"(?:^|(?<=[\s。；;：:]))(?:{_NUMBER}、|[（(]{_NUMBER}[）)])")
_PARAGRAPH = re.compile(r"\n+|(?<=[。；;：:！？!?”）)])[ \t\u3000]+|\u3000{2,}")
_SENTENCE = re.compile(r"(?<=[。；;！？!?])")
_TITLE_END = re.compile(r"[\n\u3000]| +(?!\S{0,6}(?:通知|公告|意见|办法|措施|方案))")
_CLAUSE_IN_TITLE = re.compile(rf"^(?P<document>.+?)\s*(?P<clause>第{_NUMBER}条(?:之{_NUMBER})?(?:第{_NUMBER}[款项])*)$")
