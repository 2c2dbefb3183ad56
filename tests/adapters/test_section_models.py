"""Models that tell the sections of one document apart."""

from pathlib import Path

import numpy as np
import pytest

from assistant.adapters.topic_training import load_models, save_models, train_section_models
from assistant.services.knowing import Knowing

DOCUMENT = "unemployment-benefit"


def test_a_question_like_those_learnt_finds_their_section(knowing: Knowing) -> None:
    passages = knowing.knowledge.get_document(DOCUMENT).passages
    asked = {passages[0].id: ("一句话讲明白这是啥子",) * 3, passages[1].id: ("像我这种人够不够得着",) * 3}
    shares = train_section_models(knowing.knowledge, knowing.lexicon.synonyms, asked)[DOCUMENT].predict("我够得着不")
    assert max(shares, key=lambda name: shares[name]) == passages[1].id


def test_what_is_kept_is_what_was_learnt(knowing: Knowing, tmp_path: Path) -> None:
    models = train_section_models(knowing.knowledge, knowing.lexicon.synonyms, {})
    save_models(models, tmp_path, "sections")
    kept = load_models(tmp_path, "sections")
    assert kept.keys() == models.keys()
    for name, model in models.items():
        assert kept[name].labels == model.labels
        assert np.array_equal(kept[name].weights, model.weights)


def test_models_that_are_broken_are_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "sections.json").write_text("{}", encoding="utf-8")
    np.savez(tmp_path / "sections.npz", grams=np.zeros(1))
    with pytest.raises(ValueError, match="broken"):
        load_models(tmp_path, "sections")
