"""Composes invented adverts from the material: each attribute is drawn once, so that title, fields and text agree."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar, get_args

from assistant.domain.regions import RegionTable
from assistant.domain.vacancies import EmploymentType, RawAdvert
from evals.vacancy_material import At, Material, Post, Tone, Work
from evals.vacancy_pay import printed_pays

Item = TypeVar("Item")

_KINDS = {
    EmploymentType.FULL_TIME: ("全职", "长期", "", ""),
    EmploymentType.PART_TIME: ("兼职",),
    EmploymentType.CASUAL: ("零工", "日结", "临时工", "短期工"),
    EmploymentType.TRAINEESHIP: ("见习", "就业见习"),
    EmploymentType.PUBLIC_WELFARE_POST: ("公益性岗位",),
}
_DAYS = {0: "今天", 1: "明天", 2: "后天", 3: "大后天", None: "周末两天"}
_TIMES = {0: ("下午1点半", "下午2点", "下午3点"), 1: ("早上7点", "早上7点半", "早上8点", "早上8点半", "上午9点")}
_NIGHT_TIMES = ("晚上7点半", "晚上8点")
_MEETINGS = (
    "{when}在{spot}集合，",
    "{when}{spot}碰头，",
    "{when}到{spot}，",
    "{when}{spot}开工，",
    "{when}在{spot}（{way}）集合，",
)
_AT_NIGHT = ("晚", "夜")
_OPENINGS = ("{}", "{}人", "招{}人", "{}名")
_MARKS = (("包吃住", "包吃住"), ("包吃包住", "包吃住"), ("五险一金", "五险一金"))
_SHIFT_MARKS = ("长白班", "双休", "夜班")
_SHORT_WAY = 2
_LONG, _LONGEST = 120, 270


@dataclass(frozen=True)
class Days:
    """Days counted from today. `starts`: of casual work; None: at the weekend, or no casual work."""

    posted: int
    closes: int | None
    starts: int | None = None


@dataclass(frozen=True)
class Spot:
    """A place of work: how it may be printed, its own name, how to get there, what is there."""

    printed: tuple[str, ...]
    name: str
    way: str
    at: str

    def suits(self, at: str | None) -> bool:
        """Whether a post that belongs `at` such places may be here."""
        return at is None or (self.at != "厂" if at == "城" else self.at == at)


class Composer:
    """Writes adverts of the material; draws only from the generator it is given."""

    def __init__(self, material: Material, regions: RegionTable) -> None:
        self.material = material
        self._names = {region_id: self._names_of(region_id, regions) for region_id in material.places}
        spots = {region_id: self._spots_of(region_id) for region_id in material.places}
        self._spots = {
            (region_id, at): tuple(spot for spot in of_region if spot.suits(at)) or of_region
            for region_id, of_region in spots.items()
            for at in (None, *get_args(At))
        }
        self._works = {post.id: post.works for post in material.posts}
        self._pays: dict[tuple[str, bool], tuple[str, ...]] = {}

    def spots_at(self, region_id: str, at: At | None) -> tuple[Spot, ...]:
        """The region's places of that kind; all of them if it has none."""
        return self._spots[region_id, at]

    def draw_days(self, draw: random.Random, post: Post) -> Days:
        """Casual work is for one of the next days; one advert in eight of the others names no last day."""
        if post.kind is EmploymentType.CASUAL:
            starts = pick(draw, (0, 0, 1, 1, 1, 1, 2, 2, 3, None))
            return Days(-int(draw.random() * 2), 5 if starts is None else starts, starts)
        closes = None if draw.random() < 0.12 else 3 + int(draw.random() * 42)
        return Days(-int(draw.random() ** 2 * 25), closes)

    def draw_work(self, draw: random.Random, post: Post) -> Work:
        """What is done in the post: first of all, since title and employer follow it."""
        return pick(draw, self._works[post.id])

    def local_employer(self, draw: random.Random, work: Work, region_id: str) -> str:
        """A known employer of the branch, or one called after the region."""
        branch = self.material.branches[pick(draw, work.branches)]
        if draw.random() < 0.4:
            return pick(draw, branch.known)
        return f"{self._names[region_id][-1]}示例{pick(draw, self.material.stems)}{pick(draw, branch.suffixes)}"

    def numbered_employer(self, draw: random.Random, work: Work) -> str:
        """One of many thousand."""
        branch = self.material.branches[pick(draw, work.branches)]
        number = 1 + int(draw.random() ** 2 * 900)
        stems = self.material.stems
        return f"示例{number}号{stems[number % len(stems)]}{branch.suffixes[number % len(branch.suffixes)]}"

    def compose(
        self,
        draw: random.Random,
        post: Post,
        work: Work,
        region_id: str,
        days: Days,
        *,
        external_id: str,
        employer: str,
        printed_days: tuple[str, str, str] = ("", "", ""),
        is_long: bool = False,
    ) -> RawAdvert:
        """An advert without dates, unless `printed_days` gives the days it is posted, closes and starts on.

        `is_long`: a text of at least 120 characters.
        """
        tone = self.material.tones[post.tone]
        spot = pick(draw, self.spots_at(region_id, post.at or tone.at))
        shift = _shift(draw, post, tone, days)
        benefits = _benefits(draw, post, tone, shift)
        says_shift, says_benefits = draw.random() < 0.25, draw.random() < 0.2
        text = _opening(draw, post, tone, spot, days, shift, work.text)
        text += f"{shift}。" if says_shift and shift else ""
        text += f"{benefits}。" if says_benefits and benefits else ""
        text += _ending(draw, post, tone, spot)
        if is_long:
            text = self._lengthened(draw, text)
        posted_on, closes_on, starts_on = printed_days
        return RawAdvert(
            external_id=external_id,
            title=_title(draw, pick(draw, work.titles), post, days, shift, benefits),
            employer=employer,
            description=text,
            place=pick(draw, spot.printed),
            pay=self._pay(draw, post, region_id),
            education=pick(draw, post.education or tone.education),
            experience=pick(draw, post.experience or tone.experience),
            employment_type=pick(draw, _KINDS[post.kind]),
            shift="" if says_shift else shift,
            benefits="" if says_benefits else benefits,
            licences=pick(draw, post.licences) if post.licences else "",
            tags="示例,急招" if draw.random() < 0.1 else "示例",
            openings=_openings(draw, post),
            posted_on=posted_on,
            closes_on=closes_on,
            starts_on=starts_on,
        )

    def _lengthened(self, draw: random.Random, text: str) -> str:
        """With sentences that tell nothing to filter by, each once, to a length mostly nearer the least."""
        length = _LONG + int(draw.random() ** 2 * (_LONGEST - _LONG))
        filler = self.material.filler
        start = int(draw.random() * len(filler))
        for sentence in (*filler[start:], *filler[:start]):
            if len(text) >= length:
                break
            text += sentence
        return text

    def _pay(self, draw: random.Random, post: Post, region_id: str) -> str:
        if post.pay_as and draw.random() < 0.3:
            return pick(draw, post.pay_as)
        is_central = region_id in self.material.central
        pays = self._pays.get((post.id, is_central))
        if pays is None:
            pays = self._pays[post.id, is_central] = printed_pays(post, is_central)
        return pick(draw, pays)

    def _names_of(self, region_id: str, regions: RegionTable) -> tuple[str, ...]:
        region = regions.get_region(region_id)
        return tuple(self.material.printed.get(region_id, (region.name, region.short_names[0])))

    def _spots_of(self, region_id: str) -> tuple[Spot, ...]:
        spots = []
        for written in self.material.places[region_id]:
            name, way, at = written.split("|")
            printed = [form.format(name) for form in self._forms_of(region_id)]
            spots.append(Spot(tuple(printed), name, way, at))
        return tuple(spots)

    def _forms_of(self, region_id: str) -> tuple[str, ...]:
        names = self._names[region_id]
        first = names[0].removeprefix("重庆")
        return (*(f"{name}{{}}" for name in names), f"重庆市{first}{{}}", f"重庆-{first}-{{}}", f"{first} {{}}")


