"""What an advert asks for and offers, told from the words around each word: asked or only welcome, given or denied."""

import re
from collections.abc import Iterable, Sequence

from assistant.domain.vacancies import Education, Shift
from assistant.language.numerals import parse_numeral
from assistant.language.vacancy_words import WordKind, WordMention

_DENIED_BEFORE = re.compile(r"(?:不|无|没有?得?|没|未|非|拒绝|谢绝|勿)[上做需要用提供包含有交买是招熬得必打考虑]{0,3}$")
_REFUSED_AFTER = re.compile(
    r"(?:及?以上)?(?:驾驶证|驾照|学历|证书|证|照)?(?:者|的|人员)?(?:请?勿扰|请?勿投|请?勿来|免谈|不要|不招|除外|非诚|绕道)"
)
_OWN_COST_AFTER = re.compile(r"(?:费用)?(?:自理|自交|自缴|自行|自费|需自|须自|个人承担)")
_DUTY_BEFORE = re.compile(r"(?:负责|组织|开展|核算|实施|制定|教育|从事|办理|代理|销售)[^,。;\n]{0,8}$")
#: 培训学校, 公积金中心, 班车司机, 体检合格: the word serves another.
_SERVES_ANOTHER = {
    "培训": re.compile(
        r"学校|机构|讲师|师|班主任|中心|部|公司|专员|主管|经理|老师|基地|课程|行业|顾问|学院|计划|需求|资料|销售|场"
    ),
    "公积金": re.compile(r"中心|管理|贷款|专员|业务|核算|提取|政策"),
    "体检": re.compile(r"中心|合格|机构|报告|科|医院|车|费|自理|套餐|顾问|客服"),
    "班车": re.compile(r"司机|驾驶|队|线路|调度|客运|站"),
    "日结": re.compile(r"单|账|报|、?月结"),
    "提成": re.compile(r"核算|计算|制度的?制定"),
    "健康体检": re.compile(r"中心|机构|顾问|报告"),
}
_WELCOME_AFTER = re.compile(
    r"[^,。;\n]{0,20}(?:优先|加分|更佳|更好|为佳|尤佳|最好|优惠|有无均可|有没有都|没有也|无证?也?可|可帮|可代办|可办|公司办|统一办|免费办"
    r"|包办|协助办|帮办|可免费|可以?后补|不是必须|非必须)"
    r"|书?(?:者|的)?[每月有另可享]{0,2}(?:补贴|津贴|加薪|加[0-9]|奖励)"
    r"|书?(?:培训|考试|报考|报名|课程|辅导|挂靠|招生|业务|咨询|代考|考证|学员|教材|真题|考前|考点)"
)
_WELCOME_BEFORE = re.compile(
    r"(?:优先|最好|可帮|可代|代办|帮办|包办|帮忙办|协助|免费办|公司办|统一办|可办|可考|考取|包考|帮考|包拿|教考|免费考|免费培训|培训|有无"
    r"|无需|不需要?|不要求|不要|提供办?理?)[^,。;\n]{0,6}$"
)
_SCHOOLS = r"(?:小学|初中|高中|中专|大专|专科|技校|职高|中技|中职|本科|硕士|研究生|博士)"
_ASKED_SCHOOLING_AFTER = re.compile(
    rf"(?:生|\(含\))?(?:[/、或,]?{_SCHOOLS})*(?:生)?(?:学历)?(?:\(含\))?(?:及其?|或)?(?:以上|学历|文化|毕业|水平|起步|程度|在读)"
)
_WELCOME_SCHOOLING_AFTER = re.compile(r"[^,。;\n]{0,10}(?:优先|更佳|加分|亦可)")
_ASKED_SCHOOLING_BEFORE = re.compile(r"(?:学历|文化(?:程度)?)(?:要求)?[:: 为是]{0,2}$")
_STANDS_ALONE_AFTER = re.compile(r"(?:及?以上|学历|\(含\)|及以上学历)?(?=[,;|/、 \n]|$)")
_ANY = re.compile(r"不限|不要求|无要求|没要求|均可|皆可|^无$|^-+$")

