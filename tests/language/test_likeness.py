"""Which questions count as the one that was answered before."""

from pathlib import Path

import pytest
import yaml

from assistant.language.lexicon import Lexicon
from assistant.language.likeness import ALIKE, bigrams, closeness, likeness, take_apart
from assistant.services.knowing import Knowing

CASES = yaml.safe_load(Path(__file__).with_name("alike_questions.yaml").read_text("utf-8"))
LOOK_ALIKES = [(case["taught"], case["asked"]) for case in CASES if not case["alike"]]
PARAPHRASES = [(case["taught"], case["asked"]) for case in CASES if case["alike"]]


@pytest.fixture(scope="module")
def lexicon(knowing: Knowing) -> Lexicon:
    return knowing.lexicon


def is_alike(lexicon: Lexicon, one: str, other: str) -> bool:
    first, second = take_apart(one, lexicon), take_apart(other, lexicon)
    assert likeness(first, second) == likeness(second, first)
    return likeness(first, second) >= ALIKE


@pytest.mark.parametrize(("taught", "asked"), LOOK_ALIKES)
def test_a_look_alike_is_never_taken_for_the_question_taught(lexicon: Lexicon, taught: str, asked: str) -> None:
    assert not is_alike(lexicon, taught, asked)


def test_most_paraphrases_are_recognised(lexicon: Lexicon) -> None:
    known = sum(is_alike(lexicon, taught, asked) for taught, asked in PARAPHRASES)
    assert known >= 0.8 * len(PARAPHRASES), (known, len(PARAPHRASES))


@pytest.mark.parametrize("question", sorted({case["taught"] for case in CASES}))
def test_a_question_is_like_itself_however_it_is_spelled(lexicon: Lexicon, question: str) -> None:
    assert is_alike(lexicon, question, f"您好，请问{question.rstrip('？')}　?")


def test_closeness_is_the_share_in_common() -> None:
    assert closeness(bigrams("失业登记"), bigrams("失业登记")) == 1.0
    assert closeness(bigrams("失业登记"), bigrams("求职登记")) == pytest.approx(1 / 3)
    assert closeness(bigrams(""), bigrams("")) == 0.0
