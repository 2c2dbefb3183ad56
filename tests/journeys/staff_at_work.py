"""An office under test: staff with passwords of their own, and a night's cases, on the real product."""

from playwright.sync_api import Page

from assistant.bootstrap import Assistant
from assistant.domain.contacts import as_contact
from assistant.domain.conversation import HandoverReason
from assistant.domain.staff import Role
from assistant.services.staff_accounts import OPERATOR

OWN = "三峡广场的早班车很准时"
ROLES = {"li": Role.ADVISOR, "zhao": Role.SUPERVISOR, "chef": Role.ADMINISTRATOR, "wang": Role.SPECIALIST}


def settle_staff(assistant: Assistant) -> None:
    """Every member with the password `OWN`."""
    accounts = assistant.office.accounts
    for name, role in ROLES.items():
        given = accounts.add(OPERATOR, name, role)
        token = accounts.log_in(name, given.password).token
        accounts.log_out(accounts.change_password(token, given.password, OWN).token)


def fill_queue(assistant: Assistant) -> tuple[str, str]:
    """Talks that ended with a person being asked for; the number and the code of the last one's case."""
    talks = [
        (("老板三个月没发工资怎么办？", "公司没交社保呢？"), HandoverReason.WAGE_ARREARS),
        (("我失业了能领多少钱？",), HandoverReason.ASKED),
        (("你们窗口态度太差了",), HandoverReason.COMPLAINT),
        (("我45岁，失业两年了，想自己交社保有补贴吗？", "那要什么材料？"), HandoverReason.WRONG_AMOUNT),
    ]
    number = code = ""
    for questions, reason in talks:
        started = assistant.conversations.start()
        for question in questions:
            assistant.conversations.answer(started.id, question)
        handed = assistant.conversations.hand_over(started.id, reason).handover
        assert handed is not None and handed.case_number is not None
        number = handed.case_number
        code = assistant.office.persons.issue_code(started.id, number)
    contact = as_contact("示例女士", "13800001234", "beispiel@example.org", "下午三点以后")
    assistant.office.contacts.leave(number, code, contact, "我同意")
    assistant.office.persons.write(number, code, "补充：我的合同上写的是每月15号发。")
    return number, code


def log_in(page: Page, url: str, name: str) -> None:
    page.goto(f"{url}/staff")
    page.get_by_label("账号").fill(name)
    page.get_by_label("密码").fill(OWN)
    page.get_by_role("button", name="登录").click()
