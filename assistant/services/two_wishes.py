"""Work that is looked for and a question on policy in one message (找保安, 另外失业金咋领): each is answered."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.domain.conversation import AnswerStatus
from assistant.language.questions import asks
from assistant.services.draft import Draft
from assistant.services.draft_sentences import joined
from assistant.services.knowing import Knowing
from assistant.services.vacancy_desk import VacancyDesk
from assistant.services.vacancy_dialogue import is_plain_wish

_PIECES = re.compile(r"[,，。;；!！?？\n]+")
#: Somebody looks for work now; what was found, or is looked for by others, is a story.
_SEEKS = re.compile(
    r"(?:^|[我就还,，。;；!！?？])(?:我?想|要|打算|准备|正在|帮我|给我|再|重新|另外|先|(?:在|去|回)[\u4e00-\u9fff]{2,4}?)*"
    r"找(?![了到过的人律]|不到|不着|谁|哪)"
)
#: From which share of one document on, by the topic model, the question is surely about policy.
_SURE = 0.4
#: In characters: who tells a story has one wish.
_LONGEST = 60


@dataclass(frozen=True)
class TwoWishes:
    """What is looked for, and what is asked, each in the person's words."""

    work: str
    question: str


def find_two_wishes(text: str, knowing: Knowing, desk: Callable[[], VacancyDesk]) -> TwoWishes | None:
    """Both wishes; None where the message holds one, or where it is not sure that it holds two."""
    if len(text) > _LONGEST or _SEEKS.search(text) is None:
        return None
    plain = knowing.lexicon.phrases.joints.sub("，", text)
    pieces = [piece.strip() for piece in _PIECES.split(plain) if piece.strip()]
    asked = [piece for piece in pieces if asks(piece) and _SEEKS.search(piece) is None and _is_policy(piece, knowing)]
    others = [piece for piece in pieces if piece not in asked]
    work = "，".join(others)
    if not asked or not is_plain_wish(work) or any(map(asks, others)) or not any(map(_SEEKS.search, others)):
        return None
    wanted = desk().understand(work)
    return TwoWishes(work, "，".join(asked)) if wanted.occupations or wanted.employment_types else None


def _is_policy(piece: str, knowing: Knowing) -> bool:
    return knowing.search.view_topic(piece).document_share >= _SURE


def join_drafts(work: Draft, question: Draft) -> Draft:
    """One reply of two: the answer to the question before the vacancies, which go on being talked about."""
    asked = question if question.status is AnswerStatus.ANSWERED else replace(question, cards=(), suggestions=())
    return replace(
        work,
        sentences=joined([asked.sentences, work.sentences]),
        status=AnswerStatus.ANSWERED if AnswerStatus.ANSWERED in (work.status, asked.status) else work.status,
        evidence={**asked.evidence, **work.evidence},
        tools=(*asked.tools, *work.tools),
        cards=(*asked.cards, *work.cards),
        suggestions=tuple(dict.fromkeys((*work.suggestions, *asked.suggestions))),
        handover=asked.handover or work.handover,
        rule=asked.rule or work.rule,
        asks=(),
    )
