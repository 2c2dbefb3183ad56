"""A vacancy's fields in words people read: pay, place, schooling, shifts."""

from collections.abc import Iterable, Mapping
from datetime import date

from assistant.domain.regions import RegionTable
from assistant.domain.vacancies import Education, Pay, PayPer, Shift, Vacancy

PER_WORDS: Mapping[PayPer, str] = {
    "hour": "小时", "day": "天", "week": "周", "month": "月", "year": "年", "piece": "件",
}  # fmt: skip
_PROVISIONAL = "provisional-"


def pay_words(pay: Pay) -> str:
    """6000—7500元/月; 面议 where nothing is promised."""
    if not pay.is_known or pay.per is None:
        return "工资面议"
    per = f"元/{PER_WORDS[pay.per]}"
    if pay.min_yuan is None:
        return f"最多{yuan(pay.max_yuan)}{per}"
    if pay.max_yuan is None:
        return f"{yuan(pay.min_yuan)}{per}起"
    if pay.max_yuan == pay.min_yuan:
        return f"{yuan(pay.min_yuan)}{per}"
    return f"{yuan(pay.min_yuan)}—{yuan(pay.max_yuan)}{per}"


def yuan(amount: float | None) -> str:
    """6000 for 6000.0, 18.5 as it is."""
    if amount is None:
        return ""
    return str(int(amount)) if amount == int(amount) else f"{amount:g}"


def region_words(region_id: str | None, regions: RegionTable, today: date) -> str:
    """巴南区; 两江新区（原江北区） for a region that has gone up into another."""
    region = regions.find_region(region_id) if region_id else None
    if region is None:
        return ""
    now = regions.find_current(region.id, today)
    return region.name if now is None or now.id == region.id else f"{now.name}（原{region.name}）"


def region_code(region_id: str | None, regions: RegionTable) -> str | None:
    """The code of the region, or a labelled provisional one where none is known yet."""
    region = regions.find_region(region_id) if region_id else None
    if region is None:
        return None
    return region.code or f"{_PROVISIONAL}{region.id}"


def where_words(vacancy: Vacancy, regions: RegionTable, today: date) -> str:
    """The region and, where it says more, the printed place: 巴南区·界石镇石桂大道."""
    region, place = region_words(vacancy.region_id, regions, today), vacancy.place.strip()
    known = regions.find_region(vacancy.region_id) if vacancy.region_id else None
    names = (known.name, *known.short_names) if known is not None else ()
    rest = place
    for name in ("重庆市", "重庆", *sorted(names, key=len, reverse=True)):
        rest = rest.removeprefix(name).lstrip("·-— ")
    return "·".join(part for part in (region, rest[:40]) if part)


def shift_words(shifts: Iterable[Shift], labels: Mapping[str, str]) -> str:
    return "、".join(labels[shift.value] for shift in shifts)


def schooling_words(education: Education, labels: Mapping[str, str]) -> str:
    """大专及以上学历; 学历不限."""
    if education in (Education.NONE, Education.DOCTOR):
        return labels[education.value]
    return f"{labels[education.value]}及以上学历"


def day_words(day: date, today: date | None = None) -> str:
    """11月30日; 2126年11月5日 for a day of another year than this."""
    year = f"{day.year}年" if today is not None and day.year != today.year else ""
    return f"{year}{day.month}月{day.day}日"
