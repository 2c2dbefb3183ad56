"""What only employers hear: how a list of workers is gone through, and which scheme a group of theirs is meant by."""

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


def tell_of_lists(knowing: Knowing, room: EvidenceRoom, canned: CannedReplies) -> tuple[DraftSentence, ...]:
    """A list is gone through by the page for it, and nothing of it is taken in the chat."""
    definitions = knowing.subsidies.vocabulary.definitions
    columns = "、".join(definitions[name].label for name in _LIST_COLUMNS if name in definitions)
    said = canned.say("employer_list", columns=columns)
    note = room.put_record("employers-batch", "员工名单，一次算完", "".join(line.text for line in said))
    return tuple(DraftSentence(line.text, (note.id,)) for line in said)


def name_scheme_of_group(
    scheme_id: str, knowing: Knowing, room: EvidenceRoom, canned: CannedReplies
) -> tuple[DraftSentence, ...]:
    """The scheme that was worked out for the group meant, before what is told of it."""
    title = knowing.knowledge.get_document(scheme_id).title
    note = room.put_record("assessment#group-meant", "按您说的逐组对照", title)
    return tuple(DraftSentence(line.text, (note.id,)) for line in canned.say("staff_meant", title=title))
