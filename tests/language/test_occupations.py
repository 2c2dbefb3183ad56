"""A title is given the class it means; where it does not say what the work is, it is given none."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.segment import fold
from evals.occupations import BigramSearch, LabelledTitle, read_titles, score_of
from tests.language.occupation_data import named_in, shipped_classes, shipped_finder, shipped_groups

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "occupations"
HAS_TITLES = pytest.mark.skipif(not FOLDER.is_dir(), reason="the shared folder with real inputs is not on this machine")
FINDER = shipped_finder()


def code_of(title: str) -> str | None:
    return FINDER.code_for(title, named_in(title))


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("叉车司机", "6-30-05-01"),
        ("急招叉车工5名6000-8000包吃住", "6-30-05-01"),
        ("某某物业招聘保安", "4-07-05-01"),
        ("【急聘】洗碗嬢嬢(包吃住)", "4-03-02-05"),
        ("外卖骑手+日结+不押工资", "4-10-08-01"),
        ("养老护理员", "4-10-01-05"),
        ("web前端", "4-04-05-01"),
        ("Java开发工程师", "2-02-10-03"),
        ("高中英语老师", "2-08-02-01"),
        ("眼科医生", "2-05-01-05"),
        ("焊工/电焊工", "6-18-02-04"),
        ("摩托车拉客", "4-02-02-01"),
        ("茶艺师", "4-03-02-07"),
        ("保洁阿姨 月薪3500元 双休", "4-09-08-01"),
    ],
)
def test_a_title_is_given_its_class(title: str, code: str) -> None:
    assert code_of(title) == code


@pytest.mark.parametrize(
    "title", ["", "急招", "月薪过万 包吃住", "诚聘英才", "???", "!!!", "6000-8000", "找活路", "岗位"]
)
def test_a_title_that_tells_no_occupation_is_given_no_class(title: str) -> None:
    assert code_of(title) is None


def test_an_everyday_name_without_a_title_gives_its_first_class() -> None:
    assert FINDER.code_for("诚聘英才", ("叉车司机",)) == "6-30-05-01"


def test_a_name_nobody_knows_is_passed_over() -> None:
    assert FINDER.code_for("叉车司机", ("没有这个",)) == "6-30-05-01"


@pytest.mark.parametrize(
    ("title", "cleaned"),
    [
        ("急招叉车司机(渝北)", "叉车司机"),
        ("【高薪】保洁 5000元/月 包吃住", "保洁"),
        ("招聘专员", "招聘专员"),
        ("招商经理", "招商经理"),
        ("３Ｄ设计师", "3d设计师"),
        ("C1司机", "c1司机"),
        ("某某餐饮店招聘后厨", "后厨"),
    ],
)
def test_what_says_nothing_of_the_work_is_cut_out_of_a_title(title: str, cleaned: str) -> None:
    assert FINDER.clean(title) == cleaned


def test_matches_come_best_first_and_no_more_than_asked_for() -> None:
    matches = FINDER.find("餐厅服务员兼收银员", limit=3)
    assert len(matches) == 3
    assert [match.score for match in matches] == sorted((match.score for match in matches), reverse=True)
    assert {"4-03-02-05", "4-01-02-04"} <= {match.code for match in matches}


def test_a_match_carries_the_name_of_its_class() -> None:
    names = {entry.code: entry.name for entry in shipped_classes()}
    assert all(match.name == names[match.code] for match in FINDER.find("电工"))
    assert FINDER.find_class("4-07-05-01").name == "保安员"  # type: ignore[union-attr]
    assert FINDER.find_class("9-99-99-99") is None


def test_every_everyday_name_is_given_one_of_its_own_classes_or_one_it_names_more_closely() -> None:
    names = {entry.code: {entry.name, *entry.also} for entry in shipped_classes()}
    strange = []
    for group in shipped_groups():
        code = FINDER.code_for(group.name, (group.name,))
        if code not in group.codes and group.name not in names[code or ""]:
            strange.append((group.name, code))
    assert strange == []


@given(st.text(max_size=60), st.lists(st.sampled_from([group.name for group in shipped_groups()]), max_size=3))
def test_any_title_gives_a_class_of_the_edition_or_none_and_the_same_each_time(title: str, named: list[str]) -> None:
    code = FINDER.code_for(title, tuple(named))
    assert code is None or FINDER.find_class(code) is not None
    assert code == FINDER.code_for(title, tuple(named))
    assert len(FINDER.find(title)) <= 5


@given(st.text(max_size=60))
def test_mentions_lie_in_the_text(text: str) -> None:
    folded = fold(text)
    assert all(0 <= mention.start < mention.end <= len(folded) for mention in FINDER.named(folded))


def test_a_title_of_a_hundred_thousand_characters_takes_no_more_than_a_second() -> None:
    start = time.perf_counter()
    FINDER.code_for("招聘叉车司机" * 17_000, ("叉车司机",))
    FINDER.code_for("(" * 50_000 + "1" * 50_000, ())
    assert time.perf_counter() - start < 1


@HAS_TITLES
def test_the_half_of_the_titles_nobody_looked_at_is_understood_better_than_by_plain_bigrams() -> None:
    titles = [title for title in read_titles(FOLDER) if not title.is_for_development]
    ours = score_of(titles, lambda title: [match.code for match in FINDER.find(title)])
    naive = score_of(titles, BigramSearch.read(FOLDER).rank)
    assert ours.first >= max(0.45, naive.first + 0.1)
    assert ours.first_five >= max(0.70, naive.first_five + 0.1)


def test_the_halves_are_about_equal_and_fixed() -> None:
    halves = [LabelledTitle(f"title {number}", "4-07-05-01").is_for_development for number in range(1000)]
    assert 450 < sum(halves) < 550
    assert halves[:8] == [LabelledTitle(f"title {number}", "").is_for_development for number in range(8)]
