"""Checks that need all other vacancies beside the one: pay far off, and one text under several employers' names.

They are made when a vacancy is shown, with what is on record then, and kept nowhere.
"""

from dataclasses import replace
from datetime import date

from assistant.domain.vacancies import AdvertFinding, Vacancy
from assistant.services.advert_fields import filled_in, find_pay_far_off
from assistant.services.advert_rules import COPIED_TEXT, PAY_FAR_OFF, AdvertRules
from assistant.services.advert_wordings import LONGEST_QUOTE
from assistant.services.text_fingerprint import text_fingerprint
from assistant.services.vacancy_ports import VacancyIndex, VacancyStore

_COMPARED = 4
_PROFESSIONS = ("1-", "2-")


class LiveChecks:
    """Adds to a vacancy what only the others show."""

    def __init__(self, rules: AdvertRules, index: VacancyIndex, store: VacancyStore, today: date) -> None:
        self._rules = rules
        self._index = index
        self._store = store
        self._today = today

    def with_findings(self, vacancy: Vacancy) -> Vacancy:
        """The vacancy with these findings beside those it has."""
        found = [finding for finding in (self._pay(vacancy), self._copy(vacancy)) if finding is not None]
        known = {finding.code for finding in vacancy.findings}
        news = tuple(finding for finding in found if finding.code not in known)
        return replace(vacancy, findings=(*vacancy.findings, *news)) if news else vacancy

    def with_pay_finding(self, vacancy: Vacancy) -> Vacancy:
        """The vacancy with a finding about its pay, if there is one: it must weigh before an order is made."""
        finding = self._pay(vacancy)
        if finding is None or any(known.code == finding.code for known in vacancy.findings):
            return vacancy
        return replace(vacancy, findings=(*vacancy.findings, finding))

    def _pay(self, vacancy: Vacancy) -> AdvertFinding | None:
        """Against its occupation; where too few of it are on record, against all of its kind of work.

        Professions (classes 1 and 2) are not set against all others: they are paid otherwise, and honestly.
        """
        kind = vacancy.employment_type
        is_profession = (vacancy.occupation_code or "").startswith(_PROFESSIONS)

        def typical(occupation: str) -> tuple[float, float] | None:
            known = self._index.pay_range(occupation, kind)
            return known if known is not None or is_profession else self._index.pay_range_of_all(kind)

        named = vacancy if vacancy.occupations else replace(vacancy, occupations=("",))
        return find_pay_far_off(named, vacancy.pay.text or vacancy.title, self._rules, typical)

    def _copy(self, vacancy: Vacancy) -> AdvertFinding | None:
        """The same text under another employer's name, in another vacancy that is open."""
        fingerprint = text_fingerprint(vacancy)
        if not fingerprint:
            return None
        ids = [name for name in self._index.same_text(fingerprint, _COMPARED) if name != vacancy.id]
        others = self._store.find_vacancies(ids, self._today).values() if ids else ()
        if not any(other.employer != vacancy.employer and other.is_open_on(self._today) for other in others):
            return None
        return filled_in(self._rules.get(COPIED_TEXT), vacancy.description[:LONGEST_QUOTE].strip())


#: The checks made here, for whoever counts what is found.
LIVE_CHECKS = (PAY_FAR_OFF, COPIED_TEXT)
