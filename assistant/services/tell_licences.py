"""当保安要什么证: what the adverts that fit ask for, counted. What the law asks for stands elsewhere."""

import re
from collections import Counter
from collections.abc import Iterable

from assistant.domain.vacancies import Vacancy
from assistant.services.canned_words import CannedReplies
from assistant.services.draft import DraftSentence
from assistant.services.evidence import EvidenceRoom

#: So many adverts are looked at; the best few often ask for no licence and would tell little.
LOOKED_AT = 200
_MOST_NAMED = 4
_ASKED = re.compile(
    r"(?:要|需要|得有|须|考|拿|持|办)[^,，。]{0,4}(?:什么|啥子?|哪些|哪种|哪样|哪个|几个)[^,，。]{0,3}(?:证|执照|资格)"
    r"|(?:要|需)(?:不要|不需要)?(?:有|考|拿)?(?:从业|上岗|操作)?证(?:书|件)?(?:吗|不|嘛|么|没得)"
)


def asks_for_licences(text: str) -> bool:
    """Whether the message asks which licence some work needs, rather than naming one that is held."""
    return _ASKED.search(text) is not None


def tell_licences(vacancies: Iterable[Vacancy], room: EvidenceRoom, canned: CannedReplies) -> tuple[DraftSentence, ...]:
    """How many of the adverts ask for which licence, and how many for none."""
    looked_at = list(vacancies)
    named = Counter(name for vacancy in looked_at for name in dict.fromkeys(vacancy.licences))
    if named:
        words = "、".join(f"{name}（{count}个）" for name, count in named.most_common(_MOST_NAMED))
        said = canned.say("vacancies_licences", looked=str(len(looked_at)), licences=words)
    else:
        said = canned.say("vacancies_licences_none", looked=str(len(looked_at)))
    text = "".join(sentence.text for sentence in said)
    item = room.put_record("vacancies#licences", "在招岗位检索", text)
    return tuple(DraftSentence(sentence.text, (item.id,)) for sentence in said)


def course_for(vacancies: Iterable[Vacancy]) -> tuple[str, ...]:
    """A next step: courses for the licence asked for most often; none where no licence is."""
    named = Counter(name for vacancy in vacancies for name in dict.fromkeys(vacancy.licences))
    return tuple(f"哪里能学{name}" for name, _ in named.most_common(1))
