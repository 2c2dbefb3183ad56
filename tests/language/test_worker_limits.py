"""What an employer would choose by and may not, in whichever words; what is no limit is taken for none."""

import pytest

from assistant.language.worker_limits import WorkerLimit, find_worker_limits


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("搬运4个，只收男工", WorkerLimit.SEX),
        ("仓库理货两名，女的莫来", WorkerLimit.SEX),
        ("门卫50以下", WorkerLimit.AGE),
        ("18到40岁的普工", WorkerLimit.AGE),
        ("文员一名，已婚的优先", WorkerLimit.FAMILY),
        ("瘸的不要", WorkerLimit.DISABILITY),
        ("本地人优先", WorkerLimit.ORIGIN),
        ("外地的不招", WorkerLimit.ORIGIN),
        ("乙肝的不要", WorkerLimit.HEALTH),
        ("少数民族的不收", WorkerLimit.PEOPLE),
    ],
)
def test_a_limit_is_found_in_whichever_words(text: str, limit: WorkerLimit) -> None:
    assert limit in find_worker_limits(text)


@pytest.mark.parametrize(
    "text",
    ["男女不限，满18岁就行", "女装导购两个", "残疾人优先", "年龄不限", "300以上一天，要5个", "女工宿舍管理员1名"],
)
def test_what_chooses_nobody_is_no_limit(text: str) -> None:
    assert find_worker_limits(text) == ()