def pick(draw: random.Random, items: Sequence[Item]) -> Item:
    """One of the items; much faster than `choice`."""
    return items[int(draw.random() * len(items))]


def _shift(draw: random.Random, post: Post, tone: Tone, days: Days) -> str:
    """Casual work of today is what is left of the day."""
    shift = pick(draw, post.shifts or tone.shifts)
    is_for_today = post.kind is EmploymentType.CASUAL and days.starts == 0
    return "半天" if is_for_today and not shift.startswith(_AT_NIGHT) else shift


def _benefits(draw: random.Random, post: Post, tone: Tone, shift: str) -> str:
    benefits = pick(draw, post.benefits or tone.benefits)
    if (
        post.tone in ("factory", "depot")
        and any(sign in shift for sign in ("夜", "两班", "三班"))
        and draw.random() < 0.6
    ):
        return f"{benefits}，夜班补贴{pick(draw, (15, 20, 25, 30))}元/晚"
    return benefits


def _opening(draw: random.Random, post: Post, tone: Tone, spot: Spot, days: Days, shift: str, work: str) -> str:
    text = pick(draw, tone.hooks) if draw.random() < 0.45 else ""
    if post.kind is EmploymentType.CASUAL:
        form = pick(draw, _MEETINGS)
        text += form.format(when=_when(draw, days, shift), spot=spot.name, way=spot.way)
    text += work
    first = int(draw.random() * len(post.more))
    text += post.more[first]
    if draw.random() < 0.6 and len(post.more) > 1:
        text += post.more[first - 1]
    return text


