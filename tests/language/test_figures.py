"""Equal figures are equal however written, and no figure of a sentence escapes the comparison with its source."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.language.amounts import Figure, canonical_figures
from tests.language.test_amounts import spoken


@pytest.mark.parametrize(
    "forms",
    [
        ("五十万元", "500000元", "50万元", "５０万元", "500,000元", "50万"),
        ("百分之八十", "80%", "80％", "八成"),
        ("三分之二", "2/3"),
        ("二〇二五年六月", "2025年6月", "2025-06", "二零二五年六月"),
        ("2025年6月30日", "2025-06-30", "2025.6.30", "2025/06/30", "二〇二五年六月三十日"),
        ("两年", "2年", "24个月", "二十四个月"),
        ("一年半", "18个月", "十八个月"),
        ("半年", "6个月", "六个月"),
        ("第四十七条", "第47条"),
        ("渝人社发〔2026〕1号", "渝人社发[2026]1号", "根据渝人社发〔2026〕1号文件", "渝人社发【2026】 1 号"),
        ("10个工作日", "十个工作日", "10工作日"),
        ("60日内", "60天内", "六十天"),
        ("八千到一万元", "8000元至10000元", "8000-10000元"),
        ("3、6、9个月", "3个月、6个月、9个月"),
        ("30%-60%", "30-60%", "百分之三十至百分之六十"),
        ("2200余万人", "2200万人", "22000000人"),
        ("下午5点半", "17:30"),
        ("16至24岁", "16岁到24岁", "十六至二十四周岁"),
        ("一至四级", "1-4级", "1级到4级"),
        ("https://rlsbj.cq.gov.cn/a/", "rlsbj.cq.gov.cn/a"),
        ("每年一次", "每年1次"),
    ],
)
def test_one_figure_in_many_forms_is_one_figure(forms: tuple[str, ...]) -> None:
    assert canonical_figures(forms[0])
    for form in forms[1:]:
        assert canonical_figures(form) == canonical_figures(forms[0]), form


@pytest.mark.parametrize(
    "text",
    [
        "一般情况下一定要统一办理",
        "三支一扶",
        "万州、万盛、四川、九龙坡、两江新区",
        "千万不要着急",
        "一次性办完一件事",
        "五险一金",
        "十分方便",
        "第三方机构",
        "一些人百分满意",
        "请您先做一个登记",
        "1. 带身份证\n2、填表",
        "可以申请。[1][2]",
        "",
    ],
)
def test_words_and_marks_that_state_no_figure_are_none(text: str) -> None:
    assert canonical_figures(text) == frozenset()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1864元", "1680元"),
        ("12个月", "18个月"),
        ("80%", "90%"),
        ("第47条", "第48条"),
        ("渝人社发〔2026〕1号", "渝人社发〔2026〕2号"),
        ("渝人社发〔2025〕24号", "人社部发〔2025〕24号"),
        ("2025年", "2026年"),
        ("12333", "12345"),
        ("2000元", "2000人"),
        ("每年1次", "每年2次"),
        ("3天", "3个月"),
        ("9:00", "9:30"),
    ],
)
def test_different_figures_stay_different(one: str, other: str) -> None:
    assert canonical_figures(one) != canonical_figures(other)
    assert not canonical_figures(one) <= canonical_figures(other)


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("2025年起执行", "自2025年1月1日起执行"),
        ("从2025年1月起", "自2025年1月1日起执行"),
        ("1月1日起", "自2025年1月1日起执行"),
        ("请拨打12333", "咨询电话：023-12333"),
        ("每月1864元", "失业保险金标准为1864元/月"),
        ("满1年领3个月", "累计缴费满一年不足五年的，领取期限为三个月"),
        ("按《社会保险法》第45条", "依据社会保险法第四十五条"),
    ],
)
def test_a_source_bears_a_sentence_with_fewer_particulars(sentence: str, source: str) -> None:
    assert canonical_figures(sentence) <= canonical_figures(source)


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("2025年3月起执行", "自2025年起执行"),
        ("拨打023-12333", "拨打12333"),
        ("最高50万元", "最高30万元，期限3年"),
    ],
)
def test_a_source_does_not_bear_what_it_does_not_say(sentence: str, source: str) -> None:
    assert not canonical_figures(sentence) <= canonical_figures(source)


UNITS = ["元", "%", "个月", "人", "岁", "天", "户", "倍", "小时", "工作日", "级", ""]


@settings(deadline=None)
@given(
    number=st.integers(2, 9_999_999), unit=st.sampled_from(UNITS), around=st.sampled_from(["", "最高", "共", "不超过"])
)
def test_no_figure_escapes(number: int, unit: str, around: str) -> None:
    assert len(canonical_figures(f"{around}{number}{unit}")) == 1


@settings(deadline=None)
@given(number=st.integers(2, 9_999_999), unit=st.sampled_from(["元", "个月", "人", "天", "户", "倍"]))
def test_words_and_figures_of_a_number_are_equal(number: int, unit: str) -> None:
    assert canonical_figures(f"{spoken(number)}{unit}") == canonical_figures(f"{number}{unit}")


@settings(deadline=None)
@given(st.text(st.sampled_from("一二三十百千万元年月日第条%0123456789〔〕号-.:/、至个人天半点分之成"), max_size=40))
def test_every_text_can_be_read(text: str) -> None:
    assert all(isinstance(figure, Figure) and figure.value for figure in canonical_figures(text))


def test_a_long_passage_is_read_quickly() -> None:
    text = "累计缴费满1年不足5年的，领取期限为3个月；每满1年增加3个月，标准为每月1864元，自2025年1月1日起执行。" * 10
    begun = time.perf_counter()
    canonical_figures(text)
    assert time.perf_counter() - begun < 0.2
