"""An advert as printed → a vacancy in fields, by rules alone: the same advert always reads the same."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from assistant.domain.errors import InvalidInputError
from assistant.domain.regions import RegionTable
from assistant.domain.vacancies import Education, EmploymentType, Pay, RawAdvert, Shift, Vacancy
from assistant.language.advert_days import find_work_day, read_coming_day, read_posted_on
from assistant.language.advert_places import AdvertPlace, AdvertPlaces
from assistant.language.advert_requirements import (
    asked_education,
    education_of_column,
    experience_in,
    experience_of_column,
    is_given,
    is_required,
    openings_in,
    openings_of_column,
    required_licences,
    shifts_of,
)
from assistant.language.advert_text import plain_line, plain_paragraphs
from assistant.language.pay_text import parse_pay
from assistant.language.places import PlaceNames
from assistant.language.segment import fold
from assistant.language.vacancy_words import VacancyWords, WordKind, WordMention
from assistant.language.word_scan import WordScanner

_LONGEST_TITLE = _LONGEST_EMPLOYER = 120
_LONGEST_PLACE, _LONGEST_DESCRIPTION, _LONGEST_COLUMN = 200, 6000, 400
_READ_OF_DESCRIPTION, _JOB_IN_DESCRIPTION, _DAY_IN_DESCRIPTION = 1500, 60, 200
_MOST_OCCUPATIONS = 3
_REMEMBERED = 20_000

_SAYS_SOMETHING = re.compile(r"[^\W_]")
_RAIL = re.compile(
    r"(?:轻轨|地铁)(?!车辆|项目|工程|施工|建设|设计|隧道|公司|集团)|轨道(?:交通)?(?:站|附近|旁|沿线|口|[0-9一二三四五六七八九十环]+号?线)"
    r"|(?:[0-9]{1,2}|[一二三四五六七八九十])号线(?!施工|项目|工程|体)"
)
_PAY_SAID = re.compile(
    r"(?:综合工资|综合薪资|工资|薪资|薪酬|薪水|待遇|月薪|日薪|时薪|年薪|底薪|保底)[^0-9。;\n一二两三四五六七八九]{0,8}"
    r"[0-9一二两三四五六七八九][^。;,\n]{1,30}"
)
#: 销售部文员, 会计事务所前台: the first word tells where, the second what.
_TELLS_WHERE = re.compile(r"部|公司|事务所|学校|公寓|宿舍|店|厂|行业|助理|培训|学院|医院|站")
_CALLED_FOR = re.compile(
    r"(?:招聘?|聘|寻|岗位|职位|工种|需要?)[::]?\s?(?:[0-9一二两三四五六七八九十多数]{0,3}[名个位]|一批|若干)?"
)
#: 破碎锤司机, 高位叉车司机: after another word these name no trade of their own.
_DRIVERS, _BEFORE_A_DRIVER = (
    ("司机", "驾驶员"),
    re.compile(r"(?:^|[^一-鿿]|[招聘名个位的寻]|急|诚|专职|全职|兼职|长期|男|女)$"),
)
_KINDS_BY_WEIGHT = (
    EmploymentType.PUBLIC_WELFARE_POST,
    EmploymentType.TRAINEESHIP,
    EmploymentType.CASUAL,
    EmploymentType.PART_TIME,
    EmploymentType.FULL_TIME,
)
_CASUAL_IN_DESCRIPTION = (
    *("日结", "天结", "现结", "当天结", "当日结", "一天一结", "临时工", "零工", "短期工"),
    *("暑假工", "寒假工", "暑期工", "假期工", "一日一结", "1天1结"),
)


def _is_part_of_a_trade(folded: str, mention: WordMention) -> bool:
    """Whether a bare 司机 belongs to a word before it."""
    if folded[mention.start : mention.end] not in _DRIVERS:
        return False
    return _BEFORE_A_DRIVER.search(folded[: mention.start]) is None


@dataclass(frozen=True)
class _Printed:
    """The folded text of an advert: title, then tags and short columns, then the beginning of the description."""

    title: str
    text: str
    tags_end: int
    mentions: Mapping[WordKind, Sequence[WordMention]]

    def given(self, kind: WordKind, start: int = 0, end: int | None = None) -> list[WordMention]:
        """Mentions of a kind that begin there and are not denied."""
        last = len(self.text) if end is None else end
        return [
            mention
            for mention in self.mentions.get(kind, ())
            if start <= mention.start < last
            and is_given(self.text, mention, in_description=mention.start >= self.tags_end)
        ]


class AdvertReader:
    """Reads adverts. `code_for` gives the class of the 2022 edition for a title and the occupations read in it."""

    def __init__(
        self,
        words: VacancyWords,
        regions: RegionTable,
        places: PlaceNames,
        code_for: Callable[[str, tuple[str, ...]], str | None],
    ) -> None:
        self._words = WordScanner(words, *(kind for kind in WordKind if kind is not WordKind.OCCUPATION))
        self._jobs = WordScanner(words, WordKind.OCCUPATION)
        self._places = AdvertPlaces(regions, places)
        self._pay = lru_cache(maxsize=_REMEMBERED)(parse_pay)
        self._code_for = lru_cache(maxsize=_REMEMBERED)(code_for)
        self._occupations = lru_cache(maxsize=_REMEMBERED)(self._read_occupations)
        self._education = lru_cache(maxsize=_REMEMBERED)(self._read_education)
        self._experience = lru_cache(maxsize=_REMEMBERED)(experience_of_column)
        self._licences = lru_cache(maxsize=_REMEMBERED)(self._read_licences)

    def read(self, raw: RawAdvert, today: date) -> Vacancy:
        """The vacancy, still without id and sources. Raises InvalidInputError for what is no advert."""
        title = plain_line(raw.title, _LONGEST_TITLE)
        if not _SAYS_SOMETHING.search(title):
            raise InvalidInputError("没有岗位名称。" if not title else f"岗位名称“{title[:20]}”里没有文字。")
        description = plain_paragraphs(raw.description, _LONGEST_DESCRIPTION)
        printed = self._printed(raw, title, description)
        place_text = plain_line(raw.place, _LONGEST_PLACE)
        place = self._place(place_text, title, printed)
        employment_type = _employment_type(printed)
        benefits = tuple(dict.fromkeys(mention.value for mention in printed.given(WordKind.BENEFIT)))
        shifts = [Shift(mention.value) for mention in printed.given(WordKind.SHIFT)]
        posted_on = read_posted_on(raw.posted_on, today)
        occupations = self._occupations_of(printed, raw)
        return Vacancy(
            id="",
            title=title,
            employer=plain_line(raw.employer, _LONGEST_EMPLOYER),
            description=description,
            region_id=place.region_id,
            place=place_text,
            landmark=place.landmark,
            pay=self._pay(plain_line(raw.pay, _LONGEST_COLUMN)) if raw.pay else _pay_in(printed.text),
            employment_type=employment_type,
            occupations=occupations,
            occupation_code=self._code_for(title, occupations),
            education=self._education_of(printed, raw),
            experience_years=self._experience_of(printed, raw),
            shifts=shifts_of(shifts, benefits, printed.text),
            licences=self._licences_of(printed, raw),
            benefits=benefits,
            openings=openings_of_column(fold(raw.openings[:40])) if raw.openings else _openings(printed),
            posted_on=posted_on,
            closes_on=read_coming_day(fold(raw.closes_on[:40]), today),
            starts_on=_starts_on(raw, printed, employment_type, posted_on or today, today),
            is_near_rail=_is_near_rail(printed.text) or _is_near_rail(fold(place_text)),
            credit_code=fold(plain_line(raw.credit_code, 40)).upper() or None,
        )

    def _printed(self, raw: RawAdvert, title: str, description: str) -> _Printed:
        columns = (raw.tags, raw.benefits, raw.shift, raw.employment_type, raw.pay)
        tags = "\n".join(plain_line(column, _LONGEST_COLUMN) for column in columns if column)
        folded_title, folded_tags = fold(title), fold(tags)
        head = f"{folded_title}\n{folded_tags}\n"
        text = head + fold(description[:_READ_OF_DESCRIPTION])
        mentions: dict[WordKind, list[WordMention]] = defaultdict(list)
        for mention in self._words.find(text):
            mentions[mention.kind].append(mention)
        return _Printed(folded_title, text, len(head), mentions)

    def _place(self, place_text: str, title: str, printed: _Printed) -> AdvertPlace:
        place = self._places.read(place_text)
        if not place.is_elsewhere and (place.landmark is None or not place.names_a_district):
            named = self._places.read(title)
            adds_a_landmark = named.landmark is not None and named.region_id == place.region_id
            if adds_a_landmark or (named.names_a_district and not place.names_a_district):
                place = named
        if place.landmark is not None or place.is_elsewhere:
            return place
        return self._places.find_in(printed.text, place)

    def _occupations_of(self, printed: _Printed, raw: RawAdvert) -> tuple[str, ...]:
        found = self._occupations(printed.title)
        if not found and raw.tags:
            found = self._occupations(fold(plain_line(raw.tags, _LONGEST_COLUMN)))
        beginning = printed.text[printed.tags_end : printed.tags_end + _JOB_IN_DESCRIPTION]
        # A description names many trades; the one that is looked for follows 招.
        called_for = _CALLED_FOR.search(beginning) if not found else None
        return found or (self._occupations(beginning[called_for.end() :]) if called_for else ())

    def _read_occupations(self, folded: str) -> tuple[str, ...]:
        mentions = [one for one in self._jobs.find(folded) if not _is_part_of_a_trade(folded, one)]
        telling = [one for one in mentions if not _TELLS_WHERE.match(folded, one.end)] or mentions
        return tuple(dict.fromkeys(one.value for one in telling))[:_MOST_OCCUPATIONS]

    def _education_of(self, printed: _Printed, raw: RawAdvert) -> Education | None:
        education = self._education(plain_line(raw.education, 60)) if raw.education else None
        if education is not None:
            return education
        mentions = printed.given(WordKind.EDUCATION)
        return asked_education(printed.text, mentions, printed.tags_end) if mentions else None

    def _read_education(self, column: str) -> Education | None:
        folded = fold(column)
        values = [one.value for one in self._words.find(folded) if one.kind is WordKind.EDUCATION]
        return education_of_column(folded, values)

    def _experience_of(self, printed: _Printed, raw: RawAdvert) -> int | None:
        years = self._experience(fold(plain_line(raw.experience, 60))) if raw.experience else None
        return years if years is not None else experience_in(printed.text, printed.tags_end)

    def _licences_of(self, printed: _Printed, raw: RawAdvert) -> tuple[str, ...]:
        named = self._licences(plain_line(raw.licences, _LONGEST_COLUMN)) if raw.licences else ()
        read = (one.value for one in printed.mentions.get(WordKind.LICENCE, ()) if is_required(printed.text, one))
        return required_licences((*named, *read))

    def _read_licences(self, column: str) -> tuple[str, ...]:
        folded = fold(column)
        found = (one for one in self._words.find(folded) if one.kind is WordKind.LICENCE)
        return tuple(one.value for one in found if is_required(folded, one))


def _employment_type(printed: _Printed) -> EmploymentType:
    """Title first, tags and columns next, then what a description says of casual or part-time work."""
    title_end = len(printed.title)
    for start, end in ((0, title_end), (title_end, printed.tags_end)):
        found = [EmploymentType(one.value) for one in printed.given(WordKind.EMPLOYMENT_TYPE, start, end)]
        if found:
            return found[0] if found[0] is EmploymentType.FULL_TIME else min(found, key=_KINDS_BY_WEIGHT.index)
    described = {
        EmploymentType(one.value)
        for one in printed.given(WordKind.EMPLOYMENT_TYPE, printed.tags_end)
        if one.value not in (EmploymentType.CASUAL, EmploymentType.TRAINEESHIP)
        or printed.text.startswith(_CASUAL_IN_DESCRIPTION, one.start)
        or printed.text.startswith(("见习", "就业见习"), one.start)
    }
    if EmploymentType.FULL_TIME in described:
        return EmploymentType.FULL_TIME
    return min(described, key=_KINDS_BY_WEIGHT.index, default=EmploymentType.FULL_TIME)


def _pay_in(text: str) -> Pay:
    """Pay that only the title or the description tells (综合工资6000-8000元)."""
    match = _PAY_SAID.search(text)
    pay = parse_pay(match.group()) if match else Pay()
    return pay if pay.is_known else Pay()


def _is_near_rail(text: str) -> bool:
    return ("轨" in text or "地铁" in text or "号线" in text) and _RAIL.search(text) is not None


def _openings(printed: _Printed) -> int | None:
    return openings_in(printed.title, printed.text)


def _starts_on(
    raw: RawAdvert, printed: _Printed, employment_type: EmploymentType, told_on: date, today: date
) -> date | None:
    """The day from its own column; for casual work also 明天 in the advert, counted from the day it was posted."""
    if raw.starts_on:
        return read_coming_day(fold(raw.starts_on[:40]), today)
    if employment_type is not EmploymentType.CASUAL:
        return None
    return find_work_day(printed.text[: printed.tags_end + _DAY_IN_DESCRIPTION], told_on)
