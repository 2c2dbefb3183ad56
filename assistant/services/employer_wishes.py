"""What employers wish of workers that nobody is chosen by here: sex, age, family; and a wish for people by name."""

import re

from assistant.language.worker_limits import WorkerLimit, find_worker_limits

_PEOPLE = re.compile(r"求职者|候选人|人选|简历|应聘(?:的人|者)|人才(?!网|市场|认定|政策)|(?:岁|以下|以内)的人")
#: 要准备啥资料, 要不要: a need, and nobody chosen.
_CHOOSES = re.compile(
    r"推荐|推送|(?<!首)推(?!广|迟|行)|筛|挑|匹配|看中|介绍|想要|我要|要(?!准备|交|带|办|提|填|签|什么|啥|哪|多|好|不要|几天)|只看|只要"
)
_OF_A_RULE = re.compile(
    r"违法|犯法|合法|违规|合不合规|合规|允许|规定|歧视|罚|补贴|补助|政策|退休|社保|工伤|残保|残疾人?(?:的|占)?(?:比例|就业|保障)|安[排置]残疾|法律|算不算|赔"
    r"|留用|方案|文件|(?:怎么|啥|什么)个?说法|(?:多少|好多|几)个?人(?:才|就)?(?:给|补|算|够|能|可以)"
)


def limits_wished(text: str) -> tuple[WorkerLimit, ...]:
    """By what workers are wished for though nobody is chosen by it; none where it is asked whether one may."""
    return () if _OF_A_RULE.search(text) is not None else find_worker_limits(text)


def wants_people(text: str) -> bool:
    """Whether somebody wants to be shown job seekers, or only those of an age or sex, and says nothing of the work."""
    if _OF_A_RULE.search(text) is not None or _CHOOSES.search(text) is None:
        return False
    return _PEOPLE.search(text) is not None or bool(find_worker_limits(text))
