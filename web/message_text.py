"""A message as it arrives: hidden characters taken out, too little or too much refused."""

import unicodedata

from web.problems import ProblemError, ProblemName

_KEPT_CONTROLS = {"\n", "\t"}
_HIDDEN_CATEGORIES = {"Cc", "Cf", "Cs", "Co"}


def strip_hidden(text: str) -> str:
    """The text without control, formatting and private characters and half surrogates; line ends are \\n."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        character
        for character in lines
        if character in _KEPT_CONTROLS or unicodedata.category(character) not in _HIDDEN_CATEGORIES
    )


def check_message(text: str, max_characters: int) -> str:
    """The message to answer. Raises the problems `empty_message` and `message_too_long`."""
    message = strip_hidden(text).strip()
    if not message:
        raise ProblemError(ProblemName.EMPTY_MESSAGE)
    if len(message) > max_characters:
        raise ProblemError(ProblemName.MESSAGE_TOO_LONG)
    return message
