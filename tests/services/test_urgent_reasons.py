"""What is urgent is told first, whatever else the message tells of."""

import pytest

from assistant.domain.conversation import HandoverReason
from assistant.services.decide_handover import decide_by_words
from assistant.services.knowing import Knowing


@pytest.mark.parametrize(
    "text", ["老板三个月没发工资，还威胁我说要找人打我，怎么办？", "欠我两个月工资，我去要，他威胁要打断我的腿"]
)
def test_a_threat_told_beside_arrears_is_a_threat(knowing: Knowing, text: str) -> None:
    fired = decide_by_words(text, "", knowing.handover, knowing.lexicon.normaliser).fired
    assert fired is not None and fired.reason is HandoverReason.THREAT


def test_arrears_alone_stay_arrears(knowing: Knowing) -> None:
    fired = decide_by_words("老板三个月没发工资，怎么办？", "", knowing.handover, knowing.lexicon.normaliser).fired
    assert fired is not None and fired.reason is HandoverReason.WAGE_ARREARS