def _when(draw: random.Random, days: Days, shift: str) -> str:
    times = _NIGHT_TIMES if shift.startswith(_AT_NIGHT) else _TIMES[0 if days.starts == 0 else 1]
    return f"{_DAYS[days.starts]}{pick(draw, times)}"


def _ending(draw: random.Random, post: Post, tone: Tone, spot: Spot) -> str:
    text = ""
    if post.kind is not EmploymentType.CASUAL and draw.random() < 0.7:
        way = pick(draw, tone.ways)
        if len(spot.way) <= _SHORT_WAY:
            way = next(form for form in tone.ways if "{way}" not in form)
        text = way.format(spot=spot.name, way=spot.way)
    return text + pick(draw, tone.closings) if draw.random() < 0.7 else text


def _title(draw: random.Random, title: str, post: Post, days: Days, shift: str, benefits: str) -> str:
    if "（" in title or "：" in title:
        return title
    if post.kind is EmploymentType.CASUAL:
        day = _DAYS[days.starts]
        pays_daily = title if "日结" in title else f"{title}日结"
        return pick(draw, (title, title, pays_daily, pays_daily, f"{day}{title}", f"急招{title}", f"{title}（{day}）"))
    roll = draw.random()
    marks = [mark for sign, mark in _MARKS if sign in benefits] + [
        mark for mark in _SHIFT_MARKS if shift.startswith(mark)
    ]
    if marks and roll < 0.45:
        mark = pick(draw, marks)
        return title if mark in title else pick(draw, (f"{title}（{mark}）", f"{title}（{mark}）", f"{title} {mark}"))
    return f"急招{title}" if roll > 0.94 else title


def _openings(draw: random.Random, post: Post) -> str:
    least, most = post.openings
    number = least + int(draw.random() ** 2 * (most - least + 1))
    return "若干" if draw.random() < 0.05 else pick(draw, _OPENINGS).format(number)
