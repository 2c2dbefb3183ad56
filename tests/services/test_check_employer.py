"""What is told of an employer: what is on record, where it is on record, and no verdict."""

from datetime import date
from pathlib import Path

import pytest

from assistant.adapters.content.employer_lists_file import read_employer_lists
from assistant.domain.errors import KnowledgeError
from assistant.domain.vacancies import AdvertFinding, Vacancy, VacancyState
from assistant.services.check_employer import EmployerListEntry, check_employer, employer_check_card

TODAY = date(2026, 11, 23)
NAME = "重庆示例机械有限公司"
VALID, OTHER_VALID = "91500000MA60KHL00W", "91500000MA61KHL00N"
DEPOSIT = AdvertFinding("deposit_asked", "要交押金", "押金300元", "《劳动合同法》第九条", "hold")
SEX = AdvertFinding("sex_discrimination", "限制性别", "限男性", "《妇女权益保障法》第四十三条")


def advert(number: int, **fields: object) -> Vacancy:
    return Vacancy(str(number), "普工", NAME, **fields)  # type: ignore[arg-type]


def texts(*vacancies: Vacancy, complaints: int = 0, lists: tuple[EmployerListEntry, ...] = ()) -> list[str]:
    return [finding.text for finding in check_employer(NAME, vacancies, complaints, lists, TODAY).findings]


def test_without_a_record_it_says_so_and_where_people_can_look_themselves() -> None:
    nothing, look = texts()
    assert "没有这家单位" in nothing and "不等于好" in nothing
    assert "国家企业信用信息公示系统" in look


def test_there_is_never_a_verdict() -> None:
    entry = EmployerListEntry("示例失信名单", TODAY, NAME)
    check = check_employer(NAME, [advert(1, findings=(DEPOSIT,), state=VacancyState.HELD)], 3, [entry], TODAY)
    card = employer_check_card(check)
    assert card["verdict"] is None
    for word in ("骗子", "诈骗", "黑中介", "可靠", "正规", "放心"):
        assert word not in str(card)


def test_the_card_has_the_keys_of_the_contract() -> None:
    card = employer_check_card(check_employer(NAME, [advert(1)], 0, (), TODAY))
    assert list(card) == ["kind", "employer", "findings", "verdict"]
    assert all(list(finding) == ["text", "basis", "as_of"] for finding in card["findings"])  # type: ignore[attr-defined]
    assert card["findings"][0]["as_of"] == "2026-11-23"  # type: ignore[index]


def test_open_held_warned_and_closed_adverts_are_counted_with_their_reasons() -> None:
    found = texts(
        advert(1, posted_on=date(2026, 10, 1)),
        advert(2, posted_on=date(2026, 9, 1), findings=(SEX,)),
        advert(3, state=VacancyState.HELD, findings=(DEPOSIT,)),
        advert(4, state=VacancyState.CLOSED),
        advert(5, closes_on=date(2026, 11, 22)),
    )
    assert found[:4] == [
        "正在招聘的有2条，最早的发布于2026-09-01。",
        "有1条正等工作人员核实，暂不展示：写着“押金300元”（1条，《劳动合同法》第九条）。",
        "有1条招聘带有提示：写着“限男性”（1条，《妇女权益保障法》第四十三条）。",
        "已经结束的有2条。",
    ]


def test_the_credit_code_is_named_and_judged_by_its_form_alone() -> None:
    (valid, *_), (wrong, *_) = texts(advert(1, credit_code=VALID)), texts(advert(1, credit_code=VALID[:-1] + "0"))
    assert VALID in valid and "对得上" in valid
    assert "通不过校验" in wrong


def test_two_codes_under_one_name_are_told() -> None:
    found = texts(advert(1, credit_code=VALID), advert(2, credit_code=VALID.lower()), advert(3, credit_code="915"))
    assert any("2个不同的统一社会信用代码" in text for text in found)


def test_only_complaints_that_were_upheld_are_told() -> None:
    assert any("2次举报经工作人员核实属实" in text for text in texts(complaints=2))
    assert not any("举报" in text for text in texts(complaints=0))


def test_a_list_names_its_title_and_day() -> None:
    entry = EmployerListEntry("示例欠薪名单", date(2026, 6, 30), "重庆示例机械有限公司 ", remark="拖欠工资")
    finding = check_employer(NAME, (), 0, [entry], TODAY).findings[0]
    assert "《示例欠薪名单》" in finding.text and "拖欠工资" in finding.text and "请核对是不是同一家" in finding.text
    assert (finding.basis, finding.as_of) == ("《示例欠薪名单》", date(2026, 6, 30))


def test_a_listed_employer_of_the_same_name_with_another_code_is_another() -> None:
    listed = EmployerListEntry("示例名单", TODAY, NAME, OTHER_VALID)
    assert not any("示例名单" in text for text in texts(advert(1, credit_code=VALID), lists=(listed,)))
    assert any("示例名单" in text for text in texts(advert(1, credit_code=OTHER_VALID), lists=(listed,)))
    assert any("示例名单" in text for text in texts(advert(1), lists=(listed,)))


def test_a_similar_name_is_another_employer() -> None:
    listed = EmployerListEntry("示例名单", TODAY, "重庆示例机械股份有限公司")
    assert not any("示例名单" in text for text in texts(advert(1), lists=(listed,)))


def test_lists_are_read_in_either_language_and_encoding(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("名单,日期,单位名称,说明\n示例名单,2026-06-30,示例公司,欠薪\n".encode("gb18030"))
    (tmp_path / "b.csv").write_text("title,as_of,credit_code\n示例表,,91500000MA60KHL00W\n\n", encoding="utf-8-sig")
    assert read_employer_lists(tmp_path) == (
        EmployerListEntry("示例名单", date(2026, 6, 30), "示例公司", "", "欠薪"),
        EmployerListEntry("示例表", None, "", "91500000MA60KHL00W"),
    )


def test_no_folder_means_no_lists(tmp_path: Path) -> None:
    assert read_employer_lists(None) == read_employer_lists(tmp_path / "absent") == ()


@pytest.mark.parametrize("row", [",2026-06-30,示例公司", "示例名单,去年,示例公司", "示例名单,2026-06-30,"])
def test_a_row_that_cannot_be_read_is_named_with_its_line(tmp_path: Path, row: str) -> None:
    (tmp_path / "a.csv").write_text(f"名单,日期,单位名称\n{row}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"a\.csv:2:"):
        read_employer_lists(tmp_path)
