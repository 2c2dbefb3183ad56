"""What a message says of vacancies that were shown: which is meant, what is asked of it, an order, a complaint.

第二个远不远, 这三个哪个工资最高, 它交不交社保, 帮我投一个, 为啥子第三个写的大小周还推给我.
"""

import re
from dataclasses import dataclass

from assistant.language.employer_names import find_ordinal
from assistant.language.numerals import parse_numeral

_COUNT = r"(?:几|两|俩|二|三|四|五|[2-5])"
_UNIT = r"(?:个|家|份|条|样|处)"
#: 这三个, 刚才那几家, 上面几个.
_SEVERAL = re.compile(
    rf"(?:这|那|上面|上头|前头|前面|前|头)(?:里面?|面|里头|头)?的?(?P<count>{_COUNT}){_UNIT}?(?!月|区|县|钱|字|人|小时|钟头|天|年|问题)"
    rf"|刚才(?:列|说|发|给|推|看)?的?(?:那|这)?(?P<these>{_COUNT}){_UNIT}|(?:列|推|发|找|给我?看)(?:出来|给我)?的这些"
)
#: Which of them: no district, no office, no benefit is asked for.
_WHICH = re.compile(
    r"(?:哪|那)(?:一|几)?(?:个|家|份|条)(?:子)?(?!区|县|镇|街|行业|工种|地方|专业|职业|月|部门|窗口|单位|政策|补贴|大厅|法|机关|平台|网|软件|证)"
    r"|(?:最[高多低少近]|更[高多近])的(?:是)?(?:哪|那)|谁(?:家)?(?:给|开|的|工资|包|近)"
)
#: 它, 那家, 这个岗位: one that was talked of.
_IT = re.compile(
    r"(?:^|[,，。;；、 \n])(?:那|还有|就)?(?:它|他家|她家|他们家?|他们(?:那里|那儿|单位|公司|厂)"
    r"|(?:这|那)(?:一)?(?:个|家|份|条)(?:岗位|工作|单位|公司|厂|店|活路?|招聘)?"
    r"(?!月|区|县|问题|政策|补贴|钱|事|社|医|证|规定|条件|平台|网))"
)
#: No place in a list: 第一个月, 第二个娃儿, 第三年.
_NO_PLACE = re.compile(
    r"第[一二三四五1-5](?:个|家)?(?:月|年|次|天|周|季|批|期|医院|中学|小学|师|人民|星期|礼拜|娃|孩|小孩|细娃|胎|问题|学期)"
)
#: 我想去这家, 给那个打个电话: within a clause, by what is to be done with it.
_IT_WITHIN = re.compile(
    r"(?:去|报|投|应聘|选|要|给|帮|约|联系|问)(?:一?下)?(?:这|那)(?:一)?(?:个|家|份|条)(?:岗位|工作|单位|公司|厂|店)?(?=$|[,，。;；的打投报说问]|行|嘛|吧|噻|哈)"
)
_LAST = re.compile(rf"最后(?:头|面)?(?:一|那|那一)?{_UNIT}|(?:倒数|末尾)第?[一1]{_UNIT}")
_HIGHEST = re.compile(
    r"(?:工资|薪资|薪水|月薪|待遇|收入|工钱|价钱|钱|价|给|开|挣|拿|赚)[^,，。]{0,4}(?:最|更|要|得)?(?:高|多|强|好(?!多))"
    r"|最(?:高|多|挣钱|赚钱|来钱)|(?:高|多)些?的是(?:哪|那)"
)
_LOWEST = re.compile(r"(?:工资|薪资|薪水|月薪|收入|钱|给|开)[^,，。]{0,4}(?:最|更)?(?:低|少)(?!不)|最(?:低|少)的?是")
_NEAR = re.compile(
    r"远不远|远吗|远嘛|远不|离[^,，。]{0,8}(?:远|近)|(?:最|更|要)近|近(?:点|些|便)|(?:坐|走|开)(?:车|路)?(?:要)?多久|路上"
)
#: An order to apply, which nobody here can carry out, and a question how one gets there.
_ORDER = re.compile(
    r"(?:帮|给|替|代|请)(?:我|我们|忙|她|他|我妈|我爸)?(?:把|去|先|就|也)?[^,，。]{0,6}?(?:投(?!诉|资|保|票|奔|靠)|报(?:个|一?下|一?哈)?名|应聘|递(?:个|份|一?下)?(?:简历|资料)|约(?:个|一?下|一?哈|好)?(?:面试|时间)|打(?:个|一?下)?电话|联系(?:一?下|一?哈|他们|单位|老板|那边)|申请(?:这|那|第|一?下)|定下来|登记(?:一?下|一?哈)?(?:这|第))"
    r"|(?:投|递)(?:个|一个|一?下|一?哈|份|一份|几个|几份|一?些)?(?:简历|它|这|那|第|嘛|噻|吧|$)"
    r"|(?:我|就)(?:想|要)?(?:去)?(?:应聘|报名?|投|选|要|去)(?:这|那|第[一二三四五1-5]|它)"
)
_CONTACT = re.compile(
    r"(?:怎么|咋个?|啷个|如何|哪里|哪儿|找哪个)(?:去|才能|跟|和)*(?:联系|应聘|报名|投|面试)|联系方式|电话(?:是|号码)?(?:好多|多少|几|呢|有没得|有没有)|(?:有|要|给)(?:他们?|它|单位|老板|那边)?的?(?:电话|联系方式)"
)
#: 为啥子…还推给我: of one that should not have been shown.
_OBJECTS = re.compile(
    r"(?:为(?:啥子?|什么|何|么子)|咋个?|怎么|啷个|凭啥子?|搞啥子?|搞什么)[^。]{0,24}(?:推荐?|发|给我|列|显示|介绍|摆|排|找|出来|看)"
    r"|(?:还|又|也|都|咋)(?:是|要|在|把它|把这)?(?:推荐?|发|列|摆|介绍)(?:给|到|出来|我|起|上来)"
    r"|(?:不是|明明)[^。]{0,16}(?:说|讲|要|写)[^。]{0,20}(?:不要|莫|不(?:上|做|看|考虑)|还|又|咋|怎么)"
)
_CLAIM = re.compile(
    r"(?:写|标|注明|要求|说|讲)(?:的|着|了|起|到|明|得有)*(?:是|要|有)?(?P<claim>[^,，。!?？]{2,10}?)(?=你|您|还|又|也|都|咋|怎么|为|的嘛|的呀|[,，。!?？]|$)"
)
#: What befell somebody is told, whatever is pointed at.
_OF_ONESELF = re.compile(
    r"(?:拖|欠|差|扣|克扣|押)(?:了|起|着)?我|不(?:给|发)我|(?:我|我们)(?:被|遭|受伤|摔|在[^,，。]{1,8}(?:上班|干|做)(?:了|过))|(?:怎么|咋个?|啷个)(?:办|告|投诉|赔|维权)|犯法|违法|合法|合不合"
)


