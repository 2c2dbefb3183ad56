"""Whether a figure stands with what the evidence says it of."""

import pytest

from assistant.services.figure_context import is_said_of_another

BY_DEGREE = "按学历发放补贴：本科1000元，硕士2000元，博士3000元。"
BY_YEARS = "满1年不足2年的，领3个月;满2年不足3年的，领6个月;满3年不足4年的，领9个月。"
BY_PLACE = "一般区县按最低工资的80%发放;城口县、巫溪县按90%发放。"
BY_SIZE = "大型企业按企业2024年实缴部分的10%返还，中小微企业按20%返还。"
LISTED = "取得初级、中级、高级证书的，上限分别为1000元、1500元、2000元。"

RIGHT = [
    ("硕士每月补2000元。", BY_DEGREE),
    ("满2年不足3年的，领6个月。", BY_YEARS),
    ("满1年不足2年的领3个月，满2年不足3年的领6个月。", BY_YEARS),
    ("在巫溪县，按90%发放。", BY_PLACE),
    ("中小微企业按20%返还。", BY_SIZE),
    ("中级证书最高1500元。", LISTED),
]
WRONG = [
    ("本科每月补2000元。", BY_DEGREE),
    ("满2年不足3年的，领9个月。", BY_YEARS),
    ("满1年不足2年的，领6个月。", BY_YEARS),
    ("巫溪县按80%发放。", BY_PLACE),
    ("大型企业按20%返还。", BY_SIZE),
    ("高级证书最高1500元。", LISTED),
    ("合格率低于90%的，每人600元。", "合格率90%以上的，每人600元;低于90%的，按50%折算。"),
]


@pytest.mark.parametrize(("said", "evidence"), RIGHT)
def test_a_figure_beside_its_own_words_is_in_place(said: str, evidence: str) -> None:
    assert not is_said_of_another(said, evidence)


@pytest.mark.parametrize(("said", "evidence"), WRONG)
def test_a_figure_beside_the_words_of_another_is_not(said: str, evidence: str) -> None:
    assert is_said_of_another(said, evidence)
