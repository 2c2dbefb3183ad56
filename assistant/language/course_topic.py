"""What somebody wants to learn where no table knows it: pieces of the message to look for in titles, and its name."""

import re
from collections.abc import Callable, Iterable

from assistant.language.course_words import CourseWords
from assistant.language.segment import fold

_LONGEST, _SHORTEST, _MOST_LOOKS = 6, 2, 80
_PIECES = re.compile(r"[一-鿿a-z0-9]{2,}")
_NAMED = re.compile(
    r"(?:学(?!费|历|校|生|员|徒|期|位|习|过|完|了|得|成|会了|出来)|教(?!师|育|室)|培训|考(?!试|勤))(?:开|做|修|点|个|哈|习|一个|一下|一门)?(?P<name>(?![的得了这那到再])[一-鿿a-z0-9]{2,8}?)(?:的|$|[,，。?？]|吗|嘛|不|班|课|培训|证|[这那](?:个|门|样)|手艺|技术)"
)


def title_pieces(
    text: str, words: CourseWords, places: Iterable[str], is_in_a_title: Callable[[str], bool]
) -> tuple[str, ...]:
    """The longest pieces of the message that stand in a course's title, without places and what says nothing."""
    folded = fold(text[:120])
    for name in places:
        folded = folded.replace(name, " ")
    for cue in (words.cues.generic, words.cues.enrols, words.cues.exists, words.cues.courses):
        folded = cue.sub(" ", folded)
    found: list[str] = []
    looks = 0
    for chunk in _PIECES.findall(folded):
        at = 0
        while at < len(chunk) - 1 and looks < _MOST_LOOKS:
            piece = None
            for size in range(min(_LONGEST, len(chunk) - at), _SHORTEST - 1, -1):
                looks += 1
                if is_in_a_title(chunk[at : at + size]):
                    piece = chunk[at : at + size]
                    break
            at += len(piece) if piece else 1
            found += [piece] if piece else []
    return tuple(dict.fromkeys(found))


def named_topic(text: str, words: CourseWords) -> str | None:
    """What a message says it wants to learn, in its own words: 开直升机 of 有没得学开直升机的班."""
    for match in _NAMED.finditer(fold(text[:200])):
        name = match["name"]
        if words.cues.generic.search(name) is None and len(name) >= _SHORTEST:
            return name
    return None
