"""Changing a search over turns: 再高点, 换成兼职, 近一点, 渝北呢, 江北也可以, 工资无所谓, 还有吗, 重新找."""

import re
from dataclasses import dataclass, fields, replace

from assistant.domain.vacancies import EmploymentType, PayPer, Shift
from assistant.domain.vacancy_filter import NEAR_HERE, NEAR_RAIL, PayFloor, VacancyFilter, VacancyWishes
from assistant.language.filter_changes import with_fields
from assistant.language.limits_let_go import OPPOSITES, LetGo, read_let_go
from assistant.language.numerals import NUMERAL, parse_numeral, read_numeral
from assistant.language.person_has import read_experience, read_licences
from assistant.language.questions import asks
from assistant.language.said_words import SaidKind, SaidWords
from assistant.language.vacancy_wishes import (
    WishContext,
    read_taken_back,
    read_wishes,
    read_words,
    without_limits_wished,
)
from assistant.language.wish_phrases import RefinementCues
from assistant.language.work_days import read_day

#: By how much 再高点 raises a floor and 低点 lowers it: to the next whole step, in yuan.
PAY_STEPS: dict[PayPer, float] = {"hour": 5, "day": 50, "week": 500, "month": 1000, "year": 10_000, "piece": 1}
#: Up to this length, in characters, a message without a word of searching is about the search (保安, 渝北 包住).
_SHORT = 12
_FIGURE_ALONE = re.compile(
    rf"(?:那|就|要|来|有|没|得|看看)*(?P<figure>{NUMERAL})(?:块|元)?(?:以上|左右|起|的|有没有|有没得|有|行|也|都|就|可以|得行|要得|吗|呢|嘛|不)*$"
)
#: 2500也行, 但是周末要休.
_CLAUSES = re.compile("[,。;!? ]")
#: About what casual work pays a day, against which a figure alone is judged.
_A_DAY = PayFloor(250, "day")
_HOUR = re.compile("小时|钟|/h")
#: Of these several may be named, of which one must hold.
_LETS_GO = re.compile("去掉|取消|删掉|拿掉")
_CITY = "chongqing"
_CHOICES = ("occupations", "words", "region_ids", "employment_types")
#: Of these the later word counts where somebody corrects themselves.
_CORRECTED = (*_CHOICES, "shifts", "benefits", "licences")


@dataclass(frozen=True)
class Refinement:
    """The search as it is now. `wants_more`: more of the same are asked for. `is_other`: those shown are not wanted.

    `is_new`: the search begins anew and nothing of the earlier one is left. `needs_figure`: better pay is asked for
    and there is no floor to raise, so that somebody should ask how much.
    """

    wanted: VacancyFilter
    wants_more: bool = False
    is_other: bool = False
    is_new: bool = False
    needs_figure: bool = False


def refine(before: VacancyFilter, text: str, context: WishContext) -> Refinement | None:
    """The search after a message, or None where the message is not about the search.

    What is named replaces what was named before; 也行, 或者 add to it; 无所谓, 不限 take a limit away. 再高五百 raises
    the floor by that much, 再高点 to the next multiple of `PAY_STEPS` (6000 a month → 7000, 200 a day → 250);
    低点也行 lowers it alike.
    """
    cues = context.phrases.refinement
    words = read_words(text, context)
    if cues.is_no_search.search(words.skeleton):
        return None
    is_correction = cues.corrects.search(words.text) is not None
    is_anew = cues.starts_anew.search(words.text) is not None
    names_trade = is_correction or is_anew or not before.occupations
    said = read_wishes(text, context, names_trade=names_trade, sought=before.occupations)
    said = _with_what_was_meant(said, before, words, context)
    if is_anew or (before.occupations and _is_full_search(said, words, cues)):
        return Refinement(said, is_new=True)
    is_other = cues.dislikes.search(words.skeleton) is not None
    wants_more = is_other or cues.wants_more.search(words.text) is not None
    let_go = read_let_go(words, before, context.phrases)
    wanted = _without_taken_back(let_go.taken_from(before), words, context)
    said = let_go.taken_from(said)
    said = _with_what_stays_a_wish(said, let_go, words, cues)
    stepped = _stepped(wanted, said.pay_floor, words, cues)
    if stepped is not None or _amount_after(cues.raises_by, words.text):
        said = replace(said, pay_floor=None)
    said = _with_new_refusals(said, before)
    changed = _merged(stepped or wanted, said, words, cues)
    leaves_some = changed.region_ids and len(changed.region_ids) < len(before.region_ids)  # 开州不要了, 太远
    if cues.nearer.search(words.text) and said.near in (None, NEAR_HERE) and not said.region_ids and not leaves_some:
        changed = _nearer(changed, wanted.near, words, cues)
    needs_figure = stepped is None and said.pay_floor is None and _asks_for_more_pay(words, cues)
    if changed == before and not (wants_more or let_go or needs_figure or not said.says_nothing):
        return None
    if not (wants_more or let_go or needs_figure or stepped) and not _is_of_search(words, said, cues):
        return None
    return Refinement(changed, wants_more, is_other, needs_figure=needs_figure)


