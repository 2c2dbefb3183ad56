"""Who asks for others in their work: a teacher for students, a village officer for residents. What they say of those
others is no fact of theirs, and nobody is found ineligible by it."""

import re

_OTHERS = (
    r"学生|同学们|毕业生|学员|居民|村民|群众|社员|贫困户|脱贫户|困难户|求职者|服务对象|辖区"
    r"|村里|社区里|院里|系里|班上|班里|全校|我校|我院|我系|学校里|客户|当事人|老百姓|老乡们|务工人员|大家"
)
_ROLE = (
    r"老师|辅导员|班主任|就业办|就业处|就业中心|就业指导|招就处|学工|教务|校方|驻村|第一书记|村干部|村支书|村委|村社|居委|社区(?:工作|干部|网格|书记|主任)|网格员|街道(?:办)?(?:的)?(?:工作|干部|同志)|社工"
    r"|志愿者|记者|律师|公益|中介|经办|窗口|工会(?:的)?(?:干部|主席)|妇联|残联|乡镇|镇(?:上|里|政府)(?:的)?(?:工作|干部|社保)|劳务经纪"
)
_IN_ROLE = re.compile(
    rf"(?:我(?:们)?(?:是|在|这边是|这里是)|这里是|本人是|作为)[^,，。?？]{{0,16}}(?:{_ROLE})|^[^,，。]{{0,10}}(?:{_ROLE})(?:,|，|咨询|想问|请问)"
)
_ABOUT_OTHERS = re.compile(
    rf"{_OTHERS}|他们|她们|发(?:个)?通知|做(?:个)?宣传|转告|通知(?:下去|他们|大家)|[0-9]{{2,4}}届"
)
_FOR_THEM = re.compile(
    rf"(?:帮|替|给|代|为)(?:我)?(?:们)?(?:的|班上|班里|院里|村里|社区|辖区|学校)?(?:的)?(?:一?些|几个|一批|这批)?(?:{_OTHERS})[^。?？]{{0,4}}(?:问|咨询|了解|打听|查|发通知|宣传|解释|办|申报|报)"
)
#: One of them all the same: 我是应届毕业生, 我是脱贫户.
_ONESELF = re.compile(r"我(?:自己|本人|个人)(?:能|可以|也|想|算|属于)|我(?:也)?(?:失业|下岗|被辞|被裁|毕业)了")


def asks_for_others(text: str) -> bool:
    """Whether the message is asked in the course of work for people who are not the speaker."""
    if _ONESELF.search(text) is not None:
        return False
    in_role = _IN_ROLE.search(text) is not None and _ABOUT_OTHERS.search(text) is not None
    return in_role or _FOR_THEM.search(text) is not None