_YEARS = (
    r"(?P<years>[0-9]{1,2}|半|[一二两三四五六七八九]?十?[一二三四五六七八九]?)"
    r"(?:\s?[-~到至]\s?(?:[0-9]{1,2}|[一二两三四五六七八九十]))?\s?年(?!薪|终|底|龄|假|级|度|轻|前|后|会)"
)
_ANY_YEARS = re.compile(_YEARS + r"(?P<less>及?以下|以内|内)?")
_TAG_OF_YEARS = re.compile(
    rf"(?<![^,;|/ \n]){_YEARS}(?P<less>及?以下|以内)?(?:及?以上)?(?:工作)?(?:经验)?(?=[,;|/ \n]|$)"
)
_YEARS_OF_EXPERIENCE = re.compile(
    _YEARS + r"(?P<less>及?以下|以内)?(?:及?其?以上|左右)?[^,。;\n0-9]{0,10}(?:经验|经历|工龄|驾龄)"
    r"(?![^,。;\n]{0,8}(?:优先|加分|更佳|更好))"
)
_NO_EXPERIENCE = re.compile(
    r"(?:无需|不需要?|不要|不用|无须|不要求)[^,。;\n0-9]{0,4}经验|经验(?:不限|不要求|无要求|不作要求)|不限经验|(?:有无|有没有)经验|无经验(?!者?勿|者?免|的?勿|不)"
    r"|没有?得?经验(?!者?勿|的?勿|不)|零经验|零基础|0基础|0经验|生手(?!勿)|生熟手|新手(?!勿)|小白(?!勿)|在校生|应届(?!.{0,4}勿)|学徒(?!工资)|一学就会|上手快|包教包会|包教会"
)
_NO_EXPERIENCE_COLUMN = re.compile(r"无|不限|应届|在校|不要求|零|没有|学徒|新手")
_OPENINGS_UNSAID = re.compile(r"若干|不限|多名|数名|长期|大量")
_OPENINGS = re.compile(
    r"招(?:聘|收|募|录)?[^0-9,。;\n]{0,12}?(?P<count>[0-9]{1,4})\s?(?:[-~至到]\s?[0-9]{1,4}\s?)?[名人位个](?!间|月|以上工作|小时)"
)
_OPENINGS_IN_TITLE = re.compile(
    r"(?<![0-9.])(?P<count>[0-9]{1,4})\s?(?:[-~至到]\s?[0-9]{1,4}\s?)?[名人位](?!间|寝|以上)"
)
_COUNT = re.compile(r"[0-9]{1,6}")
_SPOKEN_COUNT = re.compile(r"[一二两三四五六七八九十百]+")
_DAYS_CAN_BE_CHOSEN = re.compile(r"长白|常白|可选|任选|自选|选择")
_MOST_OPENINGS = 100_000


def is_given(text: str, mention: WordMention, *, in_description: bool) -> bool:
    """Whether what is mentioned is offered or so, and not denied, nor another word, nor what the job deals with."""
    start, end = mention.start, mention.end
    if _is_denied(text, mention):
        return False
    if mention.kind is not WordKind.BENEFIT:
        return True
    if _OWN_COST_AFTER.match(text, end):
        return False
    other = _SERVES_ANOTHER.get(text[start:end])
    if other is not None and other.match(text, end):
        return False
    if in_description and text[start:end] == "培训" and not _stands_alone(text, start, end):
        return False
    return not (in_description and _DUTY_BEFORE.search(text, max(0, start - 12), start))


def is_required(text: str, mention: WordMention) -> bool:
    """Whether a licence is asked for, rather than welcome, paid extra, or got through the employer."""
    before = max(0, mention.start - 12)
    if _is_denied(text, mention):
        return False
    return not (_WELCOME_BEFORE.search(text, before, mention.start) or _WELCOME_AFTER.match(text, mention.end))


def required_licences(names: Iterable[str]) -> tuple[str, ...]:
    """Each once; a car licence is part of one for lorries and coaches."""
    licences = tuple(dict.fromkeys(names))
    if any(name.startswith(("驾驶证A", "驾驶证B")) for name in licences):
        return tuple(name for name in licences if name != "驾驶证C1")
    return licences


