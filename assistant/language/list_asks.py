"""An employer who has a list of workers and asks to have it gone through: 花名册, 名单, 一个表, 几百号人一次看."""

import re

_LIST = (
    r"花名册|名册|名单|台账|人员表|员工表|职工表|社保表|工资表|表格|[Ee][Xx][Cc][Ee][Ll]|[Cc][Ss][Vv]|电子表|表头|清单"
)
_WHOLE = (
    r"一次(?!性)|批量|一起|统一|整个|全部|一下子|逐个|挨个|逐人|哪些(?:人|员工|工人)?(?:够|符合|能|可以|有)|哪几个(?:人)?(?:够|符合|能|可以)|哪个(?:够|符合|能)"
    r"|筛|核对|核查|核一|过一遍|比对|对一|上传|导入|传给|发给|发你|丢给|甩给|给你|帮(?:我们?|忙)?(?:看|查|算|过|核|审)"
)
_HAS_LIST = re.compile(rf"(?:{_LIST})[^。]{{0,40}}?(?:{_WHOLE})|(?:{_WHOLE})[^。]{{0,20}}?(?:{_LIST})")
#: 我这儿有张表，67个人，看哈哪些能领补贴: a table with people in it.
_TABLE = re.compile(
    r"(?:有|做了|列了|整了|弄了|拉了|理了|打了|填了)(?:一)?(?:张|个|份)(?:表(?![扬现演情态])|单子|excel)[^。]{0,40}?(?:人|员工|工人|职工|补贴|够|符合)"
    r"|(?:张|份|个)(?:表|单子)[^。]{0,12}?[0-9一二两三四五六七八九十百]+(?:来|多|几)?个?(?:人|员工|工人|职工)",
    re.IGNORECASE,
)
_COLUMNS = re.compile(
    r"(?:这|那)?(?:几|些|[0-9一二两三四五六七八九十]+)?(?:列|栏|个?表头|个?字段)[,，]?[^,，。?？]{0,6}(?:够|行(?!业)|可以|要得|全|齐|缺|少|差)"
    r"|(?:哪些|哪几|啥子?|什么|些啥|几)(?:个)?(?:列|栏|表头|字段)|表头[^,，。]{0,8}(?:怎么|咋|啷|要|写|填)|(?:列|栏|表头|字段)[^,，。]{0,6}(?:哪些|什么|啥)"
)
_ROWS = re.compile(
    r"(?:几|某|有些|有的|一些|哪|个别|[0-9一二两三四五六七八九十]+)(?:个)?(?:行|条|格)[^。]{0,16}(?:写错|填错|写成|填成|写反|空|缺|不对|乱|错|没填|没写|不全|重复)"
    r"|(?:空|缺|写错|填错|没填|不全|错)[^。]{0,12}(?:整张表|整个表|全表|作废|白传|重传|重新传|算不了|读不出)|整(?:张|个)表[^。]{0,8}(?:作废|不行|算不|废|白|错)"
    r"|(?:表|名单|名册)(?:格)?(?:里|上|里头|头)?[^。]{0,12}(?:空着|没填|填错|写错|缺一|缺几|有空|错了|不全)"
)
_GOES_ON = re.compile(
    r"空(?:着|的|白|起)|没填|填错|写错|错(?:了)?[几一两]|不全|缺|重名|重复|作废|格式|身份证|名字|姓名|工号|多久|好久(?:能)?(?:算|出)|一次|上限|多少(?:行|人)|传|保存|存|泄露"
)
#: Many people and no list: 公司两百多号人，能不能一次性都查哈哪些够条件.
_MANY = re.compile(
    r"(?:[0-9]{2,4}|[一二两三四五六七八九]?[十百千][0-9一二三四五六七八九十百多几]*)(?:多|来)?(?:个|号|名)?(?:人|员工|工人|职工)[^。]{0,24}?"
    r"(?:一个一?个|一个个|挨个|逐个|逐一|批量|一次性?(?:全部?|都|给|帮|看|查|算|核)|全部(?:查|算|看|核))"
)
_IDENTITY = re.compile(
    r"(?:员工|工人|职工|他们|大家|每个人|人)(?:们)?的?身份证(?:号码?)?[^。]{0,12}(?:要不要|用不用|需不需要|需要|发|填|给|传|吗|不)"
)
#: Another list is meant: of those owed wages, of catalogues, of honours, of firms.
_ANOTHER = re.compile(
    r"黑名单|红名单|白名单|欠薪名单|失信|目录|企业名单|单位名单|公示名单|材料清单|资料清单|岗位表|申请表|登记表|报名"
)
#: A person is wanted, whatever for.
_A_PERSON = re.compile(r"人工|真人|工作人员")
#: The list as one of the papers that an office asks for.
_PAPERS = re.compile(r"材料|资料|申领|申请|提供|提交|附件|复印")
_OF_OURS = re.compile(r"你|帮|身份证|够条件|符合")


def asks_about_list(text: str) -> bool:
    """Whether a list of workers is to be checked at once, or it is asked what has to stand in it."""
    if (
        _A_PERSON.search(text) is not None
        or _ANOTHER.search(text) is not None
        or (_PAPERS.search(text) and not _OF_OURS.search(text))
    ):
        return False
    return any(pattern.search(text) for pattern in (_HAS_LIST, _TABLE, _MANY, _IDENTITY))


def asks_of_columns(text: str) -> bool:
    """Whether it is asked which columns a list has to have, or if those named are enough."""
    return _COLUMNS.search(text) is not None and _ANOTHER.search(text) is None


def asks_of_rows(text: str) -> bool:
    """Whether it is asked what wrong or empty rows of a list do."""
    return _ROWS.search(text) is not None and _ANOTHER.search(text) is None


def goes_on_about_list(text: str) -> bool:
    """Whether the words, after a list was spoken of, are about it: 空着要不要紧, 一次最多好多人."""
    return _GOES_ON.search(text) is not None and _A_PERSON.search(text) is None
