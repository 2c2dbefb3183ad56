"""Statuses a turn by rules gives or looks at, by what they are for."""

from assistant.domain.conversation import AnswerStatus

#: Of the guards of intents.yaml, those with a status of their own.
GUARD_STATUS = {
    "personal_record": AnswerStatus.UNANSWERABLE_PERSONAL_RECORD,
    "nothing_on_file": AnswerStatus.UNANSWERABLE_NO_SOURCE,
}
#: The rules had nothing of their own to say.
NOT_UNDERSTOOD = {
    AnswerStatus.CLARIFICATION,
    AnswerStatus.UNANSWERABLE_NO_SOURCE,
    AnswerStatus.UNANSWERABLE_OUT_OF_SCOPE,
}
