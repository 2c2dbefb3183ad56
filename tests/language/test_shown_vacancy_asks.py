"""What is pointed at among vacancies shown, and what of it is asked, ordered or complained of."""

import pytest

from assistant.language.shown_vacancy_asks import read_shown_vacancy_ask


@pytest.mark.parametrize(
    ("text", "count"),
    [("这四个哪家开得高", 4), ("刚才那几家比一下社保", 0), ("上面两个哪个包住", 2), ("头三个都是白班不", 3)],
)
def test_several_of_the_list_may_be_meant(text: str, count: int) -> None:
    ask = read_shown_vacancy_ask(text)
    assert ask is not None
    assert ask.is_of_several
    assert ask.count == count


@pytest.mark.parametrize("text", ["哪个钱给得最多", "哪家工资高些", "工资最高的是哪家", "这几个谁开得高"])
def test_the_best_paid_is_asked_for_in_many_ways(text: str) -> None:
    ask = read_shown_vacancy_ask(text)
    assert ask is not None
    assert ask.highest
    assert not ask.lowest


@pytest.mark.parametrize("text", ["你给我报个名嘛", "替我把简历投了", "帮我约个面试", "我想应聘第二个", "投一个嘛"])
def test_an_order_to_apply_is_one(text: str) -> None:
    ask = read_shown_vacancy_ask(text)
    assert ask is not None
    assert ask.orders


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("第二个明明写的两班倒，咋还列给我", "两班倒"),
        ("为什么第一个要求大专你也推荐给我", "大专"),
        ("咋个第二个还推给我，我说了不倒班的", "倒班"),
        ("凭啥子最后一个写着站班你还发给我", "站班"),
    ],
)
def test_what_one_is_said_to_have_written_is_read_out_of_a_complaint(text: str, claim: str) -> None:
    ask = read_shown_vacancy_ask(text)
    assert ask is not None
    assert (ask.objects, ask.claim) == (True, claim)


@pytest.mark.parametrize(
    "text",
    [
        "第一个月工资没发",
        "我生第二个娃儿有产假不",
        "老板拖我工资啷个办",
        "这家公司欠了我两个月的钱",
        "哪个区的最低工资最高",
        "我要投诉",
        "渝北普工",
    ],
)
def test_what_befell_somebody_or_is_asked_of_a_rule_points_at_nothing_shown(text: str) -> None:
    ask = read_shown_vacancy_ask(text)
    assert ask is None or not (ask.means_some or ask.asks_which or ask.orders)