def _with_new_refusals(said: VacancyFilter, before: VacancyFilter) -> VacancyFilter:
    """A place that was wanted is only taken back where another stays: 开州、万州, then 开州不要了."""
    if not set(before.region_ids) - set(said.not_region_ids):
        return said
    return replace(said, not_region_ids=tuple(one for one in said.not_region_ids if one not in before.region_ids))


def _nearer(changed: VacancyFilter, near: str | None, words: SaidWords, cues: RefinementCues) -> VacancyFilter:
    """近一点 is nearer to the landmark named before, 离家近 to home; 太远了 leaves the place altogether."""
    if cues.here_instead.search(words.text):
        return replace(changed, near=NEAR_HERE, region_ids=())
    return replace(changed, near=NEAR_HERE if cues.from_home.search(words.text) else near or NEAR_HERE)


def _is_full_search(said: VacancyFilter, words: SaidWords, cues: RefinementCues) -> bool:
    """我想找渝北的保安: a whole sentence that names an occupation and something else starts over."""
    names_work = bool(said.occupations or said.words)
    return names_work and len(said.limits) > 1 and cues.full_search.search(words.text) is not None


def _is_of_search(words: SaidWords, said: VacancyFilter, cues: RefinementCues) -> bool:
    """Whether a message is about the search: short, worded so, with two things of a filter (有电工证 做了四年), or a
    licence told and nothing asked."""
    tells_licence = bool(said.licences) and not asks(words.text)
    is_worded_so = cues.search_words.search(words.text) is not None or (
        bool(said.limits) and (not asks(words.text) or _demands_pay(words))
    )
    return len(words.text) <= _SHORT or len(said.limits) > 1 or tells_licence or is_worded_so


def _demands_pay(words: SaidWords) -> bool:
    return any(one.is_least for one in words.of_kind(SaidKind.PAY))


def _without_taken_back(wanted: VacancyFilter, words: SaidWords, context: WishContext) -> VacancyFilter:
    """The filter without what is no longer wanted, or no longer refused."""
    back = read_taken_back(words, context)
    late = {Shift.NIGHT, Shift.ROTATING, Shift.EVENING} & set(back.accepted_shifts)
    gone = (*back.shifts, Shift.DAY) if late else back.shifts  # 夜班也可以: by day is no condition any more
    kinds = wanted.employment_types and tuple(dict.fromkeys((*wanted.employment_types, *back.accepted_kinds)))
    return replace(
        wanted,
        employment_types=kinds,
        not_employment_types=tuple(kind for kind in wanted.not_employment_types if kind not in back.accepted_kinds),
        region_ids=tuple(region_id for region_id in wanted.region_ids if region_id not in back.region_ids),
        benefits=tuple(benefit for benefit in wanted.benefits if benefit not in back.benefits),
        shifts=tuple(shift for shift in wanted.shifts if shift not in gone),
        not_shifts=tuple(shift for shift in wanted.not_shifts if shift not in back.accepted_shifts),
    )


