"""How employers ask for people without saying 招 (明早要20个装卸, 喊几个人来, 差两个师傅), and what a day's job is."""

import re

_SOME = r"(?:[0-9一二两三四五六七八九十百]+|几|十几|几十)(?:来|多)?(?:个|名|位|号(?=人)|人|辆车的?人)"
#: Asks for so many: 要20个, 喊几个人来, 还差两个师傅. 要几个月 and 要三个证 ask for nobody.
_CALLS = re.compile(
    rf"(?:要|找|请|来|喊|叫|用|差|缺|少|派|调|借|介绍|搞|弄|整|需要|急需|想招|添|加)(?:我|我们|起|到|我这边)?{_SOME}"
    r"(?!月|小时|星期|礼拜|钟|证|点|多月|工作日|材料|问题|人(?:考|参加|培训|体检|检查|签|办|才能?|以上|以下))"
)
#: Without a number: 找个煮饭的, 请个保姆. Whom is named beside it.
_CALLS_ONE = re.compile(
    r"(?:招|找|请|喊|雇|缺|差|要)(?:一)?个(?=[\u4e00-\u9fff]{0,6}(?:的|工|师|员|傅|姨|姆|嫂|姐|机|保安|保洁|护工|前台|会计|出纳|文员|墩子))"
)
_SHORT_OF = re.compile(
    r"(?:缺|差|少|没得|没有|找不到)(?:得?很|点儿?|些|几个|不少|够)?(?:人手|帮手|人干活|人做|干活的|做事的)|人手(?:不够|不足|紧|紧张|缺|少)"
    r"|(?:急|很|好|太|特别|长期|常年)缺(?:人|工人)|(?:急着?|马上|赶紧)(?:要|用|找|喊)(?:点|些)?(?:人|工人)(?=$|[,，。!！干做来])|忙不过来[^,，。]{0,6}[,，]?[^,，。]{0,6}(?:找|要|喊|招)(?:点|些|几)?个?人"
)
#: Something else is meant: those whom the firm has, a check, a course.
_OF_OTHERS = re.compile(
    r"考证|考试|培训|体检|检查|签字|离职|辞职|辞退|开除|裁|受伤|工伤|摔|退休|生病|请假|闹|罢工|投诉|举报"
)
#: Whether it can be done in time, or anybody is there: a wish, and no question about a rule.
_IN_TIME = re.compile(
    r"来(?:不来)?得及(?:不|吗|么|嘛|没|啊|哈|呢|[?？])*|赶(?:不赶)?得(?:上|及|赢)(?:不|吗|么|嘛|没|[?？])*|来不来得及"
    r"|(?:找|招|喊|请|叫)得?(?:到|齐|够)(?:人)?(?:不|吗|么|嘛|没)[?？]*|(?:有没有|有没得|有不有)(?:这么多|这种)?人(?:手)?(?:来|干|做|接|可?以?派|嘛|啊|[?？])*"
    r"|有人(?:来|干|做|接)?(?:吗|不|没得|没有|没|么|嘛)[?？]*|(?:得行|要得|行|可以|能行|好找|搞得定)(?:不|吗|么|嘛|没)[?？]*|行不行|可不可以|得不得行"
    r"|(?:最快|大概)?(?:什么时候|好久|多久|几时)(?:能|可以|才能)?(?:到岗|到位|来人|有人|找齐|凑齐)[?？]*"
)
_SPELL = re.compile(
    r"(?:干|做|用|忙|帮|搞|上)(?:个)?(?:[0-9一二两三四五六七八九十]+(?:[到至-][0-9一二两三四五六七八九十]+)?(?:来|多)?|几)(?:天|个(?:晚上|上午|下午|小时|钟头)|小时|钟头|个?星期|周)"
)
_PAID_DAILY = re.compile(r"日结|天结|当(?:天|日|场)(?:就)?结|现结|(?:干|做)完(?:就|马上)?(?:结|给钱)")
_HOUR = re.compile(
    r"(?P<part>凌晨|早上|早|上午|中午|下午|晚上|晚)?(?P<hour>[0-9]{1,2}|[一二两三四五六七八九十]{1,3})点(?P<half>半)?(?!以|的?工|钱|人手)"
)
_PARTS = {"早": "早上", "晚": "晚上"}
PAID_DAILY = "日结"


def calls_for_workers(text: str) -> bool:
    """Whether so many workers are asked for, or the firm is said to be short of them."""
    return _OF_OTHERS.search(text) is None and any(call.search(text) for call in (_CALLS, _CALLS_ONE, _SHORT_OF))


def is_short_of_workers(text: str) -> bool:
    """Whether workers are missing, and no number is said: 缺人手, 忙不过来，想找几个人."""
    return _OF_OTHERS.search(text) is None and _SHORT_OF.search(text) is not None


def asks_in_time(text: str) -> bool:
    """Whether it is asked if workers can be found in time, or at all."""
    return _IN_TIME.search(text) is not None


def without_asking_in_time(text: str) -> str:
    """The text without that."""
    return _IN_TIME.sub("", text)


def read_spell(text: str) -> tuple[str, ...]:
    """Of a day's job how long, from which hour, and that it is paid by the day, in the employer's words."""
    spell, hour = _SPELL.search(text), _HOUR.search(text)
    words = (
        _PARTS.get(hour["part"] or "", hour["part"] or "") + f"{hour['hour']}点{hour['half'] or ''}" if hour else "",
        spell.group() if spell else "",
        PAID_DAILY if _PAID_DAILY.search(text) else "",
    )
    return tuple(word for word in words if word)
