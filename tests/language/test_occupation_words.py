"""Occupations are found under the names people give them, dialect included; words that only look alike name none."""

from collections import Counter

import pytest

from assistant.language.segment import fold
from assistant.language.vacancy_words import WordKind
from tests.language.occupation_data import named_in, shipped_classes, shipped_groups, shipped_words


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("棒棒", "搬运工"),
        ("找个力夫的活", "搬运工"),
        ("背二哥", "搬运工"),
        ("洗碗嬢嬢一名", "洗碗工"),
        ("招守门的", "门卫"),
        ("看大门", "门卫"),
        ("跑摩的", "摩的司机"),
        ("摩托车拉客", "摩的司机"),
        ("会开叉叉", "叉车司机"),
        ("开铲铲", "叉车司机"),
        ("打灰工", "泥瓦工"),
        ("泥水匠", "泥瓦工"),
        ("工地小工", "建筑小工"),
        ("扎钢筋", "钢筋工"),
        ("开挖挖机", "挖掘机司机"),
        ("漆匠", "油漆工"),
        ("弹匠", "手工活"),
        ("送外卖", "外卖骑手"),
        ("想跑外卖", "外卖骑手"),
        ("跑单", "外卖骑手"),
        ("美团骑手", "外卖骑手"),
        ("送快递", "快递员"),
        ("跑快递", "快递员"),
        ("开滴滴", "网约车司机"),
        ("跑出租", "网约车司机"),
        ("带娃儿", "保姆"),
        ("带娃儿", "育婴师"),
        ("带小孩", "育婴师"),
        ("煮饭嬢嬢", "厨师"),
        ("煮饭阿姨", "保姆"),
        ("砍墩子", "配菜工"),
        ("白案师傅", "面点师"),
        ("跑堂", "服务员"),
        ("扫马路", "环卫工"),
        ("打整卫生", "保洁"),
        ("剃头匠", "美发师"),
        ("掏耳朵", "按摩师"),
        ("守店", "营业员"),
        ("做账", "会计"),
        ("打螺丝", "普工"),
        ("进厂", "普工"),
        ("流水线", "普工"),
        ("写代码", "前端"),
        ("写代码", "后端"),
        ("程序员", "后端"),
        ("Java开发", "后端"),
        ("JavaScript工程师", "前端"),
        ("web前端", "前端"),
        ("ＨＲ", "人事"),
        ("钟点工", "小时工"),
        ("收银", "收银员"),
        ("视频剪辑", "剪辑师"),
        ("摘花椒", "采摘工"),
        ("喂猪", "养殖工"),
        ("采购经理", "采购"),
        ("轻轨站务员", "安检员"),
    ],
)
def test_an_occupation_is_found_under_what_people_call_it(text: str, group: str) -> None:
    assert group in named_in(text)


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("电商客服", ("电商客服",)),
        ("电话销售", ("电话销售",)),
        ("客房服务员", ("客房服务员",)),
        ("酒店前台", ("酒店前台",)),
        ("前端", ("前端",)),
        ("公司前台", ("前台",)),
        ("新媒体运营", ("新媒体运营",)),
        ("洗碗工和传菜员", ("洗碗工", "传菜员")),
        ("语文老师", ("教师",)),
        ("物业保安", ("保安",)),
    ],
)
def test_the_longest_wording_is_the_one_meant(text: str, groups: tuple[str, ...]) -> None:
    assert named_in(text) == groups


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("运营商", ()),
        ("保安公司招文员", ("文员",)),
        ("家政公司招保洁", ("保洁",)),
        ("要有教师资格证", ()),
        ("会计从业资格", ()),
        ("会计专业毕业", ()),
        ("注册会计师事务所", ()),
        ("持电工操作证、焊工证", ()),
        ("有厨师证的服务员", ("服务员",)),
        ("护士资格证", ()),
        ("物流园附近", ()),
        ("维护工程师", ("IT技术支持",)),
        ("机电工程师", ("电气工程师",)),
        ("数据库管理员", ("运维",)),
        ("大小工作都行", ()),
        ("包水电的普工", ("普工",)),
        ("可带娃的手工活", ("手工活",)),
        ("方便带娃", ()),
        ("中午要回家煮饭", ()),
        ("开车上班", ()),
        ("买养老保险", ()),
        ("五险一金", ()),
        ("住家附近", ()),
        ("产品管理", ("产品经理",)),
        ("ISP图像", ()),
    ],
)
def test_a_word_that_only_looks_like_an_occupation_names_none(text: str, groups: tuple[str, ...]) -> None:
    assert named_in(text) == groups


@pytest.mark.parametrize(
    "text", ["工作", "活路", "找活路", "岗位", "上班", "日结", "兼职", "打零工", "包吃住", "普通话"]
)
def test_words_for_any_work_are_no_occupation(text: str) -> None:
    assert named_in(text) == ()


def test_every_code_of_an_everyday_name_is_a_class_of_the_edition() -> None:
    codes = {entry.code for entry in shipped_classes()}
    assert {code for group in shipped_groups() for code in group.codes} <= codes


def test_every_everyday_name_has_a_class_and_other_wordings_and_stands_once() -> None:
    groups = shipped_groups()
    assert not [group.name for group in groups if not group.codes or not group.said]
    assert max(Counter(group.name for group in groups).values()) == 1


def test_every_everyday_name_is_found_under_itself() -> None:
    lost = [group.name for group in shipped_groups() if group.name not in named_in(group.name)]
    assert lost == []


def test_every_wording_leads_to_its_everyday_name() -> None:
    words = shipped_words()
    lost = [
        (group.name, said)
        for group in shipped_groups()
        for said in group.said
        if group.name not in words.values(fold(said), WordKind.OCCUPATION)
    ]
    assert lost == []


def test_the_catalogue_has_every_class_of_the_edition_with_its_marks_told_apart() -> None:
    classes = {entry.code: entry for entry in shipped_classes()}
    assert len(classes) == 2047
    assert classes["4-09-08-01"].name == "保洁员"
    assert classes["4-09-08-01"].is_green
    assert classes["4-13-01-05"].name == "全媒体运营师"
    assert classes["4-13-01-05"].is_digital
    assert not [entry.name for entry in classes.values() if entry.name[-1].isascii() and entry.name[-1].isalpha()]
