"""Whether a question that names another city wants the rule of that city, or only tells where somebody was or is."""

import re

from assistant.language.clauses import SPACES
from assistant.language.understanding import CLAUSES, QuestionPart

#: Whoever is away and asks about the way home, or about what home gives those who went away, asks us.
_COMES_HOME = re.compile(r"返乡|返渝|返岗|回(?:重庆|老家|家乡|乡|屋头|渝)|户籍地|老家这边|路费|车票|交通补|车费")
#: What somebody did in another city: 在贵阳搬了一年砖, 在温州参保五年.
_WORKED = (
    r"协作区|打工|上班|务工|做工|干活|做活|做事|搬|修|挖|砌|绑钢筋|刮灰|贴砖|进厂|开车|参保|交(?:了|过|满)?[^,，。]{0,5}社保"
    r"|跑(?:车|外卖|运输|单)|送(?:外卖|快递|货)"
)
#: People from there; an office or a rule of there only begins like them (上海市人社局, 深圳人才补贴).
_PEOPLE = r"人(?!社(?!保)|力资源|力社|民|才(?:引|补|公寓|市场|政策|服务|交流)|事(?:局|厅|考))"
#: What is said without a comma is told apart by its spaces.
_PIECES = re.compile(rf"{CLAUSES.pattern}|{SPACES}")
_HERE = re.compile(r"这边|这里|这儿|这头|当地|本地")


def means_elsewhere(part: QuestionPart) -> bool:
    """Whether here is the other place: 人在深圳进厂,这边最低工资是好多."""
    is_there = re.search(rf"(?:人|我|现在|目前)在{re.escape(part.elsewhere or '')}", part.text)
    return is_there is not None and _HERE.search(part.question) is not None


def asks_about_place(part: QuestionPart) -> bool:
    """Whether the other place is where the rule is wanted from, and not where the person comes from or goes to."""
    place = re.escape(part.elsewhere or "")
    goes_there = re.search(rf"[回去到]{place}|(?<!在){place}(?:那边|这边|当地|那里)", part.text) is not None
    if _COMES_HOME.search(part.text) is not None and not goes_there:
        return False
    if (
        re.search(
            rf"{place}(?:那边|当地|那里|那头)(?!.{{0,6}}(?:{_WORKED}|协作|合作|对接|联手|[转回来]))", part.question
        )
        is not None
    ):
        return True
    comes_or_goes = (
        rf"(户口|户籍|老家|来自|我是|籍贯|从|外地|离开|以前在|之前在|原来在|搬去|搬到|回|去|到|往|跑).{{0,4}}{place}"
        rf"|[跟和与同]{place}.{{0,6}}(协作|合作|对接|联手|一起)|在{place}.{{0,6}}(?:{_WORKED})"
        rf"|{place}.{{0,3}}({_PEOPLE}|户口|户籍|籍|来的|过来|回来|转|打工|上班|务工|做工|干活|做活|厂|工地|公司|车票|出差|毕业|读|念|上学)"
    )
    clauses = [clause for clause in _PIECES.split(part.text) if part.elsewhere and part.elsewhere in clause]
    return any(re.search(comes_or_goes, clause) is None for clause in clauses)
