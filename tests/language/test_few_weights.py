"""Weights without their noughts give the rows they were made of, to the last bit."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from assistant.language.few_weights import FewWeights, without_noughts
from assistant.language.topic_model import TopicModel, gram_id, grams_of

SPARSE = st.sampled_from([0.0] * 6 + [-1.5, 2.25])


@settings(max_examples=60)
@given(table=arrays(np.float16, st.tuples(st.integers(1, 30), st.integers(8, 20)), elements=SPARSE), data=st.data())
def test_rows_come_back_as_they_were(table: np.ndarray, data: st.DataObject) -> None:
    rows = np.array(data.draw(st.lists(st.integers(0, len(table) - 1), min_size=1, max_size=12)), dtype=np.intp)
    assert np.array_equal(without_noughts(table)[rows], table[rows])


def test_a_table_is_left_as_it_is_where_it_would_not_be_smaller() -> None:
    full, wide = np.ones((50, 20), dtype=np.float16), np.zeros((50, 300), dtype=np.float16)
    assert without_noughts(full) is full
    assert without_noughts(wide) is wide
    assert isinstance(without_noughts(wide[:, :256]), FewWeights)


def test_a_model_says_the_same_in_either_form() -> None:
    text = "失业金怎么申请，社保断了还能领吗"
    known = np.array(sorted({gram_id(gram) for gram in grams_of(text)}), dtype=np.uint32)
    table = np.zeros((len(known), 40), dtype=np.float16)
    table[::3, ::5] = 0.625
    labels, idf, bias = tuple(map(str, range(40))), np.ones(len(known), np.float32), np.zeros(40, np.float32)
    slim = without_noughts(table)
    assert isinstance(slim, FewWeights)
    said = [TopicModel(labels, known, idf, weights, bias).scores(text) for weights in (slim, table)]
    assert said[0] == said[1] != {}
