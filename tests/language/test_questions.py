"""What is asked in one message, one question at a time."""

import re

from assistant.language.questions import Question, split_questions

_JOINTS = re.compile(r"(?:^|(?<=[,，]))(?:另外(?![一两几])|顺便问一下)[,，]?")


def _split(text: str) -> tuple[Question, ...]:
    return split_questions(text, _JOINTS, lambda piece: "材料" in piece)


def _asked(text: str) -> list[str]:
    return [question.asked for question in _split(text)]


class TestHowManyQuestions:
    def test_every_question_mark_ends_a_question(self) -> None:
        assert _asked("年假有几天？没休完怎么赔？") == ["年假有几天", "没休完怎么赔"]

    def test_two_questions_need_no_question_mark_between_them(self) -> None:
        assert _asked("失业登记在哪办，要不要钱") == ["失业登记在哪办", "要不要钱"]

    def test_the_second_goes_on_in_one_breath_only_after_a_comma(self) -> None:
        assert [question.goes_on for question in _split("在哪办，要不要钱？多久办好？")] == [False, True, False]

    def test_a_joint_separates_at_the_beginning_of_a_clause_only(self) -> None:
        assert _asked("最低工资多少，另外加班费怎么算") == ["最低工资多少", "加班费怎么算"]
        assert len(_split("到时候另外发一笔钱，对不对")) == 1

    def test_asking_for_a_yes_is_no_question_of_its_own(self) -> None:
        assert _asked("贷款是政府全额贴息，对吧？") == ["贷款是政府全额贴息，对吧"]
        assert _asked("贷款是政府全额贴息。是这样吗？") == ["贷款是政府全额贴息"]

    def test_a_length_of_time_told_is_no_question(self) -> None:
        assert _asked("这几年都在外地打工。失业金领得到不") == ["失业金领得到不"]

    def test_words_may_ask_where_the_form_does_not(self) -> None:
        assert _asked("我下岗了。失业金的材料") == ["失业金的材料"]
        assert _asked("材料我都有。失业金领多少") == ["失业金领多少"]


class TestTheStory:
    def test_what_is_told_before_belongs_to_the_next_question(self) -> None:
        first, second = _split("我在渝北上班。公司欠薪怎么投诉？我还没签合同。要赔我多少？")
        assert (first.story, second.story) == ("我在渝北上班", "我还没签合同")

    def test_what_is_told_after_the_last_question_belongs_to_it(self) -> None:
        (only,) = _split("那我老婆呢？她户口在城口。")
        assert (only.asked, only.story) == ("那我老婆呢", "她户口在城口")

    def test_a_long_sentence_is_a_story_with_its_question_at_the_end(self) -> None:
        (only,) = _split(
            "我在一家做了十二年的汽车配件厂里当质检员，上个月厂子整个搬走了合同也跟我们解除了，失业金领几个月"
        )
        assert only.asked == "失业金领几个月"

    def test_a_message_that_asks_nothing_stays_whole(self) -> None:
        assert _asked("失业金") == ["失业金"]
        assert _asked("") == [""]


class TestWhichArticle:
    def test_asking_for_the_article_alone_belongs_to_the_question_before(self) -> None:
        assert _asked("童工是多少岁以下？劳动法第几条写的？") == ["童工是多少岁以下，劳动法第几条写的"]
        assert _asked("伤残补助金是几个月工资，写在工伤保险条例哪一条") == [
            "伤残补助金是几个月工资，写在工伤保险条例哪一条"
        ]

    def test_asking_what_an_article_says_stays_a_question(self) -> None:
        assert len(_split("试用期最长多久？哪一条说了能辞退怀孕的人？")) == 2

    def test_asking_whether_it_is_lawful_belongs_to_what_was_told(self) -> None:
        assert _asked("面试问我好久结婚，合不合法？") == ["面试问我好久结婚，合不合法"]
