"""The list to fill in: headers, two rows marked as examples, the firm's questions, a short explanation."""

from collections.abc import Sequence

from assistant.domain.facts import FactDefinition, FactSubject, FactType, FactVocabulary
from assistant.language.list_columns import ListColumns
from assistant.services.read_workers import EXAMPLE_MARK
from assistant.services.workers_sheets import Sheet, Value

_LABEL = "姓名或编号"
#: Columns of the list, those most schemes look at first, with what two invented workers would write.
_EXAMPLES: dict[str, tuple[Value, Value]] = {
    "worker.groups": ("毕业年度高校毕业生", "登记失业半年以上、残疾人"),
    "worker.contract_months": (36, "一年"),
    "worker.insured_months": (6, "1年2个月"),
    "worker.still_insured": ("是", "是"),
    "worker.insured_by_firm": ("是", "是"),
    "worker.registered_unemployed": ("否", "是"),
    "worker.household_in_chongqing": ("是", "是"),
    "worker.is_graduate": ("是", "否"),
    "worker.graduated_on": ("2026-06", None),
    "worker.hired_on": ("2026-07-01", "2025年9月15日"),
    "worker.certificate_noted": (None, "是"),
    "worker.employer_insurance_paid_yuan_year": (None, 12000),
    "worker.full_time_months": (None, None),
    "worker.skilled_post": (None, None),
    "worker.training_passed": (None, None),
}
_EXPLANATION = (
    "一位员工填一行；示例两行会自动跳过，留着也行。",
    "不知道的就空着：空着是“不清楚”，不会因此判成不符合。",
    "不需要身份证号、手机号；写了也不读、不存。姓名可以用编号代替，只用来在结果里认出这一行。",
    "人群类别可以写几个，用顿号隔开；哪类都不是就写“无”；只有写的这几类就在前面加“仅”，比如“仅残疾人”。",
    "就业困难人员、残疾人等身份以有关部门认定为准，没有认定就不要写。",
    "单位的情况写在“单位情况”这张表里，一行一项。",
)


def worker_sheet(vocabulary: FactVocabulary, columns: ListColumns) -> Sheet:
    """员工名单, with two rows that are skipped when it is read."""
    facts = [fact for fact in _EXAMPLES if fact in vocabulary.definitions]
    rows = [(f"示例{at + 1}{EXAMPLE_MARK}", *(_EXAMPLES[fact][at] for fact in facts)) for at in range(2)]
    return Sheet("员工名单", (_LABEL, *map(columns.name_of, facts)), rows)


def template_sheets(vocabulary: FactVocabulary, columns: ListColumns) -> tuple[Sheet, ...]:
    """The list, the firm's questions, and how to fill both in."""
    firm = [
        one for one in vocabulary.definitions.values() if one.subject is FactSubject.FIRM and one.id in columns.names
    ]
    questions: list[Sequence[Value]] = [(columns.name_of(one.id), None, one.question, _how(one)) for one in firm]
    lines: list[Sequence[Value]] = [(line,) for line in _EXPLANATION]
    for fact in (fact for fact in _EXAMPLES if fact in vocabulary.definitions):
        lines.append((f"{columns.name_of(fact)}：{vocabulary.get(fact).question}{_how(vocabulary.get(fact))}",))
    return (
        worker_sheet(vocabulary, columns),
        Sheet("单位情况", ("项目", "填写", "问的是什么", "怎么填"), questions),
        Sheet("说明", ("怎么填",), lines),
    )


def _how(definition: FactDefinition) -> str:
    match definition.type:
        case FactType.BOOLEAN:
            return "填是或否"
        case FactType.DATE:
            return "填日期，比如2026-07-01"
        case FactType.CHOICE | FactType.SET:
            return f"从这些里选：{'、'.join(definition.values.values())}"
        case FactType.REGION:
            return "填区县名"
        case _:
            return f"填数{f'，单位：{definition.unit}' if definition.unit else ''}"
