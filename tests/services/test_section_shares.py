"""How likely each section is what a question asks for."""

from assistant.domain.knowledge import Aspect
from assistant.services.knowing import Knowing
from assistant.services.section_shares import share_sections

DOCUMENT = "unemployment-benefit"


def _shares(knowing: Knowing, text: str, cues: dict[Aspect, float] | None = None) -> dict[str, float]:
    passages = knowing.knowledge.get_document(DOCUMENT).passages
    likely = knowing.lexicon.aspect_model.predict(text)
    return share_sections(passages, knowing.ranker.rank(text, DOCUMENT), likely, cues or {})


def test_shares_are_probabilities(knowing: Knowing) -> None:
    shares = _shares(knowing, "失业金要带什么材料")
    assert abs(sum(shares.values()) - 1) < 1e-9
    assert all(0 <= share <= 1 for share in shares.values())


def test_a_sentence_that_matches_makes_its_section_likely(knowing: Knowing) -> None:
    shares = _shares(knowing, "委托别人办要带委托书吗")
    best = max(shares, key=lambda name: shares[name])
    assert knowing.knowledge.passages[best].aspect is Aspect.PAPERS


def test_an_aspect_named_by_the_question_makes_its_sections_likelier(knowing: Knowing) -> None:
    passages = knowing.knowledge.get_document(DOCUMENT).passages
    where = next(passage.id for passage in passages if passage.aspect is Aspect.WHERE)
    assert _shares(knowing, "失业金", {Aspect.WHERE: 1.0})[where] > _shares(knowing, "失业金")[where]


def test_a_document_without_sections_has_no_shares(knowing: Knowing) -> None:
    assert share_sections((), (), {}, {}) == {}
