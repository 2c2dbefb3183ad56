"""An official document into its clauses: 编章节条 of a statute, 一、（一）1. of a notice; never inside a sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.domain.added_documents import DocumentHead, DocumentPassage
from assistant.language.numerals import parse_numeral
from assistant.language.official_head import read_head
from assistant.language.official_lines import NUMBERING

#: Levels from the outermost in. An article holds what is numbered inside it.
_LEVELS = ("part", "section", "article", "first", "second", "third")
_ARTICLE = _LEVELS.index("article")
_SENTENCE = re.compile(r"(?<=[。；！？\n])")
_RESPONSIBLE = re.compile(r"[（(](?:责任|牵头|配合|主管)(?:单位|部门)[：:](?P<names>[^）)]+)[）)]")
_SIGNED = re.compile(
    r"[（(](?:此件|联系人|信息公开)[^）)]*[）)]$|(?:附件|附)[：:].{0,60}$"
    r"|(?:[（(]?(?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日[）)]?)$"
)
_OFFICE = re.compile(r"[\u4e00-\u9fa5（）()、\s]{2,30}(?:局|委员会|委|厅|部|办公室|政府|院|会|中心|银行|署|司)$")
#: In characters. What is longer is split between sentences; a part without a sentence of its own is a heading.
LONGEST, _HEADING, _SHORTEST = 1_200, 45, 40


@dataclass
class _Node:
    level: int
    mark: str
    lines: list[str]
    children: list["_Node"] = field(default_factory=list)


def read_official(lines: tuple[str, ...], name: str = "") -> tuple[DocumentHead, tuple[DocumentPassage, ...]]:
    """Head and clauses of a document given in lines (`official_lines`). `name`: of the file it came in."""
    found = read_head(lines, name)
    return found.head, split_official(lines[found.lines :])


def split_official(lines: tuple[str, ...]) -> tuple[DocumentPassage, ...]:
    """The clauses in order, which together hold the text; what stands before the first number is the preamble."""
    root = _tree(_without_signature(lines))
    return tuple(passage for node in _passages(root, (), "") for passage in _portioned(node))


def _tree(lines: tuple[str, ...]) -> _Node:
    root = _Node(-1, "", [])
    path = [root]
    for line in lines:
        match = NUMBERING.match(line)
        level = _LEVELS.index(match.lastgroup) if match and match.lastgroup else None
        if level is None and re.match(r"#+\s", line):
            path[-1].lines.append(line.lstrip("# "))
            continue
        if level is None or not _opens(match, level, path):
            path[-1].lines.append(line.lstrip("# ") if level is None else line)
            continue
        while path[-1].level >= level:
            path.pop()
        assert match is not None
        mark = match[0].lstrip("# ").strip()
        node = _Node(level, mark, [line[match.end() :].strip(" \t\u3000")])
        path[-1].children.append(node)
        path.append(node)
    return root


def _opens(match: re.Match[str] | None, level: int, path: list[_Node]) -> bool:
    """Whether the number begins a part here: not inside an article, and not one that jumps ahead by far."""
    if match is None or (level > _ARTICLE and any(node.level == _ARTICLE for node in path)):
        return False
    if level <= _ARTICLE:
        return True
    siblings = next((node.children for node in reversed(path) if node.level < level), [])
    before = next((_number(node.mark) for node in reversed(siblings) if node.level == level), None)
    number = _number(match[0])
    if number is None:
        return False
    if before is None:
        return number == 1 or level > _LEVELS.index("first")
    return number == 1 or 0 < number - before <= 3


def _number(mark: str) -> int | None:
    plain = re.sub(r"[（()）、.．第条章节编#\s]", "", mark)
    value = parse_numeral(plain)
    return int(value) if value is not None else None


def _passages(node: _Node, headings: tuple[str, ...], clause: str) -> Iterator[DocumentPassage]:
    """A part is one passage where its parts are too short to stand alone, and several otherwise."""
    title, rest = _own_heading(node)
    if not node.children or _belongs_together(node):
        text = "\n".join(_all_lines(node))
        if title and rest and node.level != _ARTICLE:
            headings, text = (*headings, title), "\n".join((*rest, *_lines_of(node.children)))
        if text:
            yield _passage(text, clause, headings)
        return
    if rest:
        yield _passage("\n".join(rest), clause, (*headings, title) if title else headings)
    inner = (*headings, title) if title else headings
    for child in node.children:
        yield from _passages(child, inner, _clause(clause, child))


def _belongs_together(node: _Node) -> bool:
    """Short items (papers to bring, names of offices) are told with the sentence that announces them."""
    if node.level == _ARTICLE:
        return True
    if any(child.children or child.level <= _ARTICLE for child in node.children):
        return False
    texts = ["".join(child.lines) for child in node.children]
    if any(text.count("。") > 1 for text in texts):  # items with sentences of their own
        return False
    sizes = list(map(len, texts))
    return sum(sizes) < LONGEST // 2 and sum(sizes) / len(sizes) < _SHORTEST


def _own_heading(node: _Node) -> tuple[str, list[str]]:
    """(the part's heading, its own lines besides)."""
    lines = [line for line in node.lines if line]
    if node.level < 0 or not lines:
        return "", lines
    first = lines[0]
    if len(first) <= _HEADING and not first.endswith(("：", ":")):
        return f"{node.mark}{' ' if node.level <= _ARTICLE else ''}{first.rstrip('。')}", lines[1:]
    return "", [f"{node.mark}{first}", *lines[1:]]


def _clause(outer: str, node: _Node) -> str:
    """第四十条 stands alone; 二、（二）7. is told with what it stands in."""
    if node.level == _ARTICLE:
        return node.mark
    if node.level < _ARTICLE:
        return ""
    return f"{outer}{node.mark}"


def _all_lines(node: _Node, with_mark: bool = False) -> Iterator[str]:
    first, *rest = node.lines or [""]
    head = f"{node.mark}{first}" if with_mark else first
    if head:
        yield head
    yield from rest
    for child in node.children:
        yield from _all_lines(child, with_mark=True)


def _lines_of(nodes: list[_Node]) -> Iterator[str]:
    for node in nodes:
        yield from _all_lines(node, with_mark=True)


def _passage(text: str, clause: str, headings: tuple[str, ...]) -> DocumentPassage:
    named = _RESPONSIBLE.search(text)
    offices = tuple(part for part in re.split(r"[、，,]", named["names"]) if part) if named else ()
    return DocumentPassage(text, clause or None, headings, offices)


def _portioned(passage: DocumentPassage) -> Iterator[DocumentPassage]:
    if len(passage.text) <= LONGEST:
        yield passage
        return
    portion, head = "", ""
    for sentence in filter(None, _SENTENCE.split(passage.text)):
        is_row = sentence.startswith("|")
        head = (head or sentence) if is_row else ""
        if portion and len(portion) + len(sentence) > LONGEST:
            yield _passage(portion.strip(), passage.clause or "", passage.headings)
            portion = head if is_row and head != sentence else ""  # rows of a table mean nothing without its first
        portion += sentence
    if portion.strip():
        yield _passage(portion.strip(), passage.clause or "", passage.headings)


def _without_signature(lines: tuple[str, ...]) -> tuple[str, ...]:
    end = len(lines)
    while end > 1 and (_SIGNED.fullmatch(lines[end - 1]) or _OFFICE.fullmatch(lines[end - 1])):
        end -= 1
    return lines[:end]
