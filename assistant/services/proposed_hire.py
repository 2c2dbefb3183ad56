"""Somebody an employer thinks of hiring (招个45岁的大姐, 本地户口, 办了失业登记): assessed as a hire."""

import re
from dataclasses import replace

from assistant.domain.conversation import AnswerStatus, ConversationState, TurnContext
from assistant.language.ages import find_ages
from assistant.language.understanding import Understanding
from assistant.services.canned_words import CannedReplies
from assistant.services.draft import Draft
from assistant.services.draft_sentences import joined
from assistant.services.employer_answers import MatterAnswer
from assistant.services.employer_matter_turn import EmployerMatterTurn
from assistant.services.evidence import EvidenceRoom
from assistant.services.known_facts import facts_in, remember
from assistant.services.subsidy_dialogue import SubsidyDialogue

SCHEME = "employer-hardship-social-insurance-subsidy"
_HIRES = re.compile(
    r"(?:招|请|收|用|雇|聘|录用|找|进)(?:了|到|进|起)?(?:一|1)?(?:个|位"
    r"|名)?[^,，。]{0,8}?[0-9一二三四五六七八九十]{2,4}(?:多)?岁"
    r"|[0-9一二三四五六七八九十]{2,4}(?:多)?岁[^,，。]{0,10}(?:来|招|请|应聘|进来|上班)"
)
_REGISTERED = re.compile(r"失业登记|登记(?:了)?(?:的)?失业|登记失业")
_WOMAN = re.compile(r"大姐|女|阿姨|嬢嬢|孃孃|嫂|妈|她|姐")
_LOCAL = re.compile(
    r"(?:本地|重庆|本市|当地|我们(?:这|区|县)|城镇|农村"
    r"|[渝巴江沙南北万涪永合长大綦璧铜潼荣梁垫忠开云奉石彭酉秀黔丰城武][\u4e00-\u9fff]{1,2})(?:的)?(?:户口"
    r"|户籍)|户口(?:是|在)?(?:本地|重庆|我们)"
)
_OF_ANOTHER = re.compile(
    r"登记(?:怎么|咋个?|啷个|在哪|哪里|要)|怎么(?:登记|办失业)|残疾|退役|毕业|应届|税|残保金"
    r"|工资|合同(?:怎么|啷个)|工伤"
)
#: From which age on somebody registered counts as 4050, women and men.
_FROM = {True: 40, False: 50}


def assess_hire(
    understanding: Understanding,
    state: ConversationState,
    subsidies: SubsidyDialogue,
    matters: EmployerMatterTurn,
    room: EvidenceRoom,
    canned: CannedReplies,
    context: TurnContext,
) -> Draft | None:
    """What there is for hiring one older, registered person; None where nobody of that kind is told of."""
    text = understanding.text
    ages = find_ages(text, context.today)
    if not ages or _HIRES.search(text) is None or _REGISTERED.search(text) is None or _OF_ANOTHER.search(text):
        return None
    if not subsidies.can_be_assessed(SCHEME):
        return None
    if ages[0].low < _FROM[_WOMAN.search(text) is not None] or subsidies.named_in(text, state):
        return None
    said: dict[str, bool | tuple[str, ...]] = {"worker.groups": ("age_4050",), "worker.registered_unemployed": True}
    if _LOCAL.search(text) is not None:
        said["worker.household_in_chongqing"] = True
    state = remember(state, said, state.turns)
    told = subsidies.assess_named((SCHEME,), state)
    answer = MatterAnswer({SCHEME: ("能领多少", "能享受多久")})
    lead = canned.say(
        "employer_hire_4050", facts=subsidies.in_words({n: v for n, v in facts_in(state).items() if n in said})
    )
    note = room.put_said("".join(line.text for line in lead))
    borne = (note.id, *matters.borne_by(answer))
    draft = matters.tell("", answer, understanding, state, first=tuple(replace(one, evidence=borne) for one in lead))
    sentences = joined([draft.sentences, canned.say("staff_4050_derived"), told.sentences, told.asks])
    kept = replace(draft.state, open_question=told.question, assessing=SCHEME)
    return replace(
        draft, sentences=sentences, status=AnswerStatus.ANSWERED, state=kept, evidence=room.items, tools=(told.tool,),
        cards=told.cards, asks=told.asks, suggestions=told.suggestions,
    )  # fmt: skip
