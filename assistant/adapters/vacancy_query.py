"""A `VacancyQuery` as a tantivy query: limits that must hold and score nothing, words and wishes that do."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import chain, combinations

import tantivy
from tantivy import FieldType, Occur, Query

from assistant.adapters import vacancy_schema as terms
from assistant.adapters.tantivy_query import MOST_UNITS
from assistant.adapters.tantivy_schema import as_number
from assistant.domain.matching import BY_THE_HOUR, DENYING, refused_shifts
from assistant.domain.regions import RegionTable
from assistant.domain.vacancies import PAID_DAYS_A_MONTH, Pay
from assistant.domain.vacancy_filter import NEAR_HERE, NEAR_RAIL, PayFloor, VacancyFilter
from assistant.language.segment import Segmenter
from assistant.services.vacancy_ports import VacancyQuery
from assistant.services.wanted_regions import refused_regions, wanted_regions

Clause = tuple[Occur, Query]
#: What a wish or a word counts. A word of the title says more than one of the text.
WISH, NEAR_BY, TITLE_WORD, TITLE_BIGRAM, BODY_WORD = 2.0, 3.0, 2.0, 1.0, 0.5
_MOST_HELD = 6
#: Days since an advert was posted, and what that adds where something else is scored as well.
_FRESHNESS = ((3, 0.4), (14, 0.2))


class VacancyQueryWriter:
    """Writes queries over one schema."""

    def __init__(self, schema: tantivy.Schema, segmenter: Segmenter, regions: RegionTable) -> None:
        self._schema = schema
        self._segmenter = segmenter
        self._regions = regions

    def write(self, query: VacancyQuery) -> tuple[Query, bool]:
        """The query, and whether it scores anything; if not, the newest should come first."""
        scored = self._scored(query)
        clauses = [*self._limits(query), *scored]
        if scored:
            clauses += self._freshness(query)
        return Query.boolean_query(clauses), bool(scored)

    def _limits(self, query: VacancyQuery) -> list[Clause]:
        wanted = query.wanted
        clauses = [self._range("last_day", as_number(query.today), None)]
        clauses += self._kind(wanted)
        regions = wanted_regions(wanted.region_ids, self._regions)
        if regions is not None:
            clauses.append(self._must(Query.term_set_query(self._schema, "region", sorted(regions))))
        refused = refused_regions(wanted.not_region_ids, self._regions)
        if refused:
            clauses.append((Occur.MustNot, Query.term_set_query(self._schema, "region", sorted(refused))))
        if wanted.near == NEAR_RAIL:
            clauses.append(self._must(self._term(terms.NEAR_RAIL)))
        if wanted.pay_floor is not None:
            clauses.append(self._pay(wanted.pay_floor, wanted))
        clauses += [self._must(self._term(terms.benefit_term(name))) for name in wanted.benefits]
        clauses += [self._must(self._term(terms.shift_term(shift.value))) for shift in wanted.shifts]
        clauses += self._refusals(wanted)
        clauses += self._abilities(wanted)
        if wanted.starts_on is not None:
            clauses.append(self._any(*_on_day(query), terms.ANY_DAY))
        if query.exclude_ids:
            shown = Query.term_set_query(self._schema, "vacancy_id", list(query.exclude_ids))
            clauses.append((Occur.MustNot, shown))
        return clauses

    def _kind(self, wanted: VacancyFilter) -> list[Clause]:
        clauses: list[Clause] = []
        named = [self._term(terms.occupation_term(name)) for name in wanted.occupations]
        named += [self._all_bigrams("title_bigrams", word) for word in wanted.words]
        if named:
            clauses.append(self._must(Query.boolean_query([(Occur.Should, each) for each in named])))
        if wanted.employment_types:
            clauses.append(self._any(*map(terms.type_term, wanted.employment_types)))
        return clauses

    def _refusals(self, wanted: VacancyFilter) -> list[Clause]:
        refused = [terms.occupation_term(name) for name in wanted.not_occupations]
        refused += [terms.shift_term(shift.value) for shift in refused_shifts(wanted)]
        refused += map(terms.type_term, wanted.not_employment_types)
        clauses = [(Occur.MustNot, self._term(term)) for term in refused]
        return clauses + [(Occur.MustNot, self._not_denied(word)) for word in wanted.not_words]

    def _abilities(self, wanted: VacancyFilter) -> list[Clause]:
        clauses = []
        if wanted.education is not None:
            clauses.append(self._range("education", None, wanted.education.rank))
        if wanted.experience_years is not None:
            clauses.append(self._range("experience", None, wanted.experience_years))
        if wanted.has_no_licence:
            clauses.append(self._any(*map(terms.licences_term, _subsets(wanted.licences))))
        return clauses

    def _pay(self, floor: PayFloor, wanted: VacancyFilter) -> Clause:
        """By the month against what full-time work pays, otherwise by the day; rounded so that nothing is lost."""
        monthly = Pay(floor.yuan, None, floor.per).surely_monthly_yuan or 0
        daily = int(monthly / PAID_DAYS_A_MONTH)
        if any(kind in BY_THE_HOUR for kind in wanted.employment_types):
            return self._range(terms.PAY_ANY, daily, None)
        if floor.per in ("month", "year"):
            return self._range(terms.PAY_MONTH, int(monthly), None)
        return self._range(terms.PAY_DAY, daily, None)

    def _scored(self, query: VacancyQuery) -> list[Clause]:
        wanted = query.wanted
        clauses = [self._should(self._term(term), WISH) for term in _wished(wanted)]
        if wanted.starts_on is not None:
            clauses += [self._should(self._term(term), WISH) for term in _on_day(query)]
        near = [place for place in (wanted.near, wanted.wishes.near) if place not in (None, NEAR_HERE, NEAR_RAIL)]
        clauses += [self._should(self._all_bigrams("place_bigrams", place), NEAR_BY) for place in near if place]
        regions = wanted_regions(wanted.wishes.region_ids, self._regions)
        if regions:
            clauses.append(self._should(Query.term_set_query(self._schema, "region", sorted(regions)), WISH))
        clauses += [self._should(self._term(terms.licence_term(name)), WISH) for name in wanted.licences]
        return clauses + self._words(query.text)

    def _words(self, text: str) -> list[Clause]:
        """Words typed by the person: one of them must stand somewhere."""
        words = self._segmenter.query_words(text)[-MOST_UNITS:]
        bigrams = self._segmenter.query_bigrams(text)[-MOST_UNITS:]
        units = [("title_words", word, TITLE_WORD) for word in words]
        units += [("title_bigrams", bigram, TITLE_BIGRAM) for bigram in bigrams]
        units += [("body_words", word, BODY_WORD) for word in words]
        if not units:
            return []
        matching = [
            (Occur.Should, Query.boost_query(Query.term_query(self._schema, field, unit, "freq"), weight))
            for field, unit, weight in units
        ]
        return [(Occur.Must, Query.boolean_query(matching))]

    def _freshness(self, query: VacancyQuery) -> list[Clause]:
        day = query.today
        return [
            self._should(
                Query.range_query(
                    self._schema, "posted", FieldType.Integer, lower_bound=as_number(day - timedelta(days=days))
                ),
                weight,
            )
            for days, weight in _FRESHNESS
        ]

    def _term(self, term: str) -> Query:
        return Query.term_query(self._schema, "terms", term, "basic")

    def _any(self, *named: str) -> Clause:
        return self._must(Query.term_set_query(self._schema, "terms", list(named)))

    def _not_denied(self, word: str) -> Query:
        """The word in a title that does not say it is without it (非中介)."""
        denied = (Query.term_query(self._schema, "title_bigrams", letter + word[0], "freq") for letter in DENYING)
        says_it = (Occur.Must, self._all_bigrams("title_bigrams", word))
        return Query.boolean_query([says_it, *((Occur.MustNot, each) for each in denied)])

    def _all_bigrams(self, field: str, word: str) -> Query:
        """Every bigram of the word in one field; a word without bigrams matches nothing."""
        units = self._segmenter.bigrams(word)
        if not units:
            return Query.empty_query()
        terms_of_word = (Query.term_query(self._schema, field, unit, "freq") for unit in units)
        return Query.boolean_query([(Occur.Must, each) for each in terms_of_word])

    def _range(self, field: str, low: int | None, high: int | None) -> Clause:
        return self._must(Query.range_query(self._schema, field, FieldType.Integer, lower_bound=low, upper_bound=high))

    def _must(self, query: Query) -> Clause:
        return Occur.Must, Query.const_score_query(query, 0.0)

    def _should(self, query: Query, weight: float) -> Clause:
        return Occur.Should, Query.const_score_query(query, weight)


def _on_day(query: VacancyQuery) -> tuple[str, ...]:
    """The day somebody wants to work, as a day and as days ahead."""
    day = query.wanted.starts_on
    return () if day is None else (terms.day_term(day), terms.ahead_term((day - query.today).days))


def _subsets(names: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    """Every choice of the first few licences somebody holds, none of them included."""
    return chain.from_iterable(combinations(names[:_MOST_HELD], count) for count in range(len(names[:_MOST_HELD]) + 1))


def _wished(wanted: VacancyFilter) -> Iterable[str]:
    wishes = wanted.wishes
    yield from map(terms.occupation_term, wishes.occupations)
    yield from map(terms.benefit_term, wishes.benefits)
    yield from (terms.shift_term(shift.value) for shift in wishes.shifts)
    yield from map(terms.type_term, wishes.employment_types)
    if wishes.near == NEAR_RAIL:
        yield terms.NEAR_RAIL
