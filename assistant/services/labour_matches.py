"""What a labour request can be dispatched with: open vacancies like it, job seekers who have agreed to be found."""

from dataclasses import dataclass, replace

from assistant.domain.errors import ConflictError
from assistant.domain.labour_requests import Dispatch, DispatchKind, LabourTerms
from assistant.domain.matching import Match
from assistant.services.labour_words import as_vacancy
from assistant.services.match_profiles import MOST_PROFILES, PLACE_FITS, ProfileMatch
from assistant.services.profile_desk import ProfileDesk
from assistant.services.vacancy_desk import VacancyDesk

_MOST_VACANCIES = 8
_CHECK_PLACE = "只说愿意去{former}，请先核实工作地点在不在原{former}"
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
        """Consenting job seekers whom the work fits, without who they are; none where no occupation is known.

        After them, those who named only a district that has become part of the request's, with a word to check first:
        work in 两江新区 may lie in 渝北, or not.
        """
        if not terms.occupations:
            return ()
        vacancy, search = as_vacancy(terms), self.desk.search
        found = {one.reference: one for one in self.profile_desk.matching(vacancy, search)}
        for former in search.regions.find_predecessors(terms.region_id) if terms.region_id else ():
            for one in self.profile_desk.matching(replace(vacancy, region_id=former.id), search):
                found.setdefault(one.reference, _to_be_checked(one, former.name))
        return tuple(found.values())[:MOST_PROFILES]

    def check(self, terms: LabourTerms, dispatch: Dispatch) -> None:
        """Raises ConflictError where not all that is named can be dispatched now."""
        named = set(dispatch.references)
        if dispatch.kind is DispatchKind.VACANCIES:
            found = {one.id for one in self.desk.find_shown(dispatch.references) if self.desk.is_open(one)}
            if named - found:
                raise ConflictError(_GONE)
        if dispatch.kind is DispatchKind.PROFILES and named - {one.reference for one in self.profiles(terms)}:
            raise ConflictError(_TAKEN_BACK)


def _to_be_checked(match: ProfileMatch, former: str) -> ProfileMatch:
    reasons = tuple(reason for reason in match.reasons if reason != PLACE_FITS)
    return replace(match, reasons=reasons, gaps=(_CHECK_PLACE.format(former=former), *match.gaps))
