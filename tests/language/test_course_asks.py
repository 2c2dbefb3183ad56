"""What a message asks about courses is read clause by clause, by the table of the lexicon."""

from pathlib import Path

import pytest

from assistant.adapters.content.course_words_file import read_course_words
from assistant.adapters.content.vacancy_words_file import read_vacancy_words
from assistant.language.course_asks import ABOUT_A_COURSE, CourseAct, read_course_ask, without_sure_words
from assistant.language.course_names import best_named, said_of_title
from assistant.settings import Settings

KNOWLEDGE = Settings().knowledge_dir
WORDS = read_course_words(Path(KNOWLEDGE), read_vacancy_words(Path(KNOWLEDGE)))
STORY = (
    "我在大学城送了三年外卖，今年腿受不住了。媳妇说不如把车利用起来，白天接送娃儿，其余时间跑网约车。"
    "平台说还要考个网约车的证。我们住沙坪坝，哪里有教这个的班？"
)


def acts(text: str) -> set[CourseAct]:
    return set(read_course_ask(text, WORDS.asks).acts)


@pytest.mark.parametrize(
    ("text", "act"),
    [("南川有没有周末的陶艺培训", CourseAct.FIND), ("附近有班没得", CourseAct.FIND), ("哪里可以学速录", CourseAct.FIND),
     ("最近一期哪天开", CourseAct.STARTS), ("要钱不", CourseAct.FEE), ("我小学没读完报得上不", CourseAct.CONDITIONS),
     ("往期学员有好多人找到工作", CourseAct.OUTCOMES), ("还剩几个名额", CourseAct.SEATS), ("管不管住", CourseAct.BOARD),
     ("今天报名还赶得上不", CourseAct.DEADLINE), ("焊工那个给我报起", CourseAct.ENROL), ("再塞我一个进去嘛", CourseAct.ENROL),
     ("换成咖啡的看看", CourseAct.SWAP), ("保安那个不要了", CourseAct.GIVE_BACK), ("你看到哪个好就给我整哪个", CourseAct.ANY),
     ("你替我点确认", CourseAct.CONFIRM), ("学完有补贴没得", CourseAct.SUBSIDY), ("跟我上班撞不撞", CourseAct.CLASH),
     ("陶艺班还有位没", CourseAct.SEATS), ("你说学哪个就学哪个", CourseAct.ANY), ("几点钟开始上", CourseAct.STARTS),
     ("那还有别的时间吗", CourseAct.STARTS), ("你们都开得有些啥子班", CourseAct.FIND), ("先不报老", CourseAct.GIVE_BACK)],
)  # fmt: skip
def test_each_act_is_read_from_the_words_people_use(text: str, act: CourseAct) -> None:
    assert act in acts(text)


def test_of_several_clauses_each_keeps_its_act() -> None:
    ask = read_course_ask("咖啡师的班好久开，要好多钱，我报得起不", WORDS.asks)
    assert {CourseAct.STARTS, CourseAct.FEE, CourseAct.CONDITIONS} <= ask.acts
    assert ask.clause_of(CourseAct.FEE) == "要好多钱" and ask.clause_of(CourseAct.BOARD) == ""


@pytest.mark.parametrize(
    "text", ["夜班保安有没得", "上班没", "有没有会计工作", "失业金在哪里领", "我要报警", "网上说的是真的不"]
)
def test_work_and_rules_ask_for_no_course(text: str) -> None:
    found = acts(text)
    assert CourseAct.FIND not in found and CourseAct.ENROL not in found


@pytest.mark.parametrize("text", ["报好了，不过上不成了，怎么退", "已经提交了", "我报过这个班了"])
def test_what_was_done_already_is_no_wish(text: str) -> None:
    assert CourseAct.ENROL not in acts(text)


def test_of_a_story_the_clauses_about_courses_are_the_focus() -> None:
    ask = read_course_ask(STORY, WORDS.asks)
    assert "网约车的证" in ask.focus and "有教这个的班" in ask.focus
    assert "外卖" not in ask.focus and "接送娃儿" not in ask.focus


@pytest.mark.parametrize(
    ("text", "meant"),
    [("茶艺不好找工作，换成咖啡的看看", "咖啡的看看"), ("算了，改学古琴修复", "古琴修复"),
     ("保安那个我等下就退掉，消防那个帮我报起", "消防那个帮我报起"), ("还是电工稳当，换那个", "电工稳当，换那个"),
     ("给我报名第一个", "给我报名第一个")],
)  # fmt: skip
def test_what_is_given_up_is_not_meant(text: str, meant: str) -> None:
    assert read_course_ask(text, WORDS.asks).meant == meant


def test_the_acts_of_what_was_given_up_do_not_count() -> None:
    assert not read_course_ask("茶艺好找工作，还是换成咖啡拉花那个", WORDS.asks).acts & ABOUT_A_COURSE


def test_words_said_of_courses_alone_are_no_search_for_work() -> None:
    left = without_sure_words("往期学员有多少人找到工作", WORDS.asks)
    assert WORDS.cues.work.search(left) is None
    assert WORDS.cues.work.search(without_sure_words("帮我找个工作", WORDS.asks))


@pytest.mark.parametrize(
    ("title", "text", "pieces"),
    [("咖啡拉花周末班", "就这个咖啡的", ("咖啡",)), ("新能源汽车维修班", "新能源的", ("新能源",)),
     ("消防设施操作员班", "消防那个帮我报起", ("消防",)), ("网约车驾驶员考前培训班", "跑网约车", ("网约车",)),
     ("母婴护理员（月嫂）班", "那月嫂呢", ("月嫂",))],
)  # fmt: skip
def test_a_course_is_known_by_a_telling_piece_of_its_title(title: str, text: str, pieces: tuple[str, ...]) -> None:
    said = said_of_title(title, text, WORDS.cues)
    assert said is not None and said.pieces == pieces


@pytest.mark.parametrize(
    ("title", "text"),
    [("焊工初级班", "有没有周末的初级班"), ("消防设施操作员班", "我做过设备操作"), ("电商客服班", "给我报那个晚上的班"),
     ("公路养护工班", "第一个")],
)  # fmt: skip
def test_what_every_title_says_names_none(title: str, text: str) -> None:
    assert said_of_title(title, text, WORDS.cues) is None


def test_of_titles_that_share_a_word_the_one_that_is_said_most_is_meant() -> None:
    titles = ["数控铣工初级班", "数控车工初级班", "电工初级班"]
    assert best_named("我要报数控车工初级班", titles, str, WORDS.cues) == ["数控车工初级班"]
    assert best_named("数控的", titles, str, WORDS.cues) == titles[:2]
    assert best_named("随便", titles, str, WORDS.cues) == []
