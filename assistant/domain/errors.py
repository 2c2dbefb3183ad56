"""Every error the assistant raises on purpose.

AssistantError
├── KnowledgeError          a knowledge file is wrong: carries file, line and one sentence
├── NotFoundError           something asked for by id does not exist
│   └── UnknownParameterError
├── NoFigureError           a dated figure has no value for the day asked
├── InvalidInputError       what came from outside cannot be used; the message may be shown to a person
├── NotAllowedError         the account's role does not give this right; the message may be shown
├── ConflictError           the write is no longer possible in the present state
│   ├── OutdatedDraftError  what was drafted is to be looked at once more
│   ├── OtherSenderError    the form has been sent already, with another number
│   └── ClashError          it is, but only if the person says that two things at one time are meant
└── UnavailableError        a store or index does not answer
    └── ModelFailedError    a language model gives no usable answer: carries the reason
"""


class AssistantError(Exception):
    """Root of the tree; anything else that is raised is a defect."""


class KnowledgeError(AssistantError):
    """A knowledge file is wrong. `problems` are whole sentences with file and line."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class NotFoundError(AssistantError):
    """The thing asked for by id does not exist."""


class UnknownParameterError(NotFoundError):
    """A quantity refers to a parameter that no file defines."""


class NoFigureError(AssistantError):
    """A parameter has no value on the day asked; another year's is never used in its place."""


class InvalidInputError(AssistantError):
    """Input from outside that cannot be used; the message is written for the person who sent it."""


class NotAllowedError(AssistantError):
    """The account may not do this; the message is written for whoever tried."""


class ConflictError(AssistantError):
    """A write that the present state no longer allows."""


class OutdatedDraftError(ConflictError):
    """What was drafted is too old, or no longer as it was told: to be looked at, and confirmed, once more."""


class OtherSenderError(ConflictError):
    """A form that has been sent with another telephone number: it brings no second place, and shows nothing."""


class ClashError(ConflictError):
    """Two courses have lessons at the same time; the person may want both all the same, and has to say so."""


class UnavailableError(AssistantError):
    """A store or an index does not answer."""


class ModelFailedError(UnavailableError):
    """A language model gives no usable answer. `reason` is one of `domain.model_use.FallbackReason`."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason = reason
        super().__init__(f"{reason}: {detail}" if detail else reason)
