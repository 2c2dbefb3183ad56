"""How a conversation goes on: details on the topic, what is missing, what can be asked next, what means nothing."""

import pytest

from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.domain.conversation import AnswerStatus, Turn
from assistant.domain.knowledge import Audience
from assistant.language.questions import asks_yes_or_no
from tests.services.talking import Talk

BENEFIT = "unemployment-benefit"


@pytest.fixture
def talk(loaded: LoadedKnowledge) -> Talk:
    return Talk(loaded)


def _documents(turn: Turn) -> set[str]:
    return {citation.passage_id.partition("#")[0] for citation in turn.citations}


def _named(loaded: LoadedKnowledge, text: str) -> set[str]:
    found = loaded.knowing.search.find(text, Audience.JOB_SEEKER)
    return {finding.document_id for finding in found if finding.named}


class TestFurtherDetails:
    def test_a_named_topic_gives_its_card_each_time_it_is_named(self, talk: Talk) -> None:
        card = talk.say("创业担保贷款").text
        assert len(card.splitlines()) >= 4
        assert talk.say("创业担保贷款").text == card

    @pytest.mark.parametrize("detail", ["我老婆呢，她是辞职的", "退役军人呢", "交了八年的呢"])
    def test_another_case_stays_on_the_topic_and_is_not_the_card_again(self, talk: Talk, detail: str) -> None:
        card = talk.say("失业金").text
        turn = talk.say(detail)
        assert _documents(turn) <= {BENEFIT, "hotline-12333", "said"}
        assert turn.text != card

    def test_the_sentence_with_the_detail_comes_first(self, talk: Talk) -> None:
        talk.say("失业金")
        assert "委托书" in talk.say("委托别人办呢").text.splitlines()[0]

    def test_what_is_known_to_be_missing_is_said_first(self, talk: Talk) -> None:
        talk.say("失业金")
        assert talk.say("多久到账？").text.startswith("没有查到失业金审核通过后哪天到账。")

    def test_another_place_keeps_what_was_asked(self, talk: Talk) -> None:
        talk.say("失业金在哪里办？")
        assert "万州区示例大厅" in talk.say("换成万州呢").text


class TestWhatMeansNothing:
    @pytest.mark.parametrize("noise", ["呵呵呵呵", "嗯嗯额额", "123456", "12345678901234567890"])
    def test_noise_after_a_topic_is_asked_back(self, talk: Talk, noise: str) -> None:
        talk.say("失业金")
        turn = talk.say(noise)
        assert turn.status is AnswerStatus.CLARIFICATION
        assert turn.citations == ()

    def test_a_hotline_s_number_inside_a_longer_one_names_no_hotline(self, loaded: LoadedKnowledge) -> None:
        assert _named(loaded, "12345是什么电话") == {"hotline-12345"}
        assert _named(loaded, "我的单号是991234500") == set()
        assert _named(loaded, "单号991234500，打12345问过") == {"hotline-12345"}

    @pytest.mark.parametrize(
        "words", ["失業保険はいくらですか", "실업급여 얼마예요", "пособие по безработице", "เงินว่างงาน"]
    )
    def test_another_script_is_told_that_chinese_is_needed(self, talk: Talk, words: str) -> None:
        assert "Chinese" in talk.say(words).text


class TestSuggestions:
    @pytest.mark.parametrize("message", ["今天天气怎么样", "你好", "彩票中了奖在哪里领"])
    def test_an_answer_without_a_topic_offers_topics(self, talk: Talk, loaded: LoadedKnowledge, message: str) -> None:
        examples = loaded.knowing.lexicon.phrases.examples["job_seeker"]
        assert len(examples) == 4
        assert talk.say(message).suggestions == examples

    def test_what_was_asked_is_not_offered_again(self, talk: Talk) -> None:
        assert "失业金能领多少？" not in talk.say("失业金能领多少？").suggestions

    def test_only_what_there_is_a_section_on_is_offered(self, talk: Talk) -> None:
        offered = talk.say("12345是什么电话").suggestions
        assert not [offer for offer in offered if offer.endswith("？")]


@pytest.mark.parametrize("question", ["能领失业金吗", "要不要交税", "够不够条件", "有没得补贴", "领得到不"])
def test_a_question_for_yes_or_no_is_known_by_its_form(question: str) -> None:
    assert asks_yes_or_no(question)


@pytest.mark.parametrize("question", ["能领多少", "哪些人能领吗", "怎么申请", "失业金"])
def test_a_question_for_a_thing_is_none_for_yes_or_no(question: str) -> None:
    assert not asks_yes_or_no(question)


class TestInTheMiddleOfAMatter:
    @pytest.mark.parametrize(
        "text",
        ["我想一次性领完拿去把屋头房子修了要得不", "他现在在医院，啷个登记嘛", "我人在外地陪屋头人看病，能线上办不"],
    )
    def test_what_goes_on_about_it_is_not_sent_away_as_foreign(self, talk: Talk, text: str) -> None:
        talk.say("失业金要什么条件")
        assert talk.say(text).status is not AnswerStatus.UNANSWERABLE_OUT_OF_SCOPE

    @pytest.mark.parametrize("text", ["今天晚上双色球开几号", "买了张火车票，身份证号写错了能退不"])
    def test_what_is_plainly_foreign_still_is(self, talk: Talk, text: str) -> None:
        talk.say("失业金要什么条件")
        assert talk.say(text).status is AnswerStatus.UNANSWERABLE_OUT_OF_SCOPE
