"""Samples of vacancies for the page of patterns. Nothing here is a record."""

from collections.abc import Mapping

from assistant.services.filter_chips import Chip
from web.vacancy_view import view_vacancy

_LABELS = {"full_time": "全职", "casual": "零工", "day": "白班", "junior": "初中"}
_CARD: Mapping[str, object] = {
    "kind": "vacancy",
    "id": "sample",
    "title": "示例流水线普工",
    "employer": "示例电子有限公司",
    "region": "两江新区（原江北区）",
    "place": "江北区示例路",
    "pay_min_yuan": 6000,
    "pay_max_yuan": 7500,
    "pay_per": "month",
    "pay_text": "6000-7500",
    "employment_type": "full_time",
    "education": "junior",
    "shift": ["day"],
    "benefits": ["包吃", "包住"],
    "closes_on": "2026-12-20",
    "source": "示例岗位",
    "reasons": ["是您要找的普工", "不低于您要的工资"],
    "gaps": ["没写您希望的双休"],
    "warnings": [],
    "is_sample": True,
}
_STATES: tuple[Mapping[str, object], ...] = (
    {},
    {"warnings": [{"text": "凡是要先交钱的，都不要去。", "quote": "服装费", "basis": "样例法第一条"}]},
    {"title": "示例会场布置", "employer": "", "pay_text": None, "pay_min_yuan": None, "pay_max_yuan": None,
     "employment_type": "casual", "starts_on": "2026-12-01", "closes_on": None, "reasons": [], "gaps": []},
)  # fmt: skip


def vacancy_samples() -> dict[str, object]:
    """What `_patterns_vacancies.html` shows."""
    finding = {"text": "正在招聘的有样例条。", "basis": "样例记录", "as_of": "2026-11-23"}
    return {
        "vacancy_views": [
            *(view_vacancy({**_CARD, **state}, _LABELS) for state in _STATES),
            view_vacancy(_CARD, _LABELS, is_over=True),
        ],
        "filter_samples": (Chip("occupations.普工", "普工"), Chip("pay_floor", "月薪6000元以上")),
        "employer_check_sample": {"kind": "employer_check", "employer": "示例电子有限公司", "findings": [finding]},
    }
