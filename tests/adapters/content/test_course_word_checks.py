"""`kb check` of the files about courses."""

import shutil
from pathlib import Path

import pytest

from assistant.adapters.content.course_word_checks import check_course_words
from assistant.adapters.content.library import ReadLibrary, read_library
from tests.small_knowledge_base import SHIPPED

FILES = (
    "lexicon/courses.yaml", "lexicon/course_columns.yaml", "lexicon/vacancies.yaml", "lexicon/occupations.yaml",
    "catalogues/course_schemes.yaml", "catalogues/training_demand.yaml", "catalogues/occupations.yaml",
)  # fmt: skip


@pytest.fixture(scope="module")
def shipped() -> ReadLibrary:
    return read_library(SHIPPED)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(SHIPPED / name, tmp_path / name)
    return tmp_path


def test_the_shipped_files_have_nothing_wrong(shipped: ReadLibrary) -> None:
    assert check_course_words(SHIPPED, shipped) == ()


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("lexicon/courses.yaml", "occupation: 厨师", "occupation: 大厨", "There is no occupation '大厨'."),
        ("lexicon/courses.yaml", "{name: 焊工证, ", "{name: 焊接证, ", "There is no licence '焊接证'."),
        ("lexicon/courses.yaml", "\nfree: ['", "\nfree: ['免费(', '", "A pattern is no regular expression"),
        ("lexicon/courses.yaml", "  soon: ['不限", "  shoes: ['不限", "There is no limit 'shoes' that could be let go."),
        ("lexicon/courses.yaml", "own_place: [", "own_places: [", "own_place"),
        ("lexicon/course_columns.yaml", "  provider:", "  school:", "There is no field 'school'."),
        ("lexicon/course_columns.yaml", "names: [provider,", "names: [provider, title,", "means two fields"),
        ("catalogues/course_schemes.yaml", "id: skill-upgrade-subsidy", "id: no-such", "There is no scheme 'no-such'."),
        ("catalogues/course_schemes.yaml", "level_fact: person.certificate_level", "level_fact: person.rank", "there is no fact"),
        ("catalogues/course_schemes.yaml", "beginner: junior", "beginner: apprentice", "'apprentice' is no value of"),
        ("catalogues/course_schemes.yaml", "certificate: '技能等级|", "certificate: '技能等级(|", "no regular expression"),
        ("catalogues/training_demand.yaml", 'code: "6"', 'code: "6-99-99"', "no class begins with '6-99-99'"),
        ("catalogues/training_demand.yaml", 'code: "4"', 'code: "6"', "the code '6' stands twice"),
        ("catalogues/training_demand.yaml", "weight: 0.5", "weight: 50", "weight"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_file(
    shipped: ReadLibrary, folder: Path, name: str, old: str, new: str, says: str
) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    problems = check_course_words(folder, shipped)

    assert any(problem.startswith(name) and says in problem for problem in problems), problems


def test_a_file_that_is_missing_is_named(shipped: ReadLibrary, folder: Path) -> None:
    (folder / "lexicon/courses.yaml").unlink()
    assert any(problem.startswith("lexicon/courses.yaml") for problem in check_course_words(folder, shipped))
