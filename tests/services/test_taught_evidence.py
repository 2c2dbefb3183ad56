"""A model gets what staff have taught as evidence, through the same services."""

from assistant.domain.conversation import ConversationState, TurnContext
from assistant.services.rule_replier import RuleReplier
from assistant.services.turn_tools import TurnTools
from tests.services.test_teaching import ASKED, School
from tests.services.test_teaching import school as school  # the fixture
from tests.vacancy_office import desk_over


def test_the_answer_taught_is_among_the_evidence_from_the_start_and_found_by_the_tool(school: School) -> None:
    taught = school.teach()
    knowing, context = school.knowing(), TurnContext(school.clock.today())
    desk = desk_over(knowing, context.today)
    begun = RuleReplier(lambda: knowing, lambda: desk).reply(ASKED, ConversationState(), context)
    tools = TurnTools(knowing, lambda: desk, begun, ASKED, context)
    assert f"taught:{taught.id}" in tools.room.items
    assert "晚上7点开课" in tools.show(begun)
    other = RuleReplier(lambda: knowing, lambda: desk).reply("你好", ConversationState(), context)
    later = TurnTools(knowing, lambda: desk, other, ASKED, context)
    assert "晚上7点开课" in later.search_policies(ASKED)
    assert f"taught:{taught.id}" in later.room.items
