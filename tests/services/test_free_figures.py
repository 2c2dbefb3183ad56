"""Figures in everyday words against figures of an evidence."""

import pytest

from assistant.services.free_figures import are_borne

BORNE = [
    ("从2025-01-01起", "2025年1月1日起,一档2330元"),
    ("一档2330块", "一档月最低工资2330元"),
    ("四千五到六千", "4500-6000元/月"),
    ("六千到八千一个月", "6000-8000元/月"),
    ("月薪3600,60岁以下都可以", "3600元/月,60岁以下"),
    ("三倍工资", "不低于300%"),
    ("补一半", "减按50%收取"),
    ("政策到2027年底", "执行至2027年12月31日"),
    ("女的满四十", "女满40周岁"),
    ("一个月2330元", "每月2330元"),
    ("一年只能申请一回", "一年申请一次"),
    ("立一块告示牌", "设立告示牌"),
    ("有两种情况", "有下列情形"),
    ("星期三有招聘会", "每周三举办招聘会"),
    ("招十个缝纫工", "缝纫工招10人"),
    ("没到六成,一分都不补", "低于60%的不予补贴"),
]
NOT_BORNE = [
    ("从2025-02-01起", "2025年1月1日起"),
    ("10个自然日", "10个工作日"),
    ("每周五", "每周三"),
    ("每单交两角钱", "个人不缴费"),
    ("续签3次", "续签2次"),
    ("月薪七千", "6000元/月"),
    ("四百五十元", "每天15元,最多30天"),
    ("渝人社发〔2025〕3号", "渝人社发〔2024〕3号"),
    ("023-00006622", "电话023-00008811"),
]


@pytest.mark.parametrize(("said", "evidence"), BORNE)
def test_the_same_value_in_everyday_words_is_borne(said: str, evidence: str) -> None:
    assert are_borne(said, evidence)


@pytest.mark.parametrize(("said", "evidence"), NOT_BORNE)
def test_another_value_measure_day_or_number_is_not(said: str, evidence: str) -> None:
    assert not are_borne(said, evidence)
