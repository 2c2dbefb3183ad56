"""What a labour request can be dispatched with: open vacancies like it, job seekers who have agreed to be found."""

from dataclasses import dataclass

from assistant.domain.errors import ConflictError
from assistant.domain.labour_requests import Dispatch, DispatchKind, LabourTerms
from assistant.domain.matching import Match
from assistant.services.labour_words import as_vacancy
from assistant.services.match_profiles import ProfileMatch
from assistant.services.profile_desk import ProfileDesk
from assistant.services.vacancy_desk import VacancyDesk

_MOST_VACANCIES = 8
_GONE = "勾选的岗位里有刚刚停招的，请刷新后重新勾选。"
_TAKEN_BACK = "勾选的求职者里有刚刚撤回同意或者不再符合的，请刷新后重新勾选。"


@dataclass(frozen=True)
class LabourMatches:
    """Over the vacancies and profiles of one day. Methods may raise UnavailableError."""

    desk: VacancyDesk
    profile_desk: ProfileDesk

    def vacancies(self, terms: LabourTerms) -> tuple[Match, ...]:
        """Open vacancies of the same occupation, in the same place first."""
        return self.desk.similar(as_vacancy(terms), _MOST_VACANCIES)

    def profiles(self, terms: LabourTerms) -> tuple[ProfileMatch, ...]:
        """Consenting job seekers whom the work fits, without who they are; none where no occupation is known."""
        if not terms.occupations:
            return ()
        return self.profile_desk.matching(as_vacancy(terms), self.desk.search)

    def check(self, terms: LabourTerms, dispatch: Dispatch) -> None:
        """Raises ConflictError where not all that is named can be dispatched now."""
        named = set(dispatch.references)
        if dispatch.kind is DispatchKind.VACANCIES:
            found = {one.id for one in self.desk.find_shown(dispatch.references) if self.desk.is_open(one)}
            if named - found:
                raise ConflictError(_GONE)
        if dispatch.kind is DispatchKind.PROFILES and named - {one.reference for one in self.profiles(terms)}:
            raise ConflictError(_TAKEN_BACK)
