"""Whether a message is written in another language than Chinese."""

import re

from assistant.language.text import HAN

_HAN, _LETTERS, _LATIN = re.compile(rf"[{HAN}]"), re.compile(r"[^\W\d_]{2,}"), re.compile(r"[A-Za-z]+")
#: Kana, Hangul, Cyrillic, Arabic, Thai: one or two of these letters may be play, more are another language.
_OTHER_SCRIPT = re.compile(r"[\u3041-\u30fa\uac00-\ud7a3\u0400-\u04ff\u0600-\u06ff\u0e00-\u0e7f]")
_FEW_LETTERS = 3


def is_other_language(text: str) -> bool:
    """Whether words are written, but hardly any in Chinese. A short word in Latin letters may be a name or a slip."""
    words = _LETTERS.findall(text)
    if len(_OTHER_SCRIPT.findall(text)) >= _FEW_LETTERS:
        return True
    foreign = [word for word in words if not _LATIN.fullmatch(word) and not _HAN.search(word)]
    return len(_HAN.findall(text)) < 2 and (len(words) >= 3 or bool(foreign))
