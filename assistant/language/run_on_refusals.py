"""Refusals in text dictated without a comma: in 保安不当保洁不当, 两百以下的不去日结的 each is of the word before.

Where a comma is set, a refusal is of what follows it in its clause (不要夜班), or ends the clause (夜班不要).
"""

import re
from collections.abc import Sequence

from assistant.language.said_words import Said, SaidKind

#: What takes the word before it back: 救生员, 不对, 教练; 三千不不对三千五.
_SLIP = (
    r"(?:哦|噢|呃|啊|哎呀|哎|喔|嗯|诶|我)*"
    r"(?:不是(?=[,。 ]|P+[,。 ]|O+[,。 ]|M+[,。 ])[POM]*|不不+|不对|(?<=[哦噢呃啊哎喔嗯诶])不(?=[,。 ])"
    r"|[说讲打搞写记喊念输]?(?:错|拐|岔|混|反)了?)(?:不对|[不对哦噢啊呀哈,。 ])*"
)
_SLIP_WITHIN = r"的?(?:哦|呃|啊|哎|喔|嗯)*(?:不不+|不对|(?<=[哦呃啊哎喔嗯])不|[说讲打记](?:错|拐)了?)[不对哦,。 ]*"
_PUT_RIGHT = {
    kind: re.compile(
        rf"(?:[^。!?]{{0,10}}[,。 ]{_SLIP}|{_SLIP_WITHIN})"
        rf"(?:我说的?)?(?:应该)?(?:是)?(?:想|要|找|做|的|在|去|得)*(?:是)?{kind.value}"
    )
    for kind in (SaidKind.OCCUPATION, SaidKind.PLACE, SaidKind.PAY)
}
#: 是护士不是护工.
_NO_OTHER = re.compile(r"[是找当做]O+[, ]?不是$")
_IS_ANOTHER = {kind: re.compile(rf"[, ]*(?:而|我)?(?:要的|说的|找的)?是{kind.value}") for kind in _PUT_RIGHT}
#: 两百以下的不去, 日结: what is refused stands before.
_REFUSES_PAY = re.compile(
    r"(?:(?:一|每|/)[\u4e00-\u9fff]{1,2}?)?"
    r"(?:的|那种|我|都|也|就|坚决|一律)*不(?:去|做|干|要|来|考虑|接|跑)(?=[OPTS]|$)"
)
_TOO_LITTLE = re.compile(r"(?:少了|低了|不够)(?:我|就|都|也)*$")
_DOES_NOT = re.compile(
    r"不(?:能|得|想)?[做当干搞开跑]|[做当干]不了|不[去要]|不接受|不考虑"
    r"|(?:莫|别)(?:给我|跟我)?(?:推荐|推|介绍|发|找|来)"
)
#: What may be taken back: 保安不当, 火锅不做, 重活不能干.
_BEFORE = re.compile(r"(?:[OST]+|[活事])(?:的)?(?:那种|这种|我|都|也|就|是|坚决|一律)*$")
#: What surely is: 销售这种莫给我推渝中区文员, 有粉尘的也不去普工.
_SURELY_BEFORE = re.compile(r"[OST]+的?(?:那种|这种|这类|那类|之类的?)(?:我|都|也|就)*$|的(?:我|都|也|一律)+$")
#: 不要销售不要客服: a chain of refusals, each of what follows.
_REFUSED_ALREADY = re.compile(r"(?:不[要做当干去搞想]|莫|别)[^,。OPSTBM]{0,2}[OST]+(?:的)?$")
_ACCEPTED_OR_NOT = r"(?:的|我|也|都|就|还)*(?:可以|得行|要得|行|不[做当干去搞要]|[做当干]不了)"
#: What follows belongs to something else: a sum, 其他, or a word with a verdict of its own.
_SOMETHING_ELSE = re.compile(
    r"(?:的|了|我|就|都)*(?:[NMEL]|其他|别的|想|只|就(?!是)"
    rf"|(?:[O看做当、和跟]|或者?)*O+{_ACCEPTED_OR_NOT}|[ST]+{_ACCEPTED_OR_NOT})"
)
_OF_WORK, _PLACE_AFTER = re.compile("[做当干搞开跑]"), re.compile(r"(?:的|了)*P")
_PLACE_ALONE = re.compile(r"P+(?:的)?(?:[MBNL]|$)")
_JOINED = re.compile(r"(?:的|那种|这种|我|都|也|就|是|坚决|一律)*")


def is_put_right(one: Said, text: str) -> bool:
    """三千不不对三千五; 不是两路, 是悦来: whether another of its kind is said instead. `text`: the skeleton."""
    if one.kind not in _PUT_RIGHT:
        return False
    is_denied = text.endswith("不是", 0, one.start) and _IS_ANOTHER[one.kind].match(text, one.end) is not None
    is_other_trade = one.kind is SaidKind.OCCUPATION and _NO_OTHER.search(text[: one.start]) is not None
    return is_denied or is_other_trade or _PUT_RIGHT[one.kind].match(text, one.end) is not None


def refuses_pay(after: str) -> bool:
    """两百以下的不去日结: what follows a sum refuses it."""
    return _REFUSES_PAY.match(after) is not None


class RunOnRefusals:
    """Which refusals of a message are of what stands before them. `text` is its skeleton, `pay` its sums."""

    def __init__(self, text: str, pay: Sequence[Said]) -> None:
        self._text = text
        self._ceilings = [one.end for one in pay if one.is_ceiling]
        self._postposed: set[int] = set()

    def takes_before(self, refusal: re.Match[str]) -> bool:
        """Whether the refusal is of what stands before it; if so it is remembered."""
        before, end = self._text[: refusal.start()], refusal.end()
        if _TOO_LITTLE.search(before) or self.follows_refused_pay(end):
            return True
        if _DOES_NOT.match(refusal.group()) is None or _REFUSED_ALREADY.search(before):
            return False
        is_of_work = _OF_WORK.search(refusal.group()) is not None
        if before and is_of_work and _PLACE_ALONE.match(self._text, end):
            return True  # 火锅不做黔江六千
        is_else = _SOMETHING_ELSE.match(self._text, end) or (is_of_work and _PLACE_AFTER.match(self._text, end))
        takes = _SURELY_BEFORE.search(before) or (is_else and _BEFORE.search(before))
        if takes:
            self._postposed.add(refusal.start())
        return bool(takes)

    def follows_refused_pay(self, end: int) -> bool:
        """Whether what stands from a sum up to here refuses the sum: 一天两百以下的不去."""
        ceiling = max((one for one in self._ceilings if one <= end), default=None)
        refusal = _REFUSES_PAY.match(self._text, ceiling, end + 1) if ceiling is not None else None
        return refusal is not None and refusal.end() == end

    def take(self, end: int) -> bool:
        """Whether one of the refusals found is of the word that ends here."""
        reached = _JOINED.match(self._text, end)
        return reached is not None and reached.end() in self._postposed
