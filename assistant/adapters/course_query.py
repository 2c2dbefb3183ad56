"""A `CourseQuery` as a tantivy query: limits that must hold and score nothing, words and demand that do."""

from collections.abc import Mapping
from datetime import timedelta

import tantivy
from tantivy import FieldType, Occur, Query

from assistant.adapters import course_schema as terms
from assistant.adapters.tantivy_query import MOST_UNITS
from assistant.adapters.tantivy_schema import as_number
from assistant.domain.course_filter import CourseFilter
from assistant.domain.course_times import LessonTime
from assistant.domain.regions import RegionTable
from assistant.language.segment import Segmenter
from assistant.services.course_ports import CourseQuery
from assistant.services.wanted_regions import course_regions

Clause = tuple[Occur, Query]
#: What is named as such says more than a word of the title, and that more than one of the text.
SUBJECT, TITLE_WORD, TITLE_BIGRAM, BODY_WORD = 3.0, 2.0, 1.0, 0.5


class CourseQueryWriter:
    """Writes queries over one schema. `demand`: beginning of a class's code → weight of a catalogue."""

    def __init__(
        self, schema: tantivy.Schema, segmenter: Segmenter, regions: RegionTable, demand: Mapping[str, float]
    ) -> None:
        self._schema, self._segmenter, self._regions, self._demand = schema, segmenter, regions, demand

    def write(self, query: CourseQuery) -> tuple[Query, bool]:
        """The query, and whether it scores anything; if not, what begins first should come first."""
        scored = self._scored(query)
        return Query.boolean_query([*self._limits(query), *scored]), bool(scored)

    def _limits(self, query: CourseQuery) -> list[Clause]:
        wanted = query.wanted
        clauses = [self._range("last_day", as_number(query.today), None)]
        if wanted.names_a_subject:
            clauses.append(self._must(Query.boolean_query([(Occur.Should, each) for each in self._subject(wanted)])))
        clauses += self._times(wanted)
        clauses += self._place(wanted)
        if wanted.free:
            clauses.append(self._range("fee", None, 0))
        if wanted.fee_ceiling_yuan is not None:
            clauses.append(self._range("fee", None, int(wanted.fee_ceiling_yuan)))
        if wanted.with_certificate:
            clauses.append(self._must(self._term(terms.CERTIFIED)))
        if wanted.levels:
            clauses.append(self._any(*map(terms.level_term, wanted.levels)))
        if wanted.starts_within_days is not None:
            clauses.append(self._begins_within(query, wanted.starts_within_days))
        if query.exclude_ids:
            shown = Query.term_set_query(self._schema, "course_id", list(query.exclude_ids))
            clauses.append((Occur.MustNot, shown))
        return clauses

    def _subject(self, wanted: CourseFilter) -> list[Query]:
        """Any of what is to be learnt: the trade, the licence, what a subject or a title is called."""
        if wanted.licences:
            return [self._term(terms.licence_term(name)) for name in wanted.licences]
        named = [self._term(terms.occupation_term(name)) for name in wanted.occupations]
        for word in wanted.words:
            named += [self._term(terms.subject_term(word)), self._all_bigrams(word)]
        return named

    def _times(self, wanted: CourseFilter) -> list[Clause]:
        chosen = [
            terms.time_term(kind.value)
            for kind, is_wanted in (
                (LessonTime.EVENING, wanted.evening), (LessonTime.WEEKEND, wanted.weekend),
                (LessonTime.DAY, wanted.daytime),
            )
            if is_wanted
        ]  # fmt: skip
        return [self._any(*chosen)] if chosen else []

    def _place(self, wanted: CourseFilter) -> list[Clause]:
        """In one of the regions; what is taught online is everywhere, unless it is refused."""
        clauses = []
        if wanted.online is not None:
            clauses.append(self._must(self._term(terms.ONLINE if wanted.online else terms.IN_PERSON)))
        regions = course_regions(wanted.region_ids, self._regions)
        if regions is not None and wanted.online is not True:
            clauses.append(self._must(Query.term_set_query(self._schema, "region", sorted(regions))))
        return clauses

    def _begins_within(self, query: CourseQuery, days: int) -> Clause:
        first, last = as_number(query.today), as_number(query.today + timedelta(days=days))
        by_day = Query.range_query(self._schema, "starts", FieldType.Integer, lower_bound=first, upper_bound=last)
        ahead = Query.range_query(self._schema, "ahead", FieldType.Integer, lower_bound=0, upper_bound=days)
        return self._must(Query.boolean_query([(Occur.Should, by_day), (Occur.Should, ahead)]))

    def _scored(self, query: CourseQuery) -> list[Clause]:
        clauses = self._words(query.text)
        if query.wanted.names_a_subject:
            return clauses + [
                self._should(self._term(terms.subject_term(word)), SUBJECT) for word in query.wanted.words
            ]
        return clauses + [
            self._should(self._term(terms.class_term(code)), weight) for code, weight in self._demand.items()
        ]

    def _words(self, text: str) -> list[Clause]:
        """Words typed by the person: one of them must stand somewhere."""
        words = self._segmenter.query_words(text)[-MOST_UNITS:]
        units = [("title_words", word, TITLE_WORD) for word in words]
        units += [("title_bigrams", one, TITLE_BIGRAM) for one in self._segmenter.query_bigrams(text)[-MOST_UNITS:]]
        units += [("body_words", word, BODY_WORD) for word in words]
        if not units:
            return []
        matching = [
            (Occur.Should, Query.boost_query(Query.term_query(self._schema, field, unit, "freq"), weight))
            for field, unit, weight in units
        ]
        return [(Occur.Must, Query.boolean_query(matching))]

    def _term(self, term: str) -> Query:
        return Query.term_query(self._schema, "terms", term, "basic")

    def _any(self, *named: str) -> Clause:
        return self._must(Query.term_set_query(self._schema, "terms", list(named)))

    def _all_bigrams(self, word: str) -> Query:
        """Every bigram of the word in the title; a word without bigrams matches nothing."""
        units = self._segmenter.bigrams(word)
        if not units:
            return Query.empty_query()
        each = (Query.term_query(self._schema, "title_bigrams", unit, "freq") for unit in units)
        return Query.boolean_query([(Occur.Must, one) for one in each])

    def _range(self, field: str, low: int | None, high: int | None) -> Clause:
        return self._must(Query.range_query(self._schema, field, FieldType.Integer, lower_bound=low, upper_bound=high))

    def _must(self, query: Query) -> Clause:
        return Occur.Must, Query.const_score_query(query, 0.0)

    def _should(self, query: Query, weight: float) -> Clause:
        return Occur.Should, Query.const_score_query(query, weight)
