"""An employer who tells whom the firm has hired, and asks what there is for it: everything is gone through."""

import re

from assistant.language.understanding import Understanding

_BENEFIT = r"补贴|补助|政策|优惠|奖励|扶持|好处|支持|政府[^,，。]{0,4}钱|国家[^,，。]{0,4}钱"
_ANY = (
    r"有没得|有没有|有啥子?|有什么|有哪些|有些啥|给不给|能不能|可不可以"
    r"|[能可以想要够][^,，。]{0,3}[领拿申享得要]|领得?到|拿得?到|享受"
)
_ASKS_WHAT_THERE_IS = re.compile(
    rf"(?:{_ANY})[^,，。?？]{{0,8}}(?:{_BENEFIT})|(?:{_BENEFIT})[^,，。?？]{{0,6}}(?:{_ANY}|怎么算|咋个?算|啷个算|如何算|吗|不[?？]?$|没得|没有)"
    r"|(?:能|可以|够)(?:领|拿|享受|申请|得)(?:到)?(?:什么|啥子?|些啥|哪些|哪几样|哪几项)[^,，。]{0,4}[?？吗嘛哦呢]*$"
)
#: What is asked about one matter: how a subsidy is applied for, what for, whether with another.
_OF_ONE = re.compile(
    r"材料|资料|手续|流程|怎么(?:申请|办|报|领)|咋个?(?:申请|办|报|领)|啷个(?:申请|办|报|领)|哪里|哪儿|哪点|截止|什么时候|好久|同时|叠加|重复|一起|两[个项样份头][补奖政]|培训|社保补贴|见习|税|贷款|残保金|岗位补贴"
    r"|这(?:个|项|条|种)(?:政策|补贴|补助|钱|奖)|一?个?人补[一二两三五八0-9]+[万千百元块]"
)

#: Of several groups of workers no one scheme is meant: 退役军人2个、残疾人1个，一共减多少税.
_HOW_MUCH = re.compile(r"(?:[减抵领补拿扣退免]|享受)[^,，。?？]{0,4}(?:多少|好多|几多)")

#: Whoever tells so much of a worker, and asks how much is given, tells the story of one and names no scheme.
_A_STORY = 3
_PAID = re.compile(r"(?:给|补|领|拿|得)(?:得?到)?(?:我们|企业|单位)?(?:多少|好多|几多)")


def asks_what_there_is(understanding: Understanding) -> bool:
    """Whether the message tells of a firm or its workers, and asks for benefits without naming one."""
    if understanding.staff and _HOW_MUCH.search(understanding.text):
        return True
    names = {name for name, _ in understanding.facts}
    of_workers = sum(name.startswith("worker.") for name in names)
    tells = understanding.staff or of_workers or any(name.startswith("firm.") for name in names)
    text = understanding.text
    if not tells or _OF_ONE.search(text) is not None:
        return False
    return _ASKS_WHAT_THERE_IS.search(text) is not None or (of_workers >= _A_STORY and _PAID.search(text) is not None)
