"""What only employers hear: how a list of workers is gone through, and which scheme a group of theirs is meant by."""

import re

from assistant.services.canned_words import CannedReplies
from assistant.services.draft import DraftSentence
from assistant.services.evidence import EvidenceRoom
from assistant.services.knowing import Knowing

#: What a list of workers is looked at for, by fact.
_LIST_COLUMNS = (
    "worker.groups",
    "worker.contract_months",
    "worker.insured_months",
    "worker.registered_unemployed",
    "worker.household_in_chongqing",
    "worker.graduated_on",
)


#: How a column of that fact is named when an employer counts up theirs.
_NAMED = {
    "worker.groups": re.compile(r"人群|困难|低保|脱贫|残疾|退役|身份类"),
    "worker.contract_months": re.compile(r"合同"),
    "worker.insured_months": re.compile(r"社保|参保|缴费"),
    "worker.registered_unemployed": re.compile(r"失业"),
    "worker.household_in_chongqing": re.compile(r"户口|户籍|籍贯"),
    "worker.graduated_on": re.compile(r"毕业"),
}


def tell_of_columns(
    text: str, knowing: Knowing, room: EvidenceRoom, canned: CannedReplies
) -> tuple[DraftSentence, ...]:
    """Which columns are missing of those that decide; all of them where none was named."""
    definitions = knowing.subsidies.vocabulary.definitions
    wanted = [name for name in _LIST_COLUMNS if name in definitions]
    missing = [definitions[name].label for name in wanted if _NAMED[name].search(text) is None]
    if not missing:
        return _of_the_page(canned.say("employer_list_columns_enough"), room)
    key = "employer_list_columns_missing" if len(missing) < len(wanted) else "employer_list_columns"
    return _of_the_page(canned.say(key, columns="、".join(missing)), room)


def tell_of_rows(room: EvidenceRoom, canned: CannedReplies) -> tuple[DraftSentence, ...]:
    """What wrong and empty rows do: they are named, and the rest is worked out."""
    return _of_the_page(canned.say("employer_list_rows"), room)


def _of_the_page(said: tuple[DraftSentence, ...], room: EvidenceRoom) -> tuple[DraftSentence, ...]:
    note = room.put_record("employers-batch", "员工名单，一次算完", "".join(line.text for line in said))
    return tuple(DraftSentence(line.text, (note.id,)) for line in said)


def tell_of_lists(knowing: Knowing, room: EvidenceRoom, canned: CannedReplies) -> tuple[DraftSentence, ...]:
    """A list is gone through by the page for it, and nothing of it is taken in the chat."""
    definitions = knowing.subsidies.vocabulary.definitions
    columns = "、".join(definitions[name].label for name in _LIST_COLUMNS if name in definitions)
    return _of_the_page(canned.say("employer_list", columns=columns), room)


def name_scheme_of_group(
    scheme_id: str, knowing: Knowing, room: EvidenceRoom, canned: CannedReplies
) -> tuple[DraftSentence, ...]:
    """The scheme that was worked out for the group meant, before what is told of it."""
    title = knowing.knowledge.get_document(scheme_id).title
    note = room.put_record("assessment#group-meant", "按您说的逐组对照", title)
    return tuple(DraftSentence(line.text, (note.id,)) for line in canned.say("staff_meant", title=title))
