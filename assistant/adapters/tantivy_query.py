"""A `PassageQuery` as a tantivy query: filters that must hold and score nothing, units that may match and do."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import log

import tantivy
from tantivy import FieldType, Occur, Query

from assistant.adapters.tantivy_schema import ANYWHERE, as_number
from assistant.language.segment import Segmenter
from assistant.services.ports import PassageQuery

#: Of a long text only so many different units of a kind are searched, the last ones: the question comes at the end.
MOST_UNITS = 400
_OWN_ALONE = {"own": 1.0}
#: Of all that units could add; with 0.1 the best eight of 300,000 passages, and of 1,451 articles of law, stay the same
#: for every question tried, with 0.15 they do not.
_DECIDES_LITTLE = 0.1


@dataclass(frozen=True)
class Weights:
    """What a matching unit counts, by its kind and by where it stands; `evals/retrieval.py` measures each.

    `expansion`: an official term instead of the lay word that was said; `term`: one the whole question is about.
    """

    words: float = 1.0
    bigrams: float = 0.7
    characters: float = 0.4
    names: float = 1.0
    around: float = 1.0
    expansion: float = 0.35
    term: float = 0.8


def rarity(frequency: int, passages: int) -> float:
    """The inverse document frequency that BM25 weighs a term by."""
    return log(1 + (passages - frequency + 0.5) / (frequency + 0.5))


@dataclass(frozen=True)
class _Unit:
    """A term of a scored field and what it counts."""

    field: str
    text: str
    weight: float


class QueryWriter:
    """Writes queries over one schema."""

    def __init__(self, schema: tantivy.Schema, segmenter: Segmenter, weights: Weights) -> None:
        self._schema = schema
        self._segmenter = segmenter
        self._weights = weights

    def write(self, query: PassageQuery) -> Query | None:
        """None where the text has nothing to search for. Single characters only add to what matches anyway."""
        units = self._units(query)
        if not units:
            return None
        filters = [(Occur.Must, Query.const_score_query(limit, 0.0)) for limit in self._filters(query)]
        characters = self._match("characters", self._segmenter.units(query.text).characters, self._weights.characters)
        return Query.boolean_query([*filters, (Occur.Must, self._any_of(units)), *self._should(characters)])

    def write_likely(self, query: PassageQuery, frequency: Callable[[str, str], int], passages: int) -> Query | None:
        """The units that decide, and no filter: tantivy then passes over what cannot be among the best (block-max WAND,
        Ding & Suel 2011), which it does for nothing but a plain choice of terms. The most frequent ones are left out,
        as many as weigh `_DECIDES_LITTLE` together: most of the time would go into them.

        None where no unit occurs. `frequency`: in how many of all `passages` a term stands in a field.
        """
        counted = [(frequency(unit.field, unit.text), unit) for unit in self._units(query)]
        frequent = sorted((one for one in counted if one[0]), key=lambda one: -one[0])
        values = [unit.weight * rarity(count, passages) for count, unit in frequent]
        spared = sum(weighed <= _DECIDES_LITTLE * sum(values) for weighed in accumulate(values))
        return self._any_of(unit for _, unit in frequent[spared:]) if frequent else None

    def among(self, written: Query, passage_ids: Sequence[str]) -> Query:
        """What `written` finds among these passages; it scores as before."""
        these = Query.term_set_query(self._schema, "passage_id", list(passage_ids))
        return Query.boolean_query([(Occur.Must, Query.const_score_query(these, 0.0)), (Occur.Must, written)])

    def _units(self, query: PassageQuery) -> list[_Unit]:
        """Words and bigrams of the text in all parts, then those of what it means, in the passage itself."""
        weights, segmenter = self._weights, self._segmenter
        text = segmenter.units(query.text)
        parts = {"own": 1.0, "names": weights.names}
        units = [
            *self._match("words", text.words, weights.words, parts),
            *self._match("bigrams", text.bigrams, weights.bigrams, parts | {"around": weights.around}),
        ]
        if not units:
            return []
        meanings = {expansion.meant: weights.expansion for expansion in query.expansions}
        for meant, weight in (meanings | dict.fromkeys(query.terms, weights.term)).items():
            own = {"own": weight}
            units += self._match("words", segmenter.words(meant), weights.words, own)
            units += self._match("bigrams", segmenter.bigrams(meant), weights.bigrams, own)
        return units

    def _match(
        self, kind: str, units: Iterable[str], weight: float, parts: Mapping[str, float] = _OWN_ALONE
    ) -> list[_Unit]:
        return [
            _Unit(f"{part}_{kind}", unit, weight * part_weight)
            for unit in list(dict.fromkeys(units))[-MOST_UNITS:]
            for part, part_weight in parts.items()
            if weight * part_weight > 0
        ]

    def _any_of(self, units: Iterable[_Unit]) -> Query:
        return Query.boolean_query(self._should(units))

    def _should(self, units: Iterable[_Unit]) -> list[tuple[Occur, Query]]:
        return [(Occur.Should, self._scored(unit)) for unit in units]

    def _scored(self, unit: _Unit) -> Query:
        return Query.boost_query(Query.term_query(self._schema, unit.field, unit.text, "freq"), unit.weight)

    def _filters(self, query: PassageQuery) -> list[Query]:
        filters = [Query.term_query(self._schema, "collection", query.collection, "basic")]
        if query.region_ids is not None:
            filters.append(self._one_of("region_id", (*query.region_ids, ANYWHERE)))
        if query.audience is not None:
            filters.append(self._one_of("audience", (query.audience.value, ANYWHERE)))
        if query.document_ids is not None:
            filters.append(self._one_of("document_id", query.document_ids))
        if query.on_day is not None:
            day = as_number(query.on_day)
            filters.append(Query.range_query(self._schema, "from_day", FieldType.Integer, upper_bound=day))
            filters.append(Query.range_query(self._schema, "to_day", FieldType.Integer, lower_bound=day))
        return filters

    def _one_of(self, field: str, values: Iterable[str]) -> Query:
        return Query.term_set_query(self._schema, field, list(dict.fromkeys(values)))
