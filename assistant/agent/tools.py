"""The tools a model may call. Their docstrings are its interface; each calls one method of the turn's tools."""

from langchain.tools import ToolRuntime, tool
from langchain_core.tools import BaseTool

from assistant.agent.turn_run import TurnRun


@tool(parse_docstring=True)
def search_policies(question: str, runtime: ToolRuntime[TurnRun], region: str = "", as_of: str = "") -> str:
    """查政策资料：补贴、失业金、社保、劳动权益、办事流程。返回带编号的原文。

    Args:
        question: 要查的问题，一句完整的中文，写明是哪项政策、问什么（条件、金额、材料、流程、地点、期限）。
        region: 区县名；对方说了区县才填。
        as_of: 年份或日期，例如2024；对方问的是过去某个时候才填。
    """
    return runtime.context.tools.search_policies(question, region, as_of)


@tool(parse_docstring=True)
def find_vacancies(wishes: str, runtime: ToolRuntime[TurnRun]) -> str:
    """查在招岗位。岗位卡片由系统显示，你只用一两句话介绍。

    Args:
        wishes: 想找什么样的工作，一句话写全：工种、区县、工资、班次、学历、包吃住等。
    """
    return runtime.context.tools.find_vacancies(wishes)


@tool(parse_docstring=True)
def find_courses(wishes: str, runtime: ToolRuntime[TurnRun]) -> str:
    """查还能报名的培训课程和班次。课程卡片由系统显示，你只用一两句话介绍；报名由对方自己在表单里确认。

    Args:
        wishes: 想学什么、考什么证，一句话写全：工种或证书、区县、晚上还是周末、免费还是多少钱以内、线上还是线下。
    """
    return runtime.context.tools.find_courses(wishes)


@tool(parse_docstring=True)
def assess_subsidies(runtime: ToolRuntime[TurnRun], schemes: str = "") -> str:
    """按对方已经说过的情况，核对够不够补贴条件、能领多少。金额由系统算好。

    Args:
        schemes: 补贴名称，可以写几个，用顿号隔开；不写就核对全部。
    """
    return runtime.context.tools.assess_subsidies(schemes)


@tool(parse_docstring=True)
def check_employer(employer: str, runtime: ToolRuntime[TurnRun]) -> str:
    """查一家单位在本系统里的公开信息，只列事实，不下结论。

    Args:
        employer: 单位名称，写全称。
    """
    return runtime.context.tools.check_employer(employer)


@tool(parse_docstring=True)
def draft_labour_request(needs: str, runtime: ToolRuntime[TurnRun]) -> str:
    """用人单位要招人时，拟一份用工需求草稿。只拟草稿，由单位自己在表单里核对、发出。

    Args:
        needs: 招什么工种、几个人、在哪个区县、工资多少、班次、包吃住、什么时候要人；只写对方说过的。
    """
    return runtime.context.tools.draft_labour_request(needs)


@tool(parse_docstring=True)
def draft_enrolment(course: str, runtime: ToolRuntime[TurnRun]) -> str:
    """对方看了课程后说要报名时，拟一份报名草稿。只拟草稿，由本人在表单里填姓名电话、点确认才算报上。

    Args:
        course: 要报哪一个，照对方的话写：第几个、课程名、哪天开班。不要写姓名和电话。
    """
    return runtime.context.tools.draft_enrolment(course)


@tool(parse_docstring=True)
def hand_over(runtime: ToolRuntime[TurnRun]) -> str:
    """对方需要工作人员时用。页面会出现“转人工”按钮，由对方自己点。"""
    return runtime.context.tools.hand_over()


ALL: tuple[BaseTool, ...] = (
    search_policies, find_vacancies, find_courses, assess_subsidies, check_employer, draft_labour_request,
    draft_enrolment, hand_over,
)  # fmt: skip
