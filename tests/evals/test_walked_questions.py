"""What the shipped service takes a message for: questions put in words that no rule was written from."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.bootstrap import Assistant, build_trial
from assistant.domain.conversation import AnswerStatus, Turn
from assistant.domain.knowledge import Audience
from assistant.settings import Settings
from tests.fakes.clock import FixedClock
from tests.small_knowledge_base import ROOT, SHIPPED

ANSWERED, ASKS = AnswerStatus.ANSWERED, AnswerStatus.CLARIFICATION
#: What is asked, by whom, and the document that answers it first.
ANSWERED_BY = [
    ("儿子学前班老师专业，大四了还没签单位，有什么能领", "job_seeker", "personal-support-overview"),
    ("想盘个火锅店，本钱不够，国家可以借点不", "job_seeker", "startup-loan-personal"),
    ("车间没订单，厂里放假三个月，这几个月工资怎么给", "job_seeker", "wage-payment-rules"),
    ("单位打算安排八个残疾员工，政府有啥奖励", "employer", "employer-hiring-support"),
    ("养老护理员的证到手了，在哪领钱，能领多少", "job_seeker", "skill-upgrade-subsidy"),
    ("户口在贵州，人在重庆打工，重庆的补贴有我的份没有", "job_seeker", "personal-support-overview"),
    ("社保中间停了三个月，后果严重不", "job_seeker", "social-insurance-rights"),
    ("我哥在工棚顶上滑下来伤了腿，工头不出药费", "job_seeker", "work-injury-first-steps"),
    ("我们店十二个人，想裁掉四个员工，一共得赔多少", "employer", "severance-pay"),
    ("厂子效益不好把我减员了，补偿怎么个给法", "job_seeker", "severance-pay"),
    ("我们是家宾馆，新招了俩脱贫户，能享受啥政策", "employer", "one-off-hiring-subsidy"),
    ("我幺爸在工地上触电身亡，家里人能得哪几笔钱", "job_seeker", "work-injury-benefits"),
    ("坐牢出来没得单位要，有没有啥子扶持", "job_seeker", "personal-support-overview"),
]


@pytest.fixture(scope="module")
def assistant(shipped_knowledge: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The shipped service as a trial, in a folder of its own."""
    folder = tmp_path_factory.mktemp("walked")
    (folder / "knowledge").symlink_to(shipped_knowledge[1] / "knowledge")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"DATA_DIR": folder, "KNOWLEDGE_DIR": SHIPPED, "PROMPTS_DIR": ROOT / "prompts"}.items():
            patch.setenv(name, str(value))
        yield build_trial(Settings(), FixedClock())


def _say(assistant: Assistant, *messages: str, audience: str = "job_seeker") -> Turn:
    """The last turn of a new conversation."""
    started = assistant.conversations.start(Audience(audience))
    return [assistant.conversations.answer(started.id, message) for message in messages][-1]


@pytest.mark.parametrize(("question", "audience", "document_id"), ANSWERED_BY)
def test_a_question_is_answered_from_the_matter_it_is_about(
    assistant: Assistant, question: str, audience: str, document_id: str
) -> None:
    turn = _say(assistant, question, audience=audience)

    assert turn.status is ANSWERED
    assert document_id in {citation.passage_id.partition("#")[0] for citation in turn.citations}
    assert {call.name for call in turn.tools} <= {"search_policies", "assess_subsidies"}


@pytest.mark.parametrize("request_", ["替我写一份离职申请", "麻烦帮我拟个辞职报告"])
def test_a_letter_is_not_written_but_how_the_matter_is_settled_is_told(assistant: Assistant, request_: str) -> None:
    turn = _say(assistant, request_)

    assert turn.status is ANSWERED
    assert turn.text.startswith("信和申请书我不能替您写") and "30天" in turn.text
    assert "person.left_job_involuntarily" not in dict(turn.facts)


