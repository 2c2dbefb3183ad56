"""By what an employer would choose workers and nobody is chosen here: sex, age, family, disability, origin, health."""

import re
from enum import StrEnum


class WorkerLimit(StrEnum):
    """What a limit is about."""

    SEX = "sex"
    FAMILY = "family"
    DISABILITY = "disability"
    HEALTH = "health"
    PEOPLE = "people"
    AGE = "age"
    ORIGIN = "origin"


_REFUSED = (
    r"(?:优先|莫来|莫要|别来|勿扰|免谈|除外"
    r"|(?:一律|都|就|坚决|我们)?(?:不要|不招|不收|不考虑|不行|不得行|不用|不接|莫得))"
)
_ONLY = r"(?:只要|就要|限|仅限|只限|只招|就招|只收|只找|全要|都要|必须|必须是|优先招?|不要|不招|不收|别要|莫要|除了)"
_SOUGHT = rf"(?:招聘|急招|急聘|招|聘|找|请|要|缺|差|需要|{_ONLY})"
_COUNT = r"[0-9一二两三四五六七八九十几]{1,4}(?:来|多)?(?:个|名|位)"
#: Neither sex is meant, or something worn, a relation, a room: 男女不限, 女装, 女儿, 男厕.
_NO_SEX = re.compile(
    r"男女(?:老少|老幼)?(?:工|的|都|均|皆|不限|不论|通吃|各|同|可)|不(?:限|分|论|看)男女|(?:性别|男女)(?:不限|都行|均可)"
    r"|[男女]工?(?:宿舍|寝室|澡堂|更衣)|[男女](?:装|鞋|包|朋友|友|儿|婿|厕|浴|宿舍|寝|工装|科|士内衣|性健康|排|足|篮|子)|妇女(?:节|之家|儿童)"
)
_WHO = r"(?:男|女)(?:性|生|士|工|的|同志|员工|职工|孩子?|娃|人|师傅|服务员|普工|保安)?"
_SEX = re.compile(
    rf"{_SOUGHT}[^,，。;；]{{0,4}}(?:男|女)|{_WHO}[^,，。;；男女]{{0,3}}{_REFUSED}|{_COUNT}(?:[^,，。;；]{{0,3}}的)?(?:男|女)"
    r"|(?:岁|以下|以上|以内)(?:的)?(?:男|女)|性别[:：]?(?:要求)?(?:是|为|限|只)?(?:男|女)"
    r"|(?:^|[,，。;；、 ])(?:男|女)(?:性|的|工)?(?:$|[,，。;；、 ])"
    r"|小伙(?:子|儿)?|(?:小妹|小姐姐|小哥哥?|美女|帅哥|妹[儿子]|女娃)(?:优先|最好)"
)
_FAMILY = re.compile(
    rf"(?:已婚|未婚|离异|单身|已育|未育|没(?:有)?(?:结婚|成家|怀孕|娃儿?|小孩|生娃)|结了?婚|生(?:过|了)(?:娃|孩子?|小孩))[^,，。;；]{{0,4}}(?:的|优先|者|$|[,，。;；]|{_REFUSED})"
    rf"|{_ONLY}[^,，。;；]{{0,4}}(?:已婚|未婚|已育|未育|没结婚|结了?婚)|(?:孕妇|怀孕|怀起|备孕|要二胎|有娃|带娃|哺乳)[^,，。;；]{{0,4}}{_REFUSED}"
)
_DISABILITY = re.compile(
    rf"(?:残疾|残障|聋哑|聋人|瘸|跛|肢残)(?:人士?|的|员工)?[^,，。;；残]{{0,3}}(?:(?!优先){_REFUSED})"
    r"|(?:不要|不招|不收|别要|莫要|除了|排除)[^,，。;；]{0,4}(?:残疾|残障|聋哑|瘸|跛)|(?:无|没有?)残疾|四肢健全|肢体健全|五官端正"
)
_HEALTH = re.compile(
    rf"(?:乙肝|大三阳|小三阳|携带者|艾滋|HIV)[^,，。;；]{{0,4}}(?:(?!优先){_REFUSED})|(?:不要|不招|不收|无|没有?)[^,，。;；]{{0,4}}(?:乙肝|大三阳|小三阳|传染病)|(?:验|查)乙肝",
    re.IGNORECASE,
)
_PEOPLES = r"(?:汉族|回族|藏族|彝族|维族|维吾尔|苗族|土家族|少数民族|信教|信佛|信基督|基督徒|穆斯林)"
_PEOPLE = re.compile(rf"{_PEOPLES}(?:的|人)?[^,，。;；]{{0,3}}{_REFUSED}|{_ONLY}[^,，。;；]{{0,4}}{_PEOPLES}")
_YEARS = r"(?<![0-9.])(?:1[6-9]|[2-7][0-9]|[二三四五六七]十[一二三四五六七八九]?)"
_AGE = re.compile(
    rf"(?:年龄|岁数|年纪)[^,，。;；不]{{0,3}}(?:大|小|高|低|在|限|超|只|要求|[0-9])|(?:年龄|岁数|年纪)[^,，。;；]{{0,2}}不(?:要|能|得|可|超)[^,，。;；]{{0,2}}(?:大|小|超|过)"
    rf"|{_YEARS}(?:岁|周岁)?(?:及)?(?:以下|以内|以里|往下|封顶)(?!的?(?:企业|公司|单位|规模))|{_YEARS}(?:岁|周岁)(?:及)?(?:以上|往上)"
    rf"|{_YEARS}(?:周?岁)?(?:到|至|-|~|—){_YEARS}周?岁|{_YEARS}(?:多|几)?(?:岁|周岁)?(?:以上|往上)?(?:的)?{_REFUSED}"
    rf"|(?:不要|别|莫|不能|不得|不)(?:超过?|大过|大于)(?:了)?{_YEARS}(?:岁|$|[,，。;；]|的)|年轻(?:的|点|人|些|力壮)|小伙子|要小年轻|老年人{_REFUSED}|(?:太?老|岁数大|年纪大)的{_REFUSED}"
)
#: The law's own lowest age is no limit of the employer's: 满18岁, 16岁以上.
_OF_AGE = re.compile(r"(?:年?满)?(?:16|18|十六|十八)(?:周?岁)(?:及)?(?:以上|往上)?(?!的?(?:男|女|到|至|-|~|—))")
_FROM = r"(?:本地|当地|重庆|主城|外地|外省|外来|农村|城镇|城里|乡下|[东西南北河湖山广四云贵陕新][东西南北川州徽疆]?)"
_ORIGIN = re.compile(
    rf"{_FROM}(?:人|的|户口|户籍|籍)[^,，。;；]{{0,3}}{_REFUSED}|{_ONLY}(?:招)?(?:本地|当地|重庆|主城|外地|外省|农村|城镇)(?:的|人|户口|户籍|籍)"
    rf"|(?:户口|户籍|籍贯)[^,，。;；]{{0,3}}(?:要求|限|必须|优先|{_REFUSED})"
)
_PATTERNS = (
    (WorkerLimit.FAMILY, _FAMILY),
    (WorkerLimit.DISABILITY, _DISABILITY),
    (WorkerLimit.HEALTH, _HEALTH),
    (WorkerLimit.PEOPLE, _PEOPLE),
    (WorkerLimit.ORIGIN, _ORIGIN),
)


def find_worker_limits(text: str) -> tuple[WorkerLimit, ...]:
    """The limits an employer's words set, those a rule forbids first. 男女不限, 满18岁 and 残疾人优先 set none."""
    found = {limit for limit, pattern in _PATTERNS if pattern.search(text)}
    if _SEX.search(_NO_SEX.sub("，", text)) is not None:
        found.add(WorkerLimit.SEX)
    if _AGE.search(_OF_AGE.sub("，", text)) is not None:
        found.add(WorkerLimit.AGE)
    return tuple(limit for limit in WorkerLimit if limit in found)
