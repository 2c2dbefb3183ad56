"""What is settled and long past needs nobody; what goes on, has come back or was never carried out does."""

import pytest

from assistant.adapters.content.settled_file import read_settled
from tests.services.shipped_rules import SHIPPED

SETTLED = [
    "六年前包工头放话要收拾我,派出所处理了,人也调走了,现在想学电焊",
    "前些年被拖过工资 后来钱都追回来了 想换个稳当的厂",
    "主管说要我好看 后头道了歉 调到外省去了 都是四年前的事 有没有仓管的活",
    "小时候手烫伤过 早就治好了 能做厨师不",
]
NOT_OVER = [
    "三年前他就放过狠话,后来坐了牢,昨天又来堵我,我想问怎么办",
    "前年的工资法院判了钱还没给,怎么拿到钱",
    "大前年病治好了,最近又复发,想找个轻松的活",
    "老板三年前就说处理好了,其实没给我一分钱,想问找哪个",
    "十年前的伤养好了",
    "老板昨天打了我 有没有人管",
]
KEPT = "老板欠我三个月工钱。前年我妈住院治好了,想问怎么要"


@pytest.mark.parametrize("text", SETTLED)
def test_what_ended_long_ago_is_taken_out_and_the_wish_stays(text: str) -> None:
    rest = read_settled(SHIPPED).without_settled(text)
    assert len(rest) == len(text)
    assert rest.startswith("□")
    assert rest.endswith(text[-4:])


@pytest.mark.parametrize("text", NOT_OVER)
def test_what_goes_on_or_has_no_end_is_read_as_it_stands(text: str) -> None:
    assert read_settled(SHIPPED).without_settled(text) == text


def test_what_was_said_before_the_old_story_is_still_read() -> None:
    assert read_settled(SHIPPED).without_settled(KEPT).startswith("老板欠我三个月工钱。□")