def _with_what_was_meant(
    said: VacancyFilter, before: VacancyFilter, words: SaidWords, context: WishContext
) -> VacancyFilter:
    """What is said, filled up from the search before: 后天呢 after a day, 25的有吗 after pay, 有证 after a trade."""
    if said.starts_on is None and (before.starts_on is not None or EmploymentType.CASUAL in before.employment_types):
        said = replace(said, starts_on=read_day(words.text, words.skeleton, True, context.today, context.phrases))
    if said.pay_floor is not None and before.pay_floor is not None:
        said = replace(said, pay_floor=_of_same_piece(said.pay_floor, before.pay_floor, words.text))
    if said.pay_floor is None and before.pay_floor is not None:
        alone = (_figure_alone(clause, before.pay_floor) for clause in _CLAUSES.split(words.text))
        said = replace(said, pay_floor=next(filter(None, alone), None))
    if said.pay_floor is None and before.pay_floor is None and EmploymentType.CASUAL in before.employment_types:
        said = replace(said, pay_floor=_figure_alone(words.text, _A_DAY))  # 日结, then 250
    if not said.licences and not said.has_no_licence:
        said = replace(said, licences=read_licences(words, before.occupations, context.phrases)[0])
    if said.experience_years and not said.occupations:
        years = read_experience(words, before.occupations, context.phrases.cues)
        said = replace(said, experience_years=years)
    return said


def _of_same_piece(said: PayFloor, before: PayFloor, text: str) -> PayFloor:
    """一块五嘛, after 一块 a piece: a small sum without a period is for a piece again."""
    is_guessed = said.per == "hour" and _HOUR.search(text) is None
    return PayFloor(said.yuan, "piece") if before.per == "piece" and is_guessed else said


def _figure_alone(text: str, floor: PayFloor) -> PayFloor | None:
    """25的有吗, after 20 an hour: a figure of the size of the floor."""
    match = _FIGURE_ALONE.match(text)
    yuan = float(parse_numeral(match["figure"]) or 0) if match else 0
    return PayFloor(yuan, floor.per) if floor.yuan / 3 <= yuan <= floor.yuan * 4 else None


def _asks_for_more_pay(words: SaidWords, cues: RefinementCues) -> bool:
    return cues.higher.search(words.text) is not None or _amount_after(cues.raises_by, words.text) is not None


