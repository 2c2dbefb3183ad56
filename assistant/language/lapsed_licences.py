"""A licence somebody had and cannot show now: B2上个月到期了正在换, 电工证掉了在补, 驾照遭扣起的."""

import re

_LAPSED = re.compile(
    r"(?:证|照|本|[abc][123]|n[123])[^,，。]{0,8}(?:到期|过期|失效|期满|掉了|丢了|搞落|遭扣|被扣|吊销|注销|没年审|没复审|还没换|没换到)"
    r"|(?:正|还)?在(?:换|补办?|重新考|复审)(?:证|照|新证)?(?:的|了|嘛|起|$|[,，。])|(?:换|补)证(?:中|去了|还没)",
    re.IGNORECASE,
)


def tells_of_lapsed_licence(text: str) -> bool:
    """Whether a licence named, or told of before, is not valid at present."""
    return _LAPSED.search(text) is not None
