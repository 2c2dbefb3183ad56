"""What a document of the city says of the rule of the whole country, for whoever asks for that one."""

import re
from collections.abc import Iterable

from assistant.domain.knowledge import Passage
from assistant.domain.regions import RegionTable
from assistant.services.steps import Tell

_NATIONAL = re.compile(r"国家(?:规定|定|统一|文件|基准)|全国(?:上限|统一|规定)|国办|国务院")
#: How the rule of the country is asked for without naming the country as a place.
_ASKS_NATIONAL = re.compile(r"全国(?:性)?的?(?:统一|规定|标准)|国家的?(?:统一)?的?(?:规定|标准|口径)|按国家")
COUNTRY = "cn"
MOST = 2


def find_national(passages: Iterable[Passage], step: Tell, regions: RegionTable) -> tuple[tuple[Passage, int], ...]:
    """The lines, by section and place in it, that tell the rule of the country on what is asked; nothing where the
    question is not about the country."""
    is_named = step.region_id is not None and regions.get_region(step.region_id).id == COUNTRY
    if not is_named and _ASKS_NATIONAL.search(step.text) is None:
        return ()
    lines = [
        (passage, place)
        for passage in passages
        for place, statement in enumerate(passage.statements)
        if _NATIONAL.search(statement.text)
    ]
    asked = [line for line in lines if line[0].aspect in step.aspects]
    return tuple((asked or (lines if is_named else []))[:MOST])
