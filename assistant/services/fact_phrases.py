"""Facts in the words of a person: what was understood, and what may be answered."""

from assistant.domain.conditions import DENIED, NO_OTHERS
from assistant.domain.conversation import FactValue, StaffGroup
from assistant.domain.dates import PartialDate
from assistant.domain.facts import FactDefinition, FactType
from assistant.domain.regions import RegionTable

UNSURE = "不清楚"
_MAX_CHOICES = 8


def value_words(definition: FactDefinition, value: FactValue, regions: RegionTable) -> str:
    """`是`, `3年6个月`, `2026年6月`, `万州区`, `残疾人；不是低保家庭`."""
    if isinstance(value, bool):
        return "是" if value else "不是"
    if isinstance(value, tuple):
        return "；".join(_member_words(definition, member) for member in value)
    match definition.type:
        case FactType.CHOICE:
            return definition.values.get(str(value), str(value))
        case FactType.REGION:
            region = regions.find_region(str(value))
            return region.name if region is not None else str(value)
        case FactType.DATE:
            return PartialDate.parse(str(value)).in_words()
        case _ if definition.unit == "月":
            return in_words(definition.id, value)
        case _:
            return f"{value}{definition.unit or ''}"


def quick_replies(definition: FactDefinition, members: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Answers a person can tap; the last one is that they do not know. `members`: of a set, those that matter."""
    match definition.type:
        case FactType.BOOLEAN:
            return ("是的", "不是", UNSURE)
        case FactType.CHOICE:
            return (*list(definition.values.values())[:_MAX_CHOICES], UNSURE)
        case FactType.SET:
            labels = [definition.values[name] for name in members or definition.values if name in definition.values]
            return (*labels[:_MAX_CHOICES], "都不是", UNSURE)
        case _:
            return (UNSURE,)


def fact_in_words(definition: FactDefinition, value: FactValue, regions: RegionTable) -> str:
    """A fact said back: `办了失业登记`, `办了失业登记：否`, `年龄：52岁`."""
    if value is True:
        return definition.label
    return f"{definition.label}：{'否' if value is False else value_words(definition, value, regions)}"


def group_in_words(group: StaffGroup, definition: FactDefinition) -> str:
    """`3人（毕业年度高校毕业生）`, `4人（其他都不是）`, `2人（没说是哪类）`."""
    members = "、".join(_member_words(definition, member) for member in group.members)
    return f"{group.count}人（{members or '没说是哪类'}）"


def _member_words(definition: FactDefinition, member: str) -> str:
    if member == NO_OTHERS:
        return "其他都不是"
    if member.startswith(DENIED):
        name = member.removeprefix(DENIED)
        return f"不是{definition.values.get(name, name)}"
    return definition.values.get(member, member)


def in_words(fact_id: str, value: FactValue) -> str:
    """A fact's value as people say it; months become years and months."""
    if not fact_id.endswith("_months") or not isinstance(value, int):
        return str(value)
    years, months = divmod(value, 12)
    words = f"{years}年" if years else ""
    if months:
        words += f"{months}个月"
    return words or "不到1个月"