def _stepped(
    wanted: VacancyFilter, said: PayFloor | None, words: SaidWords, cues: RefinementCues
) -> VacancyFilter | None:
    """The filter with its floor higher or lower; None where nothing of that is said, there is no floor, or
    another figure is said beside it (低点也行, 三千五)."""
    floor = wanted.pay_floor
    if floor is None:
        return None
    step = PAY_STEPS[floor.per]
    yuan: float | None = None
    if more := _amount_after(cues.raises_by, words.text):
        yuan = floor.yuan + more if more < floor.yuan else None
    elif less := _amount_after(cues.lowers_by, words.text):
        yuan = floor.yuan - less if less < floor.yuan else None
    elif said is not None and said != floor:
        return None
    elif cues.higher.search(words.text):
        yuan = (floor.yuan // step + 1) * step
    elif cues.lower.search(words.text):
        yuan = -(-floor.yuan // step) * step - step
    if yuan is None:
        return None
    return replace(wanted, pay_floor=PayFloor(yuan, floor.per) if yuan > 0 else None)


def _amount_after(cue: re.Pattern[str], text: str) -> float | None:
    """再高五百 → 500; 高一点 is no amount."""
    match = cue.search(text)
    number = read_numeral(text, match.end()) if match else None
    if number is None or (number.is_lone_digit and text[number.end : number.end + 1] not in ("块", "元")):
        return None
    return float(number.low)


def _merged(before: VacancyFilter, said: VacancyFilter, words: SaidWords, cues: RefinementCues) -> VacancyFilter:
    """What was wanted with what is said now; the later word counts."""
    adds = cues.adds.search(words.skeleton) is not None
    is_all = said.benefits and cues.only.search(words.text) is not None and set(said.benefits) <= set(before.benefits)
    replaced = _CORRECTED if cues.corrects.search(words.text) else () if adds else _CHOICES
    replaced = (*replaced, "benefits") if is_all else replaced
    merged: dict[str, object] = {name: _merged_field(before, said, name, replaced) for name in said.limits}
    if said.occupations and not adds:
        merged["words"] = said.words
    if said.words and not adds:
        merged["occupations"] = said.occupations
    if said.region_ids and said.near is None and not adds and before.near != NEAR_RAIL:
        merged["near"] = None
    if adds and said.near not in (None, NEAR_HERE, NEAR_RAIL) and before.region_ids:
        merged["near"] = None  # 观音桥的, 解放碑也可以: of several landmarks only the districts count
    if said.region_ids and said.near is None and adds and before.near not in (None, NEAR_HERE, NEAR_RAIL):
        merged["near"] = None  # a second district makes the landmark in the first too narrow
    is_here = said.near == NEAR_HERE and cues.here_instead.search(words.text) is not None
    if (is_here or said.near not in (None, NEAR_HERE, NEAR_RAIL)) and not said.region_ids:
        merged["region_ids"] = ()
    if said.licences:
        merged["has_no_licence"] = False
    elif said.has_no_licence:
        merged["licences"] = ()
    merged["not_region_ids"] = _refused_regions(before, said, words)
    if _CITY in said.region_ids:  # 全重庆都可以 takes in every district named before
        merged |= {"region_ids": (_CITY,), "near": said.near}
    wishes = _merged_wishes(before.wishes, said.wishes)
    bound = tuple(one for one in wishes.region_ids if one not in said.region_ids)  # 最好北碚, then 必须北碚
    merged["wishes"] = replace(wishes, region_ids=bound)
    changed = with_fields(before, merged)
    return without_limits_wished(_without_contradictions(changed, said))


def _refused_regions(before: VacancyFilter, said: VacancyFilter, words: SaidWords) -> tuple[str, ...]:
    """Places still or newly refused."""
    new = () if _lets_go(words) else said.not_region_ids
    return tuple(one for one in dict.fromkeys((*before.not_region_ids, *new)) if one not in said.region_ids)


def _lets_go(words: SaidWords) -> bool:
    """去掉九龙坡 lets a limit go; it refuses nothing."""
    return _LETS_GO.search(words.text) is not None


def _merged_field(before: VacancyFilter, said: VacancyFilter, name: str, replaced: tuple[str, ...]) -> object:
    old, new = getattr(before, name), getattr(said, name)
    if not isinstance(new, tuple) or name in replaced:
        return new
    return tuple(dict.fromkeys((*old, *new)))


def _merged_wishes(before: VacancyWishes, said: VacancyWishes) -> VacancyWishes:
    changes: dict[str, object] = {}
    for field in fields(VacancyWishes):
        old, new = getattr(before, field.name), getattr(said, field.name)
        if new:
            changes[field.name] = tuple(dict.fromkeys((*old, *new))) if isinstance(new, tuple) else new
    return with_fields(before, changes)


def _with_what_stays_a_wish(
    said: VacancyFilter, let_go: LetGo, words: SaidWords, cues: RefinementCues
) -> VacancyFilter:
    """双休没有也行, 有最好: the limit that is let go is wished for."""
    if not let_go.values or cues.still_wished.search(words.text) is None:
        return said
    shifts = tuple(Shift(value) for field, value in let_go.values if field == "shifts")
    benefits = tuple(value for field, value in let_go.values if field == "benefits")
    return replace(said, wishes=replace(said.wishes, shifts=shifts, benefits=benefits))


def _without_contradictions(changed: VacancyFilter, said: VacancyFilter) -> VacancyFilter:
    """What is refused now is no longer wanted, and the other way round; 白班 leaves no room for 夜班."""
    changes: dict[str, tuple[object, ...]] = {}
    for positive, negative in OPPOSITES:
        wanted, refused = getattr(said, positive), getattr(said, negative)
        changes[positive] = tuple(value for value in getattr(changed, positive) if value not in refused)
        changes[negative] = tuple(value for value in getattr(changed, negative) if value not in wanted)
    if Shift.DAY in said.shifts:
        late = (Shift.NIGHT, Shift.ROTATING, Shift.EVENING)
        changes["shifts"] = tuple(shift for shift in changes["shifts"] if shift not in late or shift in said.shifts)
    elif set(said.shifts) & {Shift.NIGHT, Shift.ROTATING, Shift.EVENING}:
        changes["shifts"] = tuple(shift for shift in changes["shifts"] if shift is not Shift.DAY)
    return with_fields(changed, changes)
