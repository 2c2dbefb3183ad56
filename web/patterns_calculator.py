"""Samples of the calculator for the page of patterns. Nothing here is a rule or a record."""

from collections.abc import Mapping
from dataclasses import replace

from web.assessment_view import AssessmentView, view_assessment
from web.fact_fields import Choice, FactField, FactRow

_CARD: Mapping[str, object] = {
    "kind": "assessment",
    "scheme_id": "sample",
    "title": "样例社会保险补贴",
    "outcome": "eligible",
    "certainty": "current",
    "conditions": [
        {"text": "在本市登记失业", "state": "met", "clause": "样例办法第二条"},
        {"text": "自己缴纳社会保险", "state": "unknown", "clause": "样例办法第三条"},
        {"text": "属于其他样例人群", "state": "not_met", "clause": None},
    ],
    "staff_checks": ["离职原因由经办机构核对"],
    "amount_min_yuan": 100,
    "amount_max_yuan": 100,
    "amount_period": "month",
    "amount_text": "每月样例金额，领样例个月",
    "missing_facts": [],
    "excludes": ["other-sample"],
    "materials": ["身份证或者社保卡"],
    "channels": ["样例区公共就业服务中心"],
    "deadline": "2026-12-31",
    "as_of": "2026-11-23",
    "formula": "样例标准 × 样例比例",
    "gives_way_to": None,
    "notes": ["两份文件说法不同，以较新的为准。"],
    "sources": [{"title": "关于样例补贴有关事项的通知", "document_number": "样例发〔2026〕0号"}],
}
_STATES: tuple[dict[str, object], ...] = (
    {},
    {"certainty": "to_verify", "gives_way_to": "other-sample"},
    {"outcome": "undetermined"},
    {"outcome": "ineligible", "amount_min_yuan": None, "amount_max_yuan": None, "amount_text": None},
    {"certainty": "lapsed"},
)
_ONE = FactField(
    id="sample.one",
    kind="one",
    hint="",
    label="失业登记",
    question="您办失业登记了吗？",
    unit="",
    choices=(Choice("是", "是", is_chosen=True), Choice("不是", "不是")),
)
_MANY = replace(
    _ONE,
    id="sample.many",
    kind="many",
    hint="members",
    label="人群",
    question="下面哪些符合您的情况？",
    choices=(Choice("a", "低保家庭"), Choice("b", "残疾人", is_chosen=True), Choice("none", "都不是")),
)
_LIST = replace(
    _ONE, id="sample.list", kind="list", label="区县", question="您在哪个区县？", choices=(Choice("a", "样例区"),)
)
_TEXT = replace(_ONE, id="sample.text", kind="text", label="年龄", question="您今年多大年纪？", unit="岁", choices=())
_WRONG = replace(
    _TEXT,
    id="sample.wrong",
    hint="months",
    label="缴费",
    question="失业保险累计交了多久？",
    unit="",
    typed="好久了",
    error="请写一个数（单位：月）。",
)


def calculator_samples() -> dict[str, object]:
    """What `_patterns_calculator.html` shows."""
    return {
        "assessments": [_assessment(number, changes) for number, changes in enumerate(_STATES)],
        "sample_fields": (_ONE, _MANY, _LIST, _TEXT, _WRONG),
        "sample_rows": (
            FactRow(replace(_ONE, id="sample.said"), "是", "我失业了，能领…", "turn-1"),
            FactRow(replace(_TEXT, id="sample.told"), "52岁", "", "turn-1"),
            FactRow(replace(_LIST, id="sample.unsure", is_unsure=True), ""),
        ),
    }


def _assessment(number: int, changes: Mapping[str, object]) -> AssessmentView:
    return view_assessment({**_CARD, **changes, "scheme_id": f"sample-{number}"}, lambda _: "另一项样例补贴")