def test_what_stands_in_an_account_is_a_personal_record_whoever_is_not_named(assistant: Assistant) -> None:
    turn = _say(assistant, "养老保险个人账户余额帮忙看一下")

    assert turn.status is AnswerStatus.UNANSWERABLE_PERSONAL_RECORD


def test_who_says_what_the_work_is_to_be_like_looks_for_work_whatever_else_they_tell(assistant: Assistant) -> None:
    turn = _say(assistant, "肢体残疾三级，低保，想找点能在家办公的事情做")

    assert [call.name for call in turn.tools] == ["find_vacancies"]
    assert "在家做" in turn.text


def test_one_of_a_list_is_not_asked_back_about_where_the_list_is_empty(assistant: Assistant) -> None:
    turn = _say(assistant, "城口找潜水员，月薪八万", "第三个包住不")

    assert turn.status is ASKS
    assert "一个都没有" in turn.text


@pytest.mark.parametrize(
    "told", ["五十七岁扫地，单位讲超龄不跟我签合同，保险也不买，对不对", "毕业证遭公司收走，不还我"]
)
def test_a_right_that_is_asked_about_brings_nobody_in_for_an_injury_or_wages(assistant: Assistant, told: str) -> None:
    assert _say(assistant, told).handover is None


def test_what_a_dismissal_costs_is_worked_out_as_the_facts_come_in(assistant: Assistant) -> None:
    asked = _say(assistant, "单位把我裁了，要赔我好多")
    half = _say(assistant, "单位把我裁了，要赔我好多", "一年零四个月")
    whole = _say(assistant, "单位把我裁了，要赔我好多", "一年零四个月", "工资五千六")

    assert "每月工资多少？" in asked.text
    assert "1.5个月工资" in half.text
    assert "8400元" in whole.text
    assert "16800元" in whole.text


@pytest.mark.parametrize("owed", ["老板欠了四个月工资", "做了活三个月没给钱，要哪个管"])
def test_months_of_pay_that_are_owed_are_no_time_at_work(assistant: Assistant, owed: str) -> None:
    assert "个月工资。" not in _say(assistant, owed).text


def test_pay_named_while_work_is_looked_for_stays_a_limit(assistant: Assistant) -> None:
    turn = _say(assistant, "找个保安的活", "工资四千以上")

    assert {call.name for call in turn.tools} == {"find_vacancies"}


@pytest.mark.parametrize("asked", ["高温津贴一个月该发好多", "社保卡掉了在哪里补"])
def test_what_nothing_is_on_file_about_is_said_to_be_so(assistant: Assistant, asked: str) -> None:
    turn = _say(assistant, asked)

    assert turn.status is AnswerStatus.UNANSWERABLE_NO_SOURCE
    assert "12333" in turn.text


@pytest.mark.parametrize("asked", ["客服礼拜天上班不", "你们好久下班"])
def test_who_asks_for_opening_hours_hears_how_to_reach_a_person(assistant: Assistant, asked: str) -> None:
    assert "转人工" in _say(assistant, asked).text


def test_a_figure_alone_names_no_matter(assistant: Assistant) -> None:
    turn = _say(assistant, "3")

    assert (turn.status, turn.suggestions) == (ASKS, ())


@pytest.mark.parametrize("foreign", ["附近有没有好吃的火锅店推荐", "哪只基金涨得好", "帮我订个酒店"])
def test_a_shop_named_for_pleasure_is_none_of_ours(assistant: Assistant, foreign: str) -> None:
    assert _say(assistant, foreign).status is AnswerStatus.UNANSWERABLE_OUT_OF_SCOPE


def test_a_section_opens_with_what_it_says_and_no_bare_yes_or_no(assistant: Assistant) -> None:
    bare = {"有。", "要。", "不能。", "能。", "可以。", "不可以。", "算。"}
    firsts = {
        passage.id: passage.statements[0].text
        for document in assistant.knowledge.documents.values()
        for passage in document.passages
    }

    assert [name for name, text in firsts.items() if any(text.startswith(word) for word in bare)] == []
