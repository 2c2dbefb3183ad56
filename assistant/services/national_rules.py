"""What a document of the city says of the rule of the whole country, for whoever asks for that one."""

import re
from collections.abc import Iterable

from assistant.domain.knowledge import Passage
from assistant.domain.regions import RegionTable
from assistant.services.steps import Tell

_NATIONAL = re.compile(r"国家(?:规定|定|统一|文件|基准)|全国(?:上限|统一|规定)|国办|国务院")
COUNTRY = "cn"
MOST = 2


def find_national(passages: Iterable[Passage], step: Tell, regions: RegionTable) -> tuple[tuple[Passage, int], ...]:
    """The lines, by section and place in it, that tell the rule of the country on what is asked; nothing where the
    question is not about the country."""
    if step.region_id is None or regions.get_region(step.region_id).id != COUNTRY:
        return ()
    lines = [
        (passage, place)
        for passage in passages
        for place, statement in enumerate(passage.statements)
        if _NATIONAL.search(statement.text)
    ]
    asked = [line for line in lines if line[0].aspect in step.aspects]
    return tuple((asked or lines)[:MOST])
