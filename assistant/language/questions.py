"""The questions of one message, each with the story told around it.

People ask several things at once, with or without a question mark, and tell before or after what it is about. What is
asked is found by the marks and by the words a Chinese question cannot do without.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from re import Pattern

#: Question words, questions by repetition (能不能), and particles at the end; dialect included.
_ASKS = re.compile(
    r"哪(?!怕)|谁|(?<![好十百千几])几(?=[个年天月岁倍块种次回趟档号成点样家只])(?<![那这剩前后头]几)|多少|好多|多久|好久(?!没)|多长|多大"
    r"|怎么|怎样|咋|啷个|啷门|楞个|爪子|如何|为什么|为啥|凭啥|凭什么|(?:有|是|要|讲|做|带|叫|算|个|干|补)(?:什么|啥)|啥(?:时|子|意思)|什么(?:时候|条件|材料|意思|流程|手续)"
    r"|([\u4e00-\u9fff])[不没]\1|有没得|有莫得|得不得|可不可以|需不需要|应不应该|合不合|吗|是否|能否|够不够"
    r"|(?:不|没|没得|莫得|迈|不哦|不嘛|不呢|没有)$"
)
#: Words of questions in what is told: 肯定没得, 赔不到好多, 没跟哪个签过, 他也说不清楚是好多.
_TELLS = re.compile(
    r"(?<=[定都也全啥点])(?:没|没得|莫得|不)$|(?<=不到)好多|(?<=没得)好多|(?<=[没不]跟)(?:哪个|谁)"
    r"|(?:商量|考虑|打听|投|跑|找|等|问|拖|熬|忙|想)了好[久多几]"
    r"|[他她它](?:们)?(?:自己)?也?(?:说不清|不晓得|不知道|不清楚).*$"
)
#: Questions that want a yes or a no: by repetition, by a particle at the end.
_YES_OR_NO = re.compile(
    r"([\u4e00-\u9fff])[不没]\1|有没得|有莫得|得不得|可不可以|需不需要|应不应该|合不合|够不够|是否|能否"
    r"|(?:吗|嘛|不|没|没得|莫得|不哦|不嘛|不呢|没有|对吧|是吧)$"
)
_OPEN = re.compile(r"哪(?!怕)|谁|多少|好多|多久|好久|怎么|咋|啷个|如何|为什么|什么|啥")
_PERHAPS = re.compile(r"(?:嘛|么|呢|喃|吧|哈)$")
_ENDS = re.compile(r"[?？]+|[;；!！\n。]+")
_COMMAS = re.compile(r"[,，]")
#: Of nothing but these a clause is made that only asks for a yes (对吧, 是不是真的, 要得不).
_YES = frozenset("对是行好真假可以应该没错不问题要得头作数有这样么回事的了吧吗嘛哈呢哦噻啊呀合法违规犯允许")
_SHORTEST = 4
#: Which law or article says so; a question made of nothing else asks it of what was asked before.
_CLAUSE = re.compile(
    r"(?:第|是|按|依据|根据|违反|违了|犯了|踩了)?(?:第几|几|哪|哪个|哪一|那|什么|啥子?)(?:条|个?条款|款)(?!件)"
    r"|(?:哪|哪个|哪部|哪一部|什么|啥子?)(?:法(?!院|官)|法律|法规|条例|规定)|法律依据|政策依据|文件依据|依据(?:是|在)|出处"
)
_OF_CLAUSES_ONLY = re.compile(
    r"法律|法规|劳动合同法|[\u4e00-\u9fff]{0,6}(?:法|条例|规定|解释|办法)|请?问|请|写|讲|说|规定|里头?|上头?|中|[在是的了起着按由对应具体依据出自到底究竟又这个这条告诉我一下们重庆市国家全国]"
)
#: Characters of a question with what belongs to it; more is a story.
LONGEST = 24


@dataclass(frozen=True)
class Question:
    """`asked`: the words of the question itself; `story`: what was told with it, empty for none.

    `goes_on`: it stands in one sentence with the question before it.
    """

    asked: str
    story: str = ""
    goes_on: bool = False

    @property
    def text(self) -> str:
        return f"{self.story}，{self.asked}" if self.story else self.asked


def split_questions(text: str, joints: Pattern[str], asks_otherwise: Callable[[str], bool]) -> tuple[Question, ...]:
    """The questions in their order; a message that asks nothing is one question.

    `joints`: words between two questions (另外, 顺便问一下); `asks_otherwise`: whether words without any sign of a
    question ask for something all the same (要什么材料 as 材料).
    """
    sentences = list(_sentences(text, joints))
    forms: tuple[Callable[[str], bool], ...] = (asks, lambda piece: bool(_PERHAPS.search(piece)), asks_otherwise)
    for form in forms:
        asking = [is_marked or form(sentence) for sentence, is_marked in sentences]
        if any(asking):
            break
    return _with_stories([sentence for sentence, _ in sentences], asking) if sentences else (Question(text),)


def asks(clause: str) -> bool:
    """Whether the words have the form of a question."""
    return _ASKS.search(_TELLS.sub("", clause)) is not None


def asks_yes_or_no(clause: str) -> bool:
    """Whether the words want a yes or a no and not, say, an amount (有没有补贴 does, 有没得哪些材料 does not)."""
    bare = clause.rstrip("?？!！。~ ")
    return _YES_OR_NO.search(bare) is not None and _OPEN.search(bare) is None


def asks_for_clause(text: str) -> bool:
    """Whether the words ask which law or article says so."""
    return _CLAUSE.search(text) is not None


def _asks_for_nothing_else(sentence: str) -> bool:
    """写在工伤保险条例哪一条, 劳动法第几条: of a matter that was named before."""
    if _CLAUSE.search(sentence) is None:
        return False
    return not re.sub(r"\W", "", _OF_CLAUSES_ONLY.sub("", _PERHAPS.sub("", _CLAUSE.sub("", sentence))))


def _with_stories(sentences: list[str], asking: list[bool]) -> tuple[Question, ...]:
    questions: list[Question] = []
    story: list[str] = []
    for sentence, is_asking in zip(sentences, asking, strict=True):
        if not is_asking:
            story.append(sentence)
        elif not _is_trivial(sentence):
            first, *others = _questions_of(sentence)
            questions += [replace(first, story="，".join(filter(None, (*story, first.story)))), *others]
            story = []
        elif story:
            questions.append(Question(story[-1], "，".join(story[:-1])))
            story = []
    if story and questions:
        questions[-1] = replace(questions[-1], story="，".join(filter(None, (questions[-1].story, *story))))
    return _with_their_clauses(questions) or (Question("，".join(sentences)),)


def _with_their_clauses(questions: list[Question]) -> tuple[Question, ...]:
    """A question for the article alone belongs to the question before it."""
    found: list[Question] = []
    for question in questions:
        if found and _asks_for_nothing_else(question.asked):
            found[-1] = replace(found[-1], asked=f"{found[-1].asked}，{question.asked}")
        else:
            found.append(question)
    return tuple(found)


def _sentences(text: str, joints: Pattern[str]) -> Iterator[tuple[str, bool]]:
    """Every sentence, and whether a question mark ends it."""
    position = 0
    for end in (*_ENDS.finditer(text), None):
        piece = text[position : end.start() if end else len(text)]
        is_marked = end is not None and end.group()[0] in "?？"
        pieces = [part.strip(" ,，、:：") for part in joints.split(piece)]
        pieces = [part for part in pieces if re.search(r"\w", part)]
        for part in pieces:
            yield part, is_marked and part == pieces[-1]
        position = end.end() if end else len(text)


def _questions_of(sentence: str) -> tuple[Question, ...]:
    """The questions of a sentence at its commas; what asks nothing is the story of what follows it."""
    clauses = [clause.strip() for clause in _COMMAS.split(sentence) if clause.strip()]
    asking = [place for place, clause in enumerate(clauses) if asks(clause) and not _is_trivial(clause)]
    if len(asking) < 2:
        return (_question(clauses, asking[0] if asking else len(clauses) - 1),)
    found: list[Question] = []
    begin = 0
    for place in asking:
        end = len(clauses) if place == asking[-1] else place + 1
        question = _question(clauses[begin:end], place - begin)
        found.append(replace(question, goes_on=bool(found)))
        begin = end
    return tuple(found)


def _question(clauses: list[str], place: int) -> Question:
    """The question with the words of its sentence before it, as far as these are few (失业金,好多钱)."""
    first = place
    # Whoever only wants a yes (是这样吧) asks what was said before it.
    longest = 2 * LONGEST if _is_trivial(clauses[place]) else LONGEST
    while first > 0 and len("".join(clauses[first - 1 : place + 1])) <= longest:
        first -= 1
    return Question("，".join(clauses[first:]), "，".join(clauses[:first]))


def _is_trivial(sentence: str) -> bool:
    """Whether it only asks for a yes."""
    return len(sentence) <= 2 * _SHORTEST and set(re.sub(r"\W", "", sentence)) <= _YES
