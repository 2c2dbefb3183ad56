"""Finding wordings in an advert: only sentences that hold a cue are looked at, so a clean advert costs microseconds."""

import re
from collections import Counter
from collections.abc import Iterator

from assistant.domain.vacancies import AdvertFinding, RawAdvert
from assistant.services.advert_rules import AdvertRule, AdvertRules

#: Characters of an advert that are looked at. Longer ones are read to here: nobody reads further either.
LOOKED_AT = 6000
#: No sentence is taken to be longer, nor a quote.
LONGEST_SENTENCE, LONGEST_QUOTE = 160, 60
#: An advert full of cues is no advert: what has not been found in so many sentences, and by one check in so many that
#: hold its own cues, is not found.
MOST_SENTENCES, MOST_OF_A_CHECK = 80, 20
_OVERLAP, _EDGE = 60, 8

_ENDS = re.compile(r"[。！!？?；;\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_TAG_ENDS = re.compile(r"[,，、|/]")
_PAUSES = "，,、 \t"
_BLANK = "□"


def find_wordings(raw: RawAdvert, rules: AdvertRules) -> Iterator[AdvertFinding]:
    """One finding for each check whose wordings the advert holds, in the order of the advert."""
    printed = _printed(raw)
    folded = rules.folding.fold(printed)
    text = folded.text
    found: set[str] = set()
    looked: Counter[str] = Counter()
    for start, end in _sentences_with_cues(text, rules):
        sentence = _blanked(rules.harmless, text[start:end])
        for cues, rule in rules.worded:
            if rule.code in found or cues is None or cues.search(sentence) is None:
                continue
            if rule.also is not None and rule.also.search(sentence) is None:
                continue
            looked[rule.code] += 1
            if looked[rule.code] > MOST_OF_A_CHECK:
                continue
            span = _hit(rule, sentence, *_whole_part(text, start, end))
            if span is not None and _applies(rule, text):
                found.add(rule.code)
                bounds = folded.in_print(start, end)
                quote = _quote(printed, *folded.in_print(start + span[0], start + span[1]), *bounds)
                yield AdvertFinding(rule.code, rule.text, quote, rule.basis, rule.action)


def _printed(raw: RawAdvert) -> str:
    """The fields people write freely, each on lines of its own; a tag says nothing about the one beside it."""
    tags = _TAG_ENDS.sub("\n", raw.tags[:LOOKED_AT])
    fields = (raw.title, tags, raw.pay, raw.place, raw.benefits, raw.description)
    return "\n".join([field[:LOOKED_AT] for field in fields])[:LOOKED_AT]


def _sentences_with_cues(text: str, rules: AdvertRules) -> Iterator[tuple[int, int]]:
    """Where each begins and ends. Text without full stops comes in pieces that overlap."""
    position = 0
    for _ in range(MOST_SENTENCES):
        cue = rules.find_cue(text, position)
        if cue is None:
            return
        begins, ends = cue
        start = _last_end(text, max(0, begins - LONGEST_SENTENCE // 2), begins)
        stop = min(len(text), start + LONGEST_SENTENCE)
        ended = _ENDS.search(text, ends, stop)
        position = ended.start() if ended else max(ends, stop - _OVERLAP)
        yield start, ended.start() if ended else stop


def _whole_part(text: str, start: int, end: int) -> tuple[int, int]:
    """Between which characters of the piece a wording must lie: where it was cut, what touches the edge may be half
    of another word (男|女不限), and stands whole in the next piece."""
    is_cut_before = start > 0 and _ENDS.match(text[start - 1]) is None
    is_cut_after = end < len(text) and _ENDS.match(text[end]) is None
    return (1 if is_cut_before else 0), end - start - (_EDGE if is_cut_after else 0)


def _last_end(text: str, start: int, stop: int) -> int:
    """Where the sentence around `stop` begins, not before `start`."""
    for match in _ENDS.finditer(text, start, stop):
        start = match.end()
    return start


def _blanked(harmless: re.Pattern[str] | None, sentence: str) -> str:
    if harmless is None:
        return sentence
    return harmless.sub(lambda match: _BLANK * len(match.group()), sentence)


def _hit(rule: AdvertRule, sentence: str, first: int, last: int) -> tuple[int, int] | None:
    if rule.patterns is None:
        return None
    spans = (match.span() for match in rule.patterns.finditer(_blanked(rule.harmless, sentence)))
    return next((span for span in spans if span[0] >= first and span[1] <= last), None)


def _applies(rule: AdvertRule, text: str) -> bool:
    if rule.exempt is not None and rule.exempt.search(text):
        return False
    return not rule.requires or any(pattern.search(text) for pattern in rule.requires)


def _quote(printed: str, start: int, end: int, begins: int, ends: int) -> str:
    """The words found with the rest of their clause, as printed, of the sentence that begins and ends there."""
    end = min(end, start + LONGEST_QUOTE)
    first, last = start, end
    while first > begins and last - first < LONGEST_QUOTE and printed[first - 1] not in _PAUSES:
        first -= 1
    while last < ends and last - first < LONGEST_QUOTE and printed[last] not in _PAUSES:
        last += 1
    return printed[first:last].strip()
