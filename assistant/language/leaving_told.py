"""How a job ended, where that hangs on who spoke first: an agreed ending (协商解除), or a resignation somebody was made
to write.

The law counts an agreed ending as the firm's where the firm proposed it, and as one's own where one proposed it
oneself. Where nobody says who did, it is open: it is not taken for a resignation, nor for a dismissal.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Final


class Ending(StrEnum):
    """Whose wish it was. `OPEN`: it hangs on what has not been said."""

    BY_FIRM = "by_firm"
    BY_ONESELF = "by_oneself"
    OPEN = "open"


_FIRM = (
    r"(?:公司|单位|工?厂|老板|老板娘|店|企业|馆子|酒店|超市|学校|工地|人事|[hH][rR]|领导|经理|主管|店长"
    r"|厂长|车间主任|上头"
    r"|资方|对方|他们|人家)(?:里头?|头|方|那边|里边|上|娘)?"
)
_WITHIN: Final = r"(?:(?![没不未莫])[^;]){0,%d}?"
#: Nobody but the firm: what stands between it and what it says has no 我 who says it.
_ITS: Final = r"(?:(?![没不未莫我])[^;]){0,%d}?"
_SPEAKS = (
    r"(?:先(?:提|开|说|讲|找|喊)|主动(?:提|找|说)|提(?:出|的|起)|开的?口|喊|叫|让|要求|通知|建议|动员|安排"
    r"|劝|逼|催|找我)"
)
_AGREED = (
    r"(?:协商(?!调岗|降薪)|商量(?:好|起|着)|谈(?:好|拢|妥|崩)|(?:解除|离职|终止)的?协议|和平(?:分手|离职|解除)|好聚好散"
    r"|双方(?:都)?(?:同意|自愿|签))"
)
_ENDS = (
    r"(?:解除|终止|离职|离开|走人?|散伙|不干|辞|解约|协议)"
    r"(?!(?:的)?(?:手续|交接|证明|流程|申请|报告|前|之前|时|后|以后|之后|当天|补偿))"
)
_IS_AGREED = re.compile(
    rf"{_AGREED}[^;]{{0,10}}{_ENDS}|{_ENDS}[^;]{{0,8}}{_AGREED}|(?:解除|离职|终止)的?协议|协商的|和平分手"
)
_FIRM_SPOKE = re.compile(
    rf"{_FIRM}{_ITS % 6}{_SPEAKS}{_WITHIN % 14}(?:{_AGREED}|{_ENDS})"
    rf"|{_AGREED}[^;]{{0,10}};?[^;我]{{0,6}}(?:是|但|不过|可是)?[^;我]{{0,3}}{_FIRM}{_ITS % 4}(?:先"
    rf"|主动)?(?:提|开|说|讲|找|喊|要求)"
    rf"|(?:是|还是|都是){_FIRM}{_ITS % 3}(?:先|主动)?(?:提|开口|找我)"
    rf"|{_FIRM}{_ITS % 3}(?:先|主动)(?:提|开口|找我)"
    rf"|{_FIRM}{_ITS % 6}(?:给|赔|补|拿)(?:了|我)*{_WITHIN % 8}(?:喊|让|叫|要|劝)我{_WITHIN % 4}(?:走|离|不干)"
    rf"|(?<![没不])(?:喊|叫|让|劝|动员|通知)(?:我|我们|大家|大伙)[^;没不]{{0,8}}(?:{_AGREED}|走人|散伙)"
)
#: Sent away, in words that are no resignation.
_SENT_AWAY = re.compile(r"(?:喊|叫|让|劝|通知|动员)(?:我|我们|大家)[^;没不]{0,6}(?:走|散伙|不干|解除|莫来|别来)")
_ONESELF = r"(?<![喊叫让要逼劝催找给把被遭跟和帮等替对向知])(?:我|自己|个人|本人)"
_ONESELF_SPOKE = re.compile(
    rf"{_ONESELF}(?:自己|主动|先|本人|去|跟(?:{_FIRM})|找(?:{_FIRM})|就|是)*(?:提|开口|申请|要求)(?!成"
    rf"|前)(?:出|起)?(?:来)?(?:的|了)?"
    rf"(?:要|想)?(?:;|$|,|[^;]{{0,4}}(?:{_AGREED}|{_ENDS}))"
    rf"|{_ONESELF}(?:就)?(?:跟|和|找)(?:{_FIRM})(?:说|提|讲)(?:了|起)*[^;]{{0,3}}(?:不干|不做|想走|要走|离职|辞)"
    r"|^(?:是)?(?:主动|自愿)(?:提出?|要求)"
)
_MADE_TO_WRITE = re.compile(
    rf"(?:逼|喊|叫|让|要求|要|劝|骗|哄|强迫|非要)(?:着|到|起|倒)?我(?:们)?{_WITHIN % 8}(?:写|交|签|填|提"
    rf"|打)?(?:[^;]{{0,4}})?"
    r"(?:辞职|辞工|自愿离职|自动离职|主动离职|离职(?:申请|报告|信|单))"
    r"|被(?:逼|迫)[^;]{0,8}(?:辞|写|离职|走)|被迫(?:辞|离)"
)
#: The firm broke the law first: a notice for that reason is not simply one's own wish.
_WRONGED = re.compile(
    r"(?:没|不|未|从来没|一直没)(?:有|得)?(?:给|帮|跟)?(?:我)?(?:们)?(?:买|交|缴|上)(?:过"
    r"|得有)?[^;]{0,4}(?:社保|保险|五险)"
    r"|(?:社保|保险|五险)[^;]{0,6}(?:没|不|未)(?:有|得)?(?:给|帮)?(?:我)?(?:们)?(?:买|交|缴|上)"
    r"|(?:欠|拖|扣|克扣|压)(?:着|到|起|倒|了)*[^;]{0,8}(?:工资|薪)|(?:工资|薪水)[^;]{0,6}(?:欠|拖|(?:没|不|未)(?:有|得)?发|发不出)"
    r"|(?:没|不|未)(?:有|得)?(?:给我?们?)?发[^;]{0,4}(?:工资|薪)"
)
#: The firm moved away, and whoever tells it stayed behind.
_MOVED = re.compile(rf"{_FIRM}[^;]{{0,4}}搬(?:到|去|往|起|走|迁)")
_STAYED = re.compile(r"没(?:有)?(?:跟|随|去)|不(?:想|愿意?|得)(?:跟|去)")
_LEFT = re.compile(r"辞|离职|走|不干|不做")


def read_ending(clauses: Sequence[str], is_own_wish: bool) -> Ending | None:
    """Whose wish it was, of the clauses in which somebody tells of themselves; None where what was read may stand.

    `is_own_wish`: by other words the message has been read as a resignation.
    """
    told = ";".join(clause for clause in clauses if clause)
    if _MADE_TO_WRITE.search(told):
        return Ending.OPEN
    is_agreed, by_oneself = _IS_AGREED.search(told) is not None, _ONESELF_SPOKE.search(told) is not None
    by_firm = _FIRM_SPOKE.search(told) is not None
    if by_firm and by_oneself:
        return Ending.OPEN
    if by_firm:
        sent_away = is_agreed or _SENT_AWAY.search(told) is not None
        return Ending.BY_FIRM if sent_away else Ending.OPEN if is_own_wish else None
    if _MOVED.search(told) and _STAYED.search(told):
        return Ending.OPEN if is_own_wish or by_oneself else Ending.BY_FIRM
    if _WRONGED.search(told) and (by_oneself or is_own_wish) and _LEFT.search(told):
        return Ending.OPEN
    if by_oneself:
        return Ending.BY_ONESELF
    return Ending.OPEN if is_agreed and is_own_wish else None
