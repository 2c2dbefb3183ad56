"""Employers ask for people in many words besides 招."""

import pytest

from assistant.language.worker_calls import asks_in_time, calls_for_workers, read_spell


@pytest.mark.parametrize(
    "text",
    ["后天要8个摆桌的", "喊几个人来卸货", "还差三个架子工", "店头人手不够", "请个煮饭的师傅", "借我两个人抬东西"],
)
def test_whoever_needs_people_calls_for_them(text: str) -> None:
    assert calls_for_workers(text)


@pytest.mark.parametrize(
    "text", ["要几个月才到账", "要3个证", "来5个人检查消防", "要裁10个普工，辞退怎么赔", "我们有20个人"]
)
def test_numbers_of_other_things_call_for_nobody(text: str) -> None:
    assert not calls_for_workers(text)


def test_a_days_job_is_read_with_its_hour_its_length_and_its_pay_day() -> None:
    assert read_spell("明早5点半集合，干三天，日结") == ("早上5点半", "干三天", "日结")
    assert asks_in_time("今晚8点要6个人，赶得上不")