@dataclass(frozen=True)
class ShownVacancyAsk:
    """`place`: of the list, from 0, −1 for the last; `count`: 这三个, 0 for 这几个 and None where no several is meant;
    `claim`: what one is said to have written that speaks against it."""

    place: int | None = None
    count: int | None = None
    asks_which: bool = False
    points: bool = False
    highest: bool = False
    lowest: bool = False
    near: bool = False
    orders: bool = False
    contact: bool = False
    objects: bool = False
    claim: str = ""

    @property
    def means_some(self) -> bool:
        """Whether any of the vacancies shown is pointed at."""
        return self.place is not None or self.count is not None or self.points

    @property
    def is_of_several(self) -> bool:
        """Whether more than one of them is meant."""
        return self.place is None and (self.count is not None or self.asks_which)


def tells_of_oneself(text: str) -> bool:
    """Whether somebody tells what befell them, or asks about a right, whatever is pointed at."""
    return _OF_ONESELF.search(text) is not None


def read_shown_vacancy_ask(text: str) -> ShownVacancyAsk | None:
    """What is said of vacancies shown; None where nothing is, or where somebody tells what befell them."""
    if tells_of_oneself(text):
        return None
    several, which = _SEVERAL.search(text), _WHICH.search(text)
    place = -1 if _LAST.search(text) else find_ordinal(_NO_PLACE.sub(" ", text))
    objects = _OBJECTS.search(text) is not None
    claim = _CLAIM.search(text) if objects else None
    ask = ShownVacancyAsk(
        place=place,
        count=_count(several) if several is not None else None,
        asks_which=which is not None,
        points=_IT.search(text) is not None or _IT_WITHIN.search(text) is not None,
        highest=_HIGHEST.search(text) is not None,
        lowest=_LOWEST.search(text) is not None,
        near=_NEAR.search(text) is not None,
        orders=_ORDER.search(text) is not None,
        contact=_CONTACT.search(text) is not None,
        objects=objects,
        claim=claim["claim"].strip().lstrip("不没莫").removesuffix("的") if claim is not None else "",
    )
    return ask if ask.means_some or ask.asks_which or ask.orders or ask.contact else None


def _count(match: re.Match[str]) -> int:
    """How many are meant; 0 for all."""
    said = match["count"] or match["these"] or "几"
    if said.isdigit():
        return int(said)
    number = parse_numeral({"俩": "两"}.get(said, said))
    return int(number) if number is not None else 0
