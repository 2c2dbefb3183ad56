"""The scripted person answers what is asked, in words of their own, and otherwise goes on with the plan."""

import pytest

from evals.task_person import Do, Heard, Person, Say, Stop, questions_of
from tests.evals.task_examples import task


def test_a_fact_that_is_asked_for_is_given_in_the_next_words_not_used() -> None:
    person = Person(task())
    assert person.move(Heard("好的。您缴费几年了？")) == Say("交了五年半")
    assert person.move(Heard("再问一句：缴费几年？")) == Say("五年六个月")


def test_facts_that_are_asked_for_together_are_given_together() -> None:
    assert Person(task()).move(Heard("户口在哪里？缴费几年？")) == Say("交了五年半，巴南的户口")


def test_only_a_question_asks() -> None:
    assert Person(task()).move(Heard("缴费满一年可以领3个月。")) == Stop()
    assert questions_of("还没说的有：工资多少。别的都好。") == ("还没说的有：工资多少。",)
    assert questions_of("现在还不能下结论，有的情况还没说到；要是都符合，每月6500元。") == ()


def test_a_fact_that_is_not_known_is_answered_so() -> None:
    person = Person(task())
    assert person.move(Heard("您的年龄？")) == Say("这个我说不准")
    assert person.move(Heard("您有残疾证吗？")) == Say("跳过嘛")
    assert person.move(Heard("您有证书吗？")) == Stop()


def test_what_is_asked_goes_before_the_plan_and_the_plan_before_not_knowing() -> None:
    person = Person(task(plan=({"when": "any", "say": ("那到哪里办", "在哪办")},)))
    assert person.move(Heard("户口在哪里？")) == Say("巴南的户口")
    assert person.move(Heard("您的年龄？")) == Say("那到哪里办")


def test_another_opening_takes_other_words_of_the_plan() -> None:
    person = Person(task(plan=({"when": "any", "say": ("那到哪里办", "在哪办")},)), variant=1)
    assert person.opening == "我能领几个月失业金"
    assert person.move(Heard("好的。")) == Say("在哪办")


def test_words_about_a_card_need_it_in_the_very_answer_a_form_only_before() -> None:
    form = {"when": "card:case", "do": "contact_form", "form": {}}
    assert Person(task(plan=({"when": "card:case", "say": ("好",)},))).move(Heard("好的。")) == Stop("card:case")
    person = Person(task(plan=({"when": "any", "say": ("还有",)}, form)))
    assert person.move(Heard("已转给工作人员。", ("case",))) == Say("还有")
    assert person.move(Heard("好的。")) == Do(form)


@pytest.mark.parametrize("plan", [(), ({"when": "any", "do": "claim_case"},)])
def test_after_a_step_without_an_answer_the_plan_goes_on(plan: tuple[dict[str, str], ...]) -> None:
    assert Person(task(plan=plan)).move(None) == (Do(plan[0]) if plan else Stop())
