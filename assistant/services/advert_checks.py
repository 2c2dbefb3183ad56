"""What is wrong with an advert, each finding with the words it rests on and the rule behind it (智能背调)."""

from datetime import date

from assistant.domain.vacancies import AdvertFinding, RawAdvert, Vacancy
from assistant.services.advert_fields import MinimumWage, TypicalPay, filled_in, find_in_fields
from assistant.services.advert_rules import COPIED_TEXT, AdvertRules
from assistant.services.advert_wordings import find_wordings


class AdvertChecks:
    """Looks at adverts as the table says. Without `minimum_wage` pay is not compared with it."""

    def __init__(self, rules: AdvertRules, typical_pay: TypicalPay, minimum_wage: MinimumWage | None = None) -> None:
        self._rules = rules
        self._typical_pay = typical_pay
        self._minimum_wage = minimum_wage

    def check(self, raw: RawAdvert, vacancy: Vacancy, today: date) -> tuple[AdvertFinding, ...]:
        """At most one finding for each check; none for a clean advert.

        Every `quote` stands in the advert. It is empty where the finding is that nothing stands there.
        """
        worded = tuple(find_wordings(raw, self._rules))
        in_fields = find_in_fields(raw, vacancy, today, self._rules, self._typical_pay, self._minimum_wage)
        found = {finding.code for finding in worded}
        return (*worded, *(finding for finding in in_fields if finding.code not in found))

    def copied_text(self, quote: str) -> AdvertFinding:
        """The finding for an advert whose text stands under another employer's name; the fingerprint decides that."""
        return filled_in(self._rules.get(COPIED_TEXT), quote)
