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
    return any(pattern.search(text) for pattern in (_HAS_LIST, _MANY, _IDENTITY))
