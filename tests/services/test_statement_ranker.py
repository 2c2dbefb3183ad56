"""Within one document, the words only few sentences share with a question tell which is meant."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.knowledge import Aspect
from assistant.services.knowing import Knowing
from assistant.services.statement_matrix import GAPS

DOCUMENT = "unemployment-benefit"


def test_the_sentence_that_holds_the_question_s_rare_words_comes_first(knowing: Knowing) -> None:
    best = knowing.ranker.rank("委托别人办要带什么", DOCUMENT)[0]
    passage = knowing.knowledge.passages[best.passage_id]
    assert passage.aspect is Aspect.PAPERS
    assert "委托书" in passage.statements[best.index].text


def test_a_document_s_own_name_points_to_nothing_in_particular(knowing: Knowing) -> None:
    ranked = knowing.ranker.rank("失业金委托书", DOCUMENT)
    assert "委托书" in knowing.knowledge.passages[ranked[0].passage_id].statements[ranked[0].index].text
    assert ranked[0].score > 2 * max((other.score for other in ranked[1:]), default=0.0)


def test_a_gap_is_pointed_to_like_a_sentence(knowing: Knowing) -> None:
    best = knowing.ranker.rank("审核通过后哪天到账", DOCUMENT)[0]
    assert (best.passage_id, best.index) == (GAPS, 0)


def test_a_heading_speaks_for_its_sentences(knowing: Knowing) -> None:
    ranked = knowing.ranker.rank("2024年", DOCUMENT)
    assert ranked[0].passage_id == f"{DOCUMENT}#how_much-2"


def test_words_the_document_does_not_have_point_to_nothing(knowing: Knowing) -> None:
    assert knowing.ranker.rank("zzz", DOCUMENT) == ()
    assert knowing.ranker.rank("", DOCUMENT) == ()


@given(st.text("失业金要带什么材料哪天到账委托2024年能领多少", max_size=20))
def test_scores_are_shares_in_falling_order_and_the_same_each_time(knowing: Knowing, text: str) -> None:
    ranked = knowing.ranker.rank(text, DOCUMENT)
    scores = [statement.score for statement in ranked]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 + 1e-9 for score in scores)
    assert ranked == knowing.ranker.rank(text, DOCUMENT)
