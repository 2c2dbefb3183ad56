"""What is publicly known of an employer in our own records (智能背调): findings, never a verdict."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, runtime_checkable

from assistant.domain.vacancies import Vacancy, VacancyState
from assistant.language.segment import fold
from assistant.services.advert_fields import is_valid_credit_code

Card = dict[str, object]

OWN_RECORDS = "本系统收录的招聘信息"
WHERE_TO_LOOK = "国家企业信用信息公示系统可以查到单位的登记、年报和处罚；拿不准的可以打12333问当地人力社保部门。"
_MOST_QUOTED = 5


@dataclass(frozen=True)
class EmployerListEntry:
    """An employer on a list the operator loads, as published by somebody on a day (`as_of`; None: not stated).

    Either the name or the unified social credit code may be missing. `remark`: what the list says about it.
    """

    title: str
    as_of: date | None
    employer: str
    credit_code: str = ""
    remark: str = ""


@dataclass(frozen=True)
class EmployerFinding:
    """One thing that is on record. `basis`: where it is on record; `as_of`: the day it was so."""

    text: str
    basis: str
    as_of: date | None


@dataclass(frozen=True)
class EmployerCheck:
    """What is on record. There is no verdict, by decision: people judge, and are told where to look further."""

    employer: str
    findings: tuple[EmployerFinding, ...]

    @property
    def verdict(self) -> None:
        return None


@runtime_checkable
class EmployerRecords(Protocol):
    """What is kept about employers beside their adverts. May raise UnavailableError."""

    def count_upheld_complaints(self, employer: str) -> int:
        """Reports about this employer's adverts that staff found to be right."""
        ...

    def list_entries(self) -> Sequence[EmployerListEntry]:
        """All entries of the lists the operator has loaded."""
        ...


def check_employer(
    name: str,
    vacancies: Sequence[Vacancy],
    upheld_complaints: int,
    lists: Sequence[EmployerListEntry],
    today: date,
) -> EmployerCheck:
    """What our records say of the employer of this name; `vacancies` are its own, in any state.

    An entry of a list counts where its credit code is the employer's, or its name is the same in full.
    """
    codes = tuple(dict.fromkeys(code for one in vacancies if (code := _plain_code(one.credit_code or ""))))
    findings = [
        *_code_findings(codes, today),
        *_advert_findings(vacancies, today),
        *_complaint_findings(upheld_complaints, today),
        *_list_findings(name, codes, lists),
    ]
    if not findings:
        text = "我们的记录里没有这家单位的招聘、投诉或名单信息。没有记录不等于好，也不等于不好。"
        findings.append(EmployerFinding(text, OWN_RECORDS, today))
    findings.append(EmployerFinding(f"还可以自己查：{WHERE_TO_LOOK}", "公开的查询渠道", None))
    return EmployerCheck(name, tuple(findings))


def employer_check_card(check: EmployerCheck) -> Card:
    """The `employer_check` card of CONTRACTS."""
    return {
        "kind": "employer_check",
        "employer": check.employer,
        "findings": [
            {"text": one.text, "basis": one.basis, "as_of": one.as_of.isoformat() if one.as_of else None}
            for one in check.findings
        ],
        "verdict": check.verdict,
    }


def _code_findings(codes: Sequence[str], today: date) -> Iterator[EmployerFinding]:
    basis = "招聘信息里写的统一社会信用代码，按编码规则校验；校验不能说明登记情况"
    for code in codes[:_MOST_QUOTED]:
        result = "格式和校验位对得上" if is_valid_credit_code(code) else "通不过校验，可能写错了"
        yield EmployerFinding(f"统一社会信用代码{code}{result}。", basis, today)
    if len(codes) > 1:
        yield EmployerFinding(f"它的招聘里写过{len(codes)}个不同的统一社会信用代码。", OWN_RECORDS, today)


def _advert_findings(vacancies: Sequence[Vacancy], today: date) -> Iterator[EmployerFinding]:
    if not vacancies:
        return
    still_open = [one for one in vacancies if one.is_open_on(today)]
    held = [one for one in vacancies if one.state is VacancyState.HELD]
    others = len(vacancies) - len(still_open) - len(held)
    if still_open:
        since = min((one.posted_on for one in still_open if one.posted_on is not None), default=None)
        words = f"，最早的发布于{since.isoformat()}" if since else ""
        yield EmployerFinding(f"正在招聘的有{len(still_open)}条{words}。", OWN_RECORDS, today)
    if held:
        reasons = _reasons(held)
        text = f"有{len(held)}条正等工作人员核实，暂不展示{f'：{reasons}' if reasons else ''}。"
        yield EmployerFinding(text, OWN_RECORDS, today)
    warned = [one for one in vacancies if one.findings and one.state is not VacancyState.HELD]
    if warned:
        yield EmployerFinding(f"有{len(warned)}条招聘带有提示：{_reasons(warned)}。", OWN_RECORDS, today)
    if others:
        yield EmployerFinding(f"已经结束的有{others}条。", OWN_RECORDS, today)


def _reasons(vacancies: Sequence[Vacancy]) -> str:
    """What was found and its rule, most frequent first, with the words of one advert."""
    counts = Counter(finding.code for one in vacancies for finding in one.findings)
    examples = {finding.code: finding for one in vacancies for finding in one.findings}
    parts = []
    for code, number in counts.most_common(_MOST_QUOTED):
        example = examples[code]
        quote = f"写着“{example.quote}”" if example.quote else "没有写明单位"
        parts.append(f"{quote}（{number}条，{example.basis}）")
    return "；".join(parts)


def _complaint_findings(upheld: int, today: date) -> Iterator[EmployerFinding]:
    if upheld > 0:
        yield EmployerFinding(f"有{upheld}次举报经工作人员核实属实。", "本系统的举报处理记录", today)


def _list_findings(name: str, codes: Sequence[str], lists: Sequence[EmployerListEntry]) -> Iterator[EmployerFinding]:
    plain = _plain_name(name)
    surely_its_own = [code for code in codes if is_valid_credit_code(code)]
    for entry in lists:
        by_code = bool(entry.credit_code) and _plain_code(entry.credit_code) in codes
        by_name = bool(plain) and _plain_name(entry.employer) == plain
        # The same name with another code is another employer.
        if by_name and not by_code and entry.credit_code and surely_its_own:
            continue
        if by_code or by_name:
            how = "统一社会信用代码相同" if by_code else "名称相同，请核对是不是同一家"
            remark = f"，名单写明：{entry.remark}" if entry.remark else ""
            yield EmployerFinding(f"在《{entry.title}》里（{how}）{remark}。", f"《{entry.title}》", entry.as_of)


def _plain_name(name: str) -> str:
    """As names are compared: half width, without spaces. A different kind of company is another employer."""
    return "".join(fold(name).split())


def _plain_code(printed: str) -> str:
    return "".join(character for character in fold(printed).upper() if character.isalnum())
