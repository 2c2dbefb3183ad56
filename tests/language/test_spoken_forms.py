"""Words of questions have one form, whichever way people say them."""

import pytest

from assistant.language.spoken_forms import in_one_form
from assistant.language.topic_model import grams_of


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("失业金好多钱一个月", "失业金多少钱一个月"),
        ("啷个申请", "怎么申请"),
        ("咋个申请", "如何申请"),
        ("要带啥子", "要带什么"),
        ("去哪点办", "去哪儿办"),
        ("好久到账", "多长时间到账"),
        ("没得合同得行不", "没有合同能不能"),
        ("遭裁了", "被裁了"),
    ],
)
def test_a_question_has_the_same_n_grams_in_the_dialect(said: str, plain: str) -> None:
    assert grams_of(said) == grams_of(plain)


@pytest.mark.parametrize("text", ["失业金每月1864元", "好了", "多数人", "工作日", "小额贷款"])
def test_words_of_a_matter_stay_as_they_are(text: str) -> None:
    assert in_one_form(text) == text
