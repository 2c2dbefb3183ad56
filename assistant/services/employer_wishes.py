"""What employers wish of workers that nobody is chosen by here: sex, age, family; and a wish for people by name."""

import re

_OLD = r"[0-9一二三四五六七八九十]{1,3}(?:岁|周岁)?(?:及)?(?:以下|以内|以上|以里|往上|往下)"
_BY_AGE = re.compile(
    rf"(?:年龄|岁数|年纪)[^,，。]{{0,3}}(?:大|小|高|低|不|在|限|超|只)|{_OLD}(?:的|男|女|$|[,，。!！])|年轻(?:的|点|人|些)|要小年轻"
)
_BY_SEX = re.compile(
    r"(?:岁|以下|以上|以内)(?:的)?(?:男|女)(?!朋友|儿|工装)|(?:只要|限|仅限|只招|只收|优先|要|全要)[^,，。]{0,3}(?:男|女)(?!朋友|儿|工装)|(?:男|女)(?:的|性|生|士|工)?(?:优先|莫来|不要|勿扰|免谈)"
    r"|[0-9一二三四五六七八九十两几]+(?:个|名|位)(?:男|女)|(?:已婚|未婚|已育|未育|没怀孕)[^,，。]{0,4}(?:的|优先|不要)"
)
_PEOPLE = re.compile(r"求职者|候选人|人选|简历|应聘(?:的人|者)|人才(?!网|市场|认定|政策)|(?:岁|以下|以内)的人")
_CHOOSES = re.compile(r"推荐|推送|(?<!首)推(?!广|迟|行)|筛|挑|匹配|看中|介绍|想要|我要|要个?|只看|只要")
_OF_A_RULE = re.compile(
    r"违法|犯法|合法|违规|合不合规|合规|允许|规定|歧视|罚|补贴|补助|政策|退休|社保|工伤|残疾|法律|算不算|赔"
    r"|留用|方案|文件|(?:怎么|啥|什么)个?说法|(?:多少|好多|几)个?人(?:才|就)?(?:给|补|算|够|能|可以)"
)


def is_unlawful_wish(text: str) -> bool:
    """Whether workers are wished for by sex, age or family, and not asked whether one may."""
    return (_BY_AGE.search(text) or _BY_SEX.search(text)) is not None and _OF_A_RULE.search(text) is None


def wants_people(text: str) -> bool:
    """Whether somebody wants to be shown job seekers, or only those of an age or sex, and says nothing of the work."""
    if _OF_A_RULE.search(text) is not None or _CHOOSES.search(text) is None:
        return False
    return _PEOPLE.search(text) is not None or is_unlawful_wish(text)