def asked_education(text: str, mentions: Iterable[WordMention], description_from: int) -> Education | None:
    """The least schooling asked for in title, tags and description, where the words around say that it is asked for."""
    asked = [Education(one.value) for one in mentions if _is_asked_schooling(text, one, description_from)]
    return min(asked, key=lambda education: education.rank, default=None)


def education_of_column(text: str, values: Sequence[str]) -> Education | None:
    """What the column of schooling says: the lowest of its values."""
    if values:
        return min((Education(value) for value in values), key=lambda education: education.rank)
    return Education.NONE if _ANY.search(text) else None


def experience_of_column(text: str) -> int | None:
    """Years asked for at least: 3-4年 is 3, 无需经验 and 1年以内 are 0."""
    match = _ANY_YEARS.search(text)
    if match is not None and match["years"]:
        return 0 if match["less"] else _years(match["years"])
    return 0 if _NO_EXPERIENCE_COLUMN.search(text) else None


def experience_in(text: str, tags_end: int) -> int | None:
    """The same of title, tags (up to `tags_end`) and description."""
    if _NO_EXPERIENCE.search(text):
        return 0
    match = _TAG_OF_YEARS.search(text, 0, tags_end) if "年" in text else None
    if match is None or not match["years"]:
        match = _YEARS_OF_EXPERIENCE.search(text) if "经" in text or "龄" in text else None
    if match is None or not match["years"]:
        return None
    return 0 if match["less"] else _years(match["years"])


def openings_of_column(text: str) -> int | None:
    """The number of people wanted, of a range the lower; 若干 is unknown."""
    if _OPENINGS_UNSAID.search(text):
        return None
    figure = _COUNT.search(text)
    if figure is not None:
        return _possible_openings(int(figure.group()))
    spoken = _SPOKEN_COUNT.search(text)
    number = parse_numeral(spoken.group()) if spoken else None
    return _possible_openings(int(number)) if number is not None else None


def openings_in(title: str, text: str) -> int | None:
    """The number of people wanted as title or text (folded) say."""
    match = (_OPENINGS_IN_TITLE.search(title) if "人" in title or "名" in title or "位" in title else None) or (
        _OPENINGS.search(text) if "招" in text else None
    )
    return _possible_openings(int(match["count"])) if match else None


def shifts_of(found: Iterable[Shift], benefits: Iterable[str], text: str) -> tuple[Shift, ...]:
    """The shifts in the order of the enum.

    Rotating means that days cannot be chosen, unless the advert says so; a night allowance means nights.
    """
    shifts = set(found)
    if Shift.ROTATING in shifts and not _DAYS_CAN_BE_CHOSEN.search(text):
        shifts.discard(Shift.DAY)
    if "夜班补贴" in benefits and not shifts.intersection((Shift.DAY, Shift.ROTATING)):
        shifts.add(Shift.NIGHT)
    return tuple(shift for shift in Shift if shift in shifts)


def _is_asked_schooling(text: str, mention: WordMention, description_from: int) -> bool:
    start, end = mention.start, mention.end
    if mention.value == Education.NONE:
        return True
    if _WELCOME_SCHOOLING_AFTER.match(text, end):
        return False
    if _ASKED_SCHOOLING_AFTER.match(text, end) or _ASKED_SCHOOLING_BEFORE.search(text, max(0, start - 8), start):
        return True
    stands_alone = start == 0 or text[start - 1] in ",;|/、 \n"
    return start < description_from and stands_alone and _STANDS_ALONE_AFTER.match(text, end) is not None


def _is_denied(text: str, mention: WordMention) -> bool:
    """不上夜班, 兼职勿扰; but 无叉车证勿扰 asks for it."""
    denied = _DENIED_BEFORE.search(text, max(0, mention.start - 5), mention.start) is not None
    return denied != (_REFUSED_AFTER.match(text, mention.end) is not None)


def _stands_alone(text: str, start: int, end: int) -> bool:
    around = ",;.。:、/|+ \n"
    return (start == 0 or text[start - 1] in around) and (end == len(text) or text[end] in around)


def _years(said: str) -> int | None:
    if said == "半":
        return 0
    number = parse_numeral(said)
    return int(number) if number is not None and number <= 50 else None


def _possible_openings(count: int) -> int | None:
    return count if 0 < count <= _MOST_OPENINGS else None
