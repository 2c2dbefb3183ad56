"""Words of daily life name a trade only where they are said as work; refusals and terms of work in people's words."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.domain.vacancies import Shift
from assistant.domain.vacancy_filter import PayFloor, VacancyFilter
from assistant.language.vacancy_refinement import refine
from assistant.language.vacancy_wishes import read_wishes
from assistant.language.vacancy_words import VacancyWords, WordKind
from tests.language.wish_words import read_context

CONTEXT = read_context(date(2026, 11, 24))


def read(*turns: str) -> VacancyFilter:
    wanted = read_wishes(turns[0], CONTEXT)
    for turn in turns[1:]:
        refined = refine(wanted, turn, CONTEXT)
        wanted = refined.wanted if refined is not None else wanted
    return wanted


@pytest.mark.parametrize(
    ("text", "occupations"),
    [
        ("普工,长寿,坐小货车去也要得", {"普工"}),
        ("屋头在装修,吵得很,想找个上白班的收银员", {"收银员"}),
        ("各人煮饭恼火,就想找个管饭的活,啥子都行", set()),
        ("各人天天煮饭洗碗烦得很,找个包吃的厂", set()),
        ("我喜欢拍照发抖音,找个前台,北碚", {"前台"}),
        ("摆摊卖衣服亏了,找个厂,大足,普工", {"普工"}),
        ("我今天理发去了没看到,保安还要人不", {"保安"}),
        ("屋头养鸡养猪走不开,只能找近处的零工", set()),
    ],
)
def test_what_is_done_or_met_in_passing_is_no_trade(text: str, occupations: set[str]) -> None:
    assert set(read(text).occupations) == occupations


@pytest.mark.parametrize(
    ("text", "occupation"),
    [
        ("装修,合川,两百八一天", "装修工"),
        ("货车,长寿,B2", "货车司机"),
        ("想找个打扫卫生的", "保洁"),
        ("煮饭的有没得,工地上", "厨师"),
        ("给人家带娃,永川", "保姆"),
        ("馆子要洗碗的嘛,我六十一了", "洗碗工"),
        ("剪头发剪了九年,綦江", "美发师"),
        ("没跑过车,想试哈网约车", "网约车司机"),
        ("洗车店招人不", "洗车工"),
        ("养猪场,两口子一起", "养殖工"),
        ("拉货的找活", "货车司机"),
    ],
)
def test_the_same_words_said_as_work_name_the_trade(text: str, occupation: str) -> None:
    assert occupation in read(text).occupations


@pytest.mark.parametrize(
    ("turns", "occupations"),
    [
        (("外卖骑手,渝北", "不对,我搬家了,换成双碑"), {"外卖骑手"}),
        (("梁平保安", "上夜班的,白天屋头装修我要守到"), {"保安"}),
        (("保安", "我老汉儿要人照顾,天天煮饭洗衣服"), {"保安"}),
        (("保安", "打扫卫生也行"), {"保安", "保洁"}),
        (("保安", "换成打扫卫生的"), {"保洁"}),
        (("保安", "打扫卫生"), {"保洁"}),
        (("保安或者打扫卫生,渝中",), {"保安", "保洁"}),
        (("洗碗、打扫卫生都行",), {"洗碗工", "保洁"}),
    ],
)
def test_beside_a_trade_looked_for_only_a_wish_or_a_list_makes_them_one(
    turns: tuple[str, ...], occupations: set[str]
) -> None:
    assert set(read(*turns).occupations) == occupations


def test_every_weak_word_alone_and_after_a_wish_names_its_trade() -> None:
    """The rule takes no occupation from anybody who asks for it plainly."""
    said = {word: CONTEXT.words.values(word, WordKind.OCCUPATION) for word in CONTEXT.words.weak}
    lost = [
        word
        for word, values in said.items()
        for text in (word, f"想找{word}的工作")
        if values and not read(text).occupations
    ]
    assert len(said) > 300
    assert lost == []


def test_a_table_without_weak_words_reads_every_word_as_a_trade() -> None:
    words = VacancyWords(CONTEXT.words.entries, CONTEXT.words.not_before)
    assert "厨师" in read_wishes("各人煮饭恼火", replace(CONTEXT, words=words)).occupations


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("冲压工打死不去,别的都行", ("冲压工",)),
        ("冲压遭机器压过手,冲压工打死不去,别的都行", ("冲压工",)),
        ("保安太熬夜了,保安不干,其他随便", ("保安",)),
        ("莫喊我当服务员就行", ("服务员",)),
        ("莫让我去当服务员,其他随便", ("服务员",)),
        ("别叫我搞销售,文员有没得", ("销售",)),
        ("保安坚决不干", ("保安",)),
        ("月嫂当不来,找个保洁", ("月嫂",)),
        ("给好多钱都不去做保安,找个保洁", ("保安",)),
    ],
)
def test_a_trade_refused_in_peoples_words_is_refused(text: str, refused: tuple[str, ...]) -> None:
    wanted = read(text)
    assert wanted.not_occupations == refused
    assert not set(wanted.occupations) & set(refused)


def test_a_trade_refused_in_one_place_or_of_one_kind_is_wanted_elsewhere() -> None:
    assert read("想找保安,不要巴南的保安").occupations == ("保安",)
    assert read("客服,不要电话客服").occupations == ("客服",)


def test_a_shift_that_cannot_be_worked_is_refused() -> None:
    assert read("夜班打死不上,保安").not_shifts == (Shift.NIGHT,)
    assert read("晚上做不了,文员").not_shifts == (Shift.EVENING,)


def test_a_trade_changed_to_another_leaves_the_first() -> None:
    changed = read("合川幼师", "幼师当不了,改成保育员")
    assert (changed.occupations, changed.not_occupations) == (("保育员",), ())


@pytest.mark.parametrize("turn", ["包住不用了,我住各人屋头,包吃就行", "住不用包了,吃要包", "包住不需要,我屋近"])
def test_a_benefit_no_longer_needed_is_taken_back(turn: str) -> None:
    assert read("垫江普工,包吃住", turn).benefits == ("包吃",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("货车司机,不跑长途", {"长途"}),
        ("客车司机,长途不跑", {"长途"}),
        ("宁愿少拿点,不要加班的,文员", {"加班"}),
        ("销售,不要应酬喝酒的", {"应酬", "喝酒"}),
        ("教师,不要培训机构", {"培训机构"}),
        ("会计,不出差", {"出差"}),
        ("电工,最好不加班", set()),
        ("行政,加班无所谓", set()),
        ("文员,加班费要给够", set()),
        ("找个活路,不用加班", set()),
    ],
)
def test_a_term_of_work_refused_outright_is_kept(text: str, words: set[str]) -> None:
    assert set(read(text).not_words) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("调音师干了三年,南滨路", ("调音师",)),
        ("给庄稼打药的无人机飞手,梁平", ("无人机飞手",)),
        ("总经理助理", ("总经理助理",)),
        ("验光助理,江北,没经验", ("验光助理",)),
        ("香道师做了三年", ("香道师",)),
        ("潜水员,证有", ("潜水员",)),
    ],
)
def test_a_title_without_a_name_of_ours_is_kept_as_said(text: str, words: tuple[str, ...]) -> None:
    assert (read(text).words, read(text).occupations) == (words, ())


def test_stewards_of_guest_houses_and_guides_of_exhibitions_are_trades_of_their_own() -> None:
    assert read("民宿管家,北碚").occupations == ("民宿管家",)
    assert read("景区的讲解员,大足").occupations == ("讲解员",)


@pytest.mark.parametrize(
    ("text", "region_id"),
    [("原来在广州踩衣车做了八年现在回忠县了有没有厂要人", "zhongxian"), ("我回丰都了,就近找个保洁", "fengdu")],
)
def test_a_place_somebody_has_come_back_to_with_a_question_is_where_the_work_is(text: str, region_id: str) -> None:
    assert read(text).region_ids == (region_id,)


def test_a_town_listed_with_its_district_is_near_as_the_town() -> None:
    assert read("加油员,开州临江").near == "临江"


@pytest.mark.parametrize(
    ("text", "benefit"),
    [("铸造工,怕的是没得高温补贴,要有", "高温补贴"), ("就怕没得社保,普工", "五险"), ("店长,六千加提成", "提成")],
)
def test_what_somebody_fears_to_lack_or_adds_to_the_pay_is_wanted(text: str, benefit: str) -> None:
    assert benefit in read(text).benefits


def test_basic_pay_with_commission_tells_how_pay_is_made_up() -> None:
    assert read("美容师,底薪三千加提成").benefits == ()


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("一天班都没上过,江津的幼师", 0),
        ("兽医,猪场牛场都当过兽医,加起来五年", 5),
        ("厨师,前前后后八年", 8),
        ("社保交了加起来十年,找个门卫", None),
    ],
)
def test_years_in_sum_are_experience_and_no_day_at_work_is_none(text: str, years: int | None) -> None:
    assert read(text).experience_years == years


@pytest.mark.parametrize(
    ("text", "floor"),
    [
        ("奶茶店员,二十一个小时", PayFloor(20, "hour")),
        ("三十一个小时,家教", PayFloor(30, "hour")),
        ("一天干十一个小时,普工", None),
    ],
)
def test_more_hours_than_anybody_works_are_pay_for_one(text: str, floor: PayFloor | None) -> None:
    assert read(text).pay_floor == floor


def test_a_subject_studied_leaves_the_degree_standing() -> None:
    assert read("本科英语专业,翻译").education == read("本科,翻译").education
    assert read("高中英语老师").education is None
