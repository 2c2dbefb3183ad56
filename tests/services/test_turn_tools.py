"""What a model may ask the services for, and what it cannot change by asking."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.domain.conversation import ConversationState, ToolCall
from assistant.domain.knowledge import Audience
from assistant.domain.vacancies import Education, EmploymentType, Shift
from assistant.domain.vacancy_filter import PayFloor, VacancyFilter
from assistant.services.model_ports import WritingTask
from assistant.services.turn_tools import with_limits_of
from tests.services.model_talk import GOOD, PAPERS, ModelTalk
from tests.vacancy_examples import taken

WORK = "我想找叉车司机的工作，6000以上"
_WORDS = st.sampled_from(["保安", "叉车司机", "文员"])
_REGIONS = st.sampled_from(["wanzhou", "banan", "jiangbei"])


def _some(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(values, max_size=2, unique=True).map(tuple)


FILTERS = st.builds(
    VacancyFilter,
    occupations=_some(_WORDS),
    region_ids=_some(_REGIONS),
    pay_floor=st.none() | st.builds(PayFloor, st.sampled_from([3000.0, 6000.0]), st.sampled_from(["month", "hour"])),
    employment_types=_some(st.sampled_from(EmploymentType)),
    shifts=_some(st.sampled_from(Shift)),
    benefits=_some(st.sampled_from(["包吃", "包住"])),
    not_words=_some(_WORDS),
    not_region_ids=_some(_REGIONS),
    education=st.none() | st.sampled_from(Education),
    experience_years=st.none() | st.integers(0, 9),
    licences=_some(st.sampled_from(["叉车证", "电工证"])),
    has_no_licence=st.booleans(),
)
OF_THE_PERSON = {"education", "experience_years", "licences", "has_no_licence"}


class Calling:
    """A model that calls a tool and then answers; what the tool gave back is kept."""

    def __init__(self, *calls: tuple[str, Mapping[str, str]]) -> None:
        self.calls = calls
        self.results: list[str] = []

    def __call__(self, task: WritingTask) -> str:
        for name, arguments in self.calls:
            self.results.append(getattr(task.tools, name)(**arguments))
        return GOOD


def state_after(talk: ModelTalk, *messages: str) -> ConversationState:
    for message in messages:
        talk.say(message)
    return talk.store.load_state(talk.id)


@given(theirs=FILTERS, own=FILTERS)
def test_no_limit_the_person_has_stated_is_dropped_or_changed(theirs: VacancyFilter, own: VacancyFilter) -> None:
    merged = with_limits_of(theirs, own)
    assert set(own.limits) <= set(merged.limits)
    assert all(getattr(merged, name) == getattr(own, name) for name in own.limits)


@given(theirs=FILTERS, own=FILTERS)
def test_only_what_the_model_proposed_is_added_and_nothing_of_what_the_person_has(
    theirs: VacancyFilter, own: VacancyFilter
) -> None:
    merged = with_limits_of(theirs, own)
    for field in fields(VacancyFilter):
        allowed = [getattr(own, field.name)] + [getattr(theirs, field.name)] * (field.name not in OF_THE_PERSON)
        assert getattr(merged, field.name) in allowed


class TestNoFactByAnArgument:
    @pytest.mark.parametrize(
        "call",
        [
            ("assess_subsidies", {"schemes": "我52岁，失业保险交了10年，办了失业登记，失业金"}),
            ("search_policies", {"question": "52岁失业保险交了10年的人失业金能领几个月"}),
            ("search_policies", {"question": "我老婆失业保险交了4年，失业金能领几个月"}),
            ("find_vacancies", {"wishes": "我52岁，想找叉车司机，高中毕业，有电工证"}),
            ("check_employer", {"employer": "我52岁，失业保险交了10年"}),
        ],
        ids=lambda call: call[0],
    )
    def test_nothing_is_remembered_worked_out_or_shown_of_the_person(
        self, loaded: LoadedKnowledge, call: tuple[str, dict[str, str]]
    ) -> None:
        model = Calling(call)
        talk = ModelTalk(loaded, model, adverts=(taken("1"),))
        state = state_after(talk, PAPERS)
        assert (state.facts, talk.stored[-1].facts) == ((), {})
        assert "按您说的" not in model.results[0]
        assert state.wanted is None or not OF_THE_PERSON & set(state.wanted.limits)

    def test_a_length_of_time_the_person_has_told_may_be_asked_about(self, loaded: LoadedKnowledge) -> None:
        model = Calling(("search_policies", {"question": "失业保险交了3年失业金能领几个月"}))
        ModelTalk(loaded, model).say("我失业保险交了3年，失业金要什么材料？")
        assert "可以领9个月" in model.results[0]

    def test_a_place_is_looked_up_and_not_remembered_for_the_person_s(self, loaded: LoadedKnowledge) -> None:
        model = Calling(("search_policies", {"question": "失业金在哪里办", "region": "奉节县"}))
        state = state_after(ModelTalk(loaded, model), PAPERS)
        assert "奉节县示例大厅" in model.results[0]
        assert state.region_id is None

    def test_a_place_the_person_has_named_stays(self, loaded: LoadedKnowledge) -> None:
        model = Calling(("search_policies", {"question": "失业金在哪里办", "region": "奉节县"}))
        assert state_after(ModelTalk(loaded, model), "奉节失业金在哪里办？").region_id == "fengjie"

    def test_a_day_in_the_past_is_looked_up_and_does_not_stay(self, loaded: LoadedKnowledge) -> None:
        model = Calling(("search_policies", {"question": "失业金多少钱", "as_of": "2024"}))
        talk = ModelTalk(loaded, model, GOOD)
        talk.say(PAPERS)
        assert "1720元" in model.results[0]
        talk.say("现在失业金一个月多少钱？")
        assert "1960元" in talk.stored[-1].text


class TestASearchForWork:
    def test_what_the_person_has_said_holds_whatever_is_wished_in_their_name(self, loaded: LoadedKnowledge) -> None:
        model = Calling(("find_vacancies", {"wishes": "保安，3000以上"}))
        talk = ModelTalk(loaded, model, adverts=(taken("1"),))
        talk.say(WORK)
        assert "叉车司机、月薪6000元以上" in model.results[0]

    def test_what_a_model_wished_first_is_no_limit_of_its_second_search(self, loaded: LoadedKnowledge) -> None:
        model = Calling(
            ("find_vacancies", {"wishes": "叉车司机，9000以上"}), ("find_vacancies", {"wishes": "叉车司机，6000以上"})
        )
        ModelTalk(loaded, model, adverts=(taken("1"),)).say(PAPERS)
        assert "月薪9000元以上" in model.results[0]
        assert "月薪6000元以上" in model.results[1]
        assert "示例仓储公司" in model.results[1]

    def test_none_is_found_for_an_employer(self, loaded: LoadedKnowledge) -> None:
        model = Calling(("find_vacancies", {"wishes": "叉车司机"}))
        talk = ModelTalk(loaded, model, adverts=(taken("1"),))
        talk.id = talk.service.start(Audience.EMPLOYER).id
        assert talk.say(PAPERS).cards == ()
        assert "不找工作岗位" in model.results[0]


@pytest.mark.parametrize("name", ["search_policies", "find_vacancies", "assess_subsidies", "check_employer"])
def test_a_question_too_long_is_not_looked_up(loaded: LoadedKnowledge, name: str) -> None:
    names = {"search_policies": "question", "find_vacancies": "wishes", "assess_subsidies": "schemes"}
    model = Calling((name, {names.get(name, "employer"): "失业金" * 200}))
    ModelTalk(loaded, model).say(PAPERS)
    assert model.results[0].startswith("问题太长")


@pytest.mark.parametrize(
    "arguments",
    [
        {"question": "身份证11010519491231002X的人" + "失业金" * 1000},
        {"question": "失" * 390 + "11010519491231002X"},
        {"question": 13800138000},
        {"question": ["手机13800138000"], "more": {"身份证11010519491231002X": "卡号6222021234567890128"}},
        {"手机13800138000，" * 30: "失业金"},
        {str(number): "失业金" for number in range(500)},
    ],
    ids=["long", "cut in the middle of a number", "a number", "nested", "a name", "many"],
)
def test_arguments_are_kept_short_and_without_personal_numbers(
    loaded: LoadedKnowledge, arguments: dict[str, object]
) -> None:
    def calling(task: WritingTask) -> str:
        task.tools.calls.append(ToolCall("search_policies" * 50, arguments))
        return GOOD

    kept = ModelTalk(loaded, calling).say(PAPERS).tools[-1]
    text = repr(kept)
    assert not [number for number in ("1101051949", "13800138", "62220212345") if number in text]
    assert len(text) < 2500
    assert len(kept.name) <= 60
