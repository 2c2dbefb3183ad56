"""Editing knowledge: who may do what, two people for money, nothing broken and nothing lost, and the way back."""

from collections.abc import Callable

import pytest

from assistant.domain.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from assistant.domain.knowledge_edits import (
    MOST_FILES,
    ChangeState,
    KnowledgeChange,
    digest_of_text,
    is_editable,
    overlay_of,
)
from assistant.domain.staff import Role, StaffMember
from assistant.services.knowledge_desk import Draft, KnowledgeDesk, KnowledgeEditing
from tests.case_office import ADMIN, EDITOR, LI, WANG, ZHAO
from tests.fakes.clock import FixedClock
from tests.fakes.knowledge_edits import FakeKnowledgeEdits, FakeWorkshop
from tests.fakes.staff_stores import FakeAuditLog

LEAVE, GRANT, WAGE = "policies/annual-leave.md", "schemes/expansion-grant/guidance.md", "parameters/minimum_wage.yaml"
SHIPPED = {
    LEAVE: "---\ntitle: 年休假\n---\n## 是什么\n五天。\n",
    GRANT: "## 能领多少\n一千。\n",
    WAGE: "minimum: 1\n",
    "samples/vacancy_material.yaml": "a: 1\n",
}
OTHER = StaffMember("yuan", Role.EDITOR)
NEW = Draft(title="更新", reason="依据示例通知")


@pytest.fixture
def store() -> FakeKnowledgeEdits:
    return FakeKnowledgeEdits()


@pytest.fixture
def workshop() -> FakeWorkshop:
    return FakeWorkshop(dict(SHIPPED))


@pytest.fixture
def audit() -> FakeAuditLog:
    return FakeAuditLog()


@pytest.fixture
def desk(store: FakeKnowledgeEdits, workshop: FakeWorkshop, audit: FakeAuditLog) -> KnowledgeDesk:
    return KnowledgeDesk(KnowledgeEditing(store, workshop, audit, FixedClock()))


def write(desk: KnowledgeDesk, path: str, text: str, by: StaffMember = EDITOR, into: Draft = NEW) -> KnowledgeChange:
    return desk.write(by, into, path, text, desk.shelf(by).digest(path))


def propose(desk: KnowledgeDesk, path: str, text: str, by: StaffMember = EDITOR) -> KnowledgeChange:
    change = write(desk, path, text, by)
    return desk.propose(by, change.id, change.revision)


def publish(desk: KnowledgeDesk, path: str, text: str, by: StaffMember = EDITOR) -> KnowledgeChange:
    change = propose(desk, path, text, by)
    return desk.publish(OTHER, change.id, change.revision)


@pytest.mark.parametrize("member", [LI, WANG, ADMIN, StaffMember("bian", Role.EDITOR, is_locked=True)])
def test_whoever_may_not_edit_knowledge_may_do_none_of_it(desk: KnowledgeDesk, member: StaffMember) -> None:
    change = propose(desk, LEAVE, "新的\n")
    n, r = change.id, change.revision
    steps: list[Callable[[], object]] = [
        lambda: desk.shelf(member), lambda: desk.list_changes(member, (ChangeState.DRAFT,)), lambda: desk.get(member, n),
        lambda: desk.write(member, NEW, LEAVE, "x", None), lambda: desk.remove(member, NEW, LEAVE),
        lambda: desk.settle(member, NEW, LEAVE, True), lambda: desk.retitle(member, n, "a", "b", r),
        lambda: desk.drop(member, n, LEAVE, r), lambda: desk.take_note(member, n, LEAVE, r),
        lambda: desk.preview(member, n), lambda: desk.propose(member, n, r), lambda: desk.give_back(member, n, "x", r),
        lambda: desk.withdraw(member, n, r), lambda: desk.publish(member, n, r), lambda: desk.go_back(member, 0, "x"),
    ]  # fmt: skip
    for step in steps:
        with pytest.raises(NotAllowedError):
            step()


@pytest.mark.parametrize(
    "path",
    ["../secret.yaml", "policies/../facts.yaml", "/etc/passwd", "policies/A.md", "policies/a.py", "samples/x.yaml",
     "catalogues/occupations.yaml", "lexicon/occupations.yaml", "lexicon/advert_checks.yaml", "policies/.x.md",
     "policies/a.md\n", "schemes/a/other.md", ""],
)  # fmt: skip
def test_only_knowledge_files_can_be_edited(desk: KnowledgeDesk, path: str) -> None:
    assert not is_editable(path)
    with pytest.raises(InvalidInputError):
        desk.write(EDITOR, NEW, path, "x", None)
    assert desk.shelf(EDITOR).find_text(path) is None


def test_an_edit_is_published_by_somebody_else_and_both_are_recorded(
    desk: KnowledgeDesk, workshop: FakeWorkshop, audit: FakeAuditLog
) -> None:
    done = publish(desk, LEAVE, "---\ntitle: 年休假\n---\n## 是什么\n六天。\n")

    assert (done.state, done.author, done.closed_by, done.publication) == (ChangeState.PUBLISHED, "bian", "yuan", 1)
    assert desk.shelf(EDITOR).get_text(LEAVE).endswith("六天。\n")
    assert workshop.shipped == SHIPPED
    assert workshop.proved[-1] == {LEAVE: desk.shelf(EDITOR).get_text(LEAVE)}
    assert [(event.actor, event.action) for event in audit.events] == [
        ("bian", "knowledge_saved"), ("bian", "knowledge_proposed"), ("yuan", "knowledge_published")
    ]  # fmt: skip
    assert audit.events[-1].detail == f"publication=1 author=bian {LEAVE}"
    assert audit.events[-1].subject == f"knowledge:{done.id}"


def test_an_editor_does_not_publish_own_edits(desk: KnowledgeDesk) -> None:
    change = propose(desk, LEAVE, "新的\n")

    with pytest.raises(ConflictError):
        desk.publish(EDITOR, change.id, change.revision)
    assert desk.may_publish(EDITOR, change) != ""
    assert desk.may_publish(OTHER, change) == ""


def test_a_supervisor_publishes_own_edits_but_none_about_money(desk: KnowledgeDesk) -> None:
    words, money = propose(desk, LEAVE, "新的\n", ZHAO), propose(desk, GRANT, "## 能领多少\n两千。\n", ZHAO)

    assert desk.publish(ZHAO, words.id, words.revision).publication == 1
    with pytest.raises(ConflictError, match="另一个人"):
        desk.publish(ZHAO, money.id, money.revision)
    assert desk.publish(EDITOR, money.id, money.revision).publication == 2


@pytest.mark.parametrize("path", [GRANT, WAGE, "facts.yaml", "schemes/a/cases.yaml"])
def test_money_is_schemes_figures_and_facts(desk: KnowledgeDesk, path: str) -> None:
    assert write(desk, path, "x: 1\n").is_about_money


def test_what_a_check_refuses_is_neither_proposed_nor_published(desk: KnowledgeDesk, workshop: FakeWorkshop) -> None:
    draft = write(desk, LEAVE, "BROKEN\n")
    with pytest.raises(ConflictError):
        desk.propose(EDITOR, draft.id, draft.revision)

    change = propose(desk, LEAVE, "好的\n")
    workshop.preview = lambda overlay: FakeWorkshop.preview(workshop, {LEAVE: "BROKEN"})  # type: ignore[method-assign]
    with pytest.raises(ConflictError):
        desk.publish(OTHER, change.id, change.revision)
    assert desk.get(EDITOR, change.id).state is ChangeState.PROPOSED
    assert desk.shelf(EDITOR).get_text(LEAVE) == SHIPPED[LEAVE]


def test_a_file_published_meanwhile_is_said_and_what_was_written_stays(desk: KnowledgeDesk) -> None:
    mine = write(desk, LEAVE, "我的\n")
    publish(desk, LEAVE, "别人的\n", ZHAO)

    assert desk.turned(desk.get(EDITOR, mine.id)) == (LEAVE,)
    with pytest.raises(ConflictError):
        desk.propose(EDITOR, mine.id, mine.revision)
    kept = desk.get(EDITOR, mine.id).find_edit(LEAVE)
    assert kept is not None and kept.text == "我的\n"

    seen = desk.take_note(EDITOR, mine.id, LEAVE, mine.revision)
    assert desk.turned(seen) == ()
    ready = desk.propose(EDITOR, mine.id, seen.revision)
    assert desk.publish(OTHER, mine.id, ready.revision).publication == 2


def test_a_file_published_after_the_proposal_stops_its_publishing(desk: KnowledgeDesk) -> None:
    mine = propose(desk, LEAVE, "我的\n")
    publish(desk, LEAVE, "别人的\n", ZHAO)

    with pytest.raises(ConflictError):
        desk.publish(OTHER, mine.id, mine.revision)
    assert desk.shelf(EDITOR).get_text(LEAVE) == "别人的\n"


def test_what_was_written_from_an_older_text_is_kept_and_marked(desk: KnowledgeDesk) -> None:
    base = digest_of_text(SHIPPED[LEAVE])
    publish(desk, LEAVE, "别人的\n", ZHAO)

    mine = desk.write(EDITOR, NEW, LEAVE, "我的\n", base)

    assert desk.turned(mine) == (LEAVE,)


def test_two_pages_on_one_draft_do_not_write_over_each_other(desk: KnowledgeDesk) -> None:
    first = write(desk, LEAVE, "一\n")
    write(desk, LEAVE, "二\n", into=Draft(first.id, first.revision))

    with pytest.raises(ConflictError):
        write(desk, LEAVE, "三\n", into=Draft(first.id, first.revision))


def test_nobody_writes_into_a_draft_of_somebody_else(desk: KnowledgeDesk) -> None:
    draft = write(desk, LEAVE, "一\n")

    with pytest.raises(NotAllowedError):
        write(desk, LEAVE, "二\n", OTHER, Draft(draft.id, draft.revision))
    with pytest.raises(NotAllowedError):
        desk.propose(OTHER, draft.id, draft.revision)


def test_a_proposal_is_given_back_with_a_reason_and_goes_on(desk: KnowledgeDesk) -> None:
    change = propose(desk, LEAVE, "一\n")

    with pytest.raises(InvalidInputError):
        desk.give_back(OTHER, change.id, " ", change.revision)
    back = desk.give_back(OTHER, change.id, "请补出处", change.revision)
    assert (back.state, back.returned) == (ChangeState.DRAFT, "请补出处")
    again = write(desk, LEAVE, "二\n", into=Draft(back.id, back.revision))
    assert desk.propose(EDITOR, again.id, again.revision).returned == ""


def test_what_was_withdrawn_or_published_takes_no_further_step(desk: KnowledgeDesk) -> None:
    done, draft = publish(desk, LEAVE, "一\n"), write(desk, GRANT, "x\n")
    gone = desk.withdraw(EDITOR, draft.id, draft.revision)

    for change in (done, gone):
        with pytest.raises(ConflictError):
            write(desk, LEAVE, "二\n", into=Draft(change.id, change.revision))
        with pytest.raises(ConflictError):
            desk.publish(OTHER, change.id, change.revision)
        with pytest.raises(ConflictError):
            desk.withdraw(EDITOR, change.id, change.revision)


def test_going_back_makes_every_file_what_it_was(desk: KnowledgeDesk, store: FakeKnowledgeEdits) -> None:
    publish(desk, LEAVE, "一\n")
    publish(desk, GRANT, "两千\n")
    publish(desk, LEAVE, "二\n")

    back = desk.go_back(EDITOR, 1, "写错了")
    assert back.state is ChangeState.PROPOSED
    desk.publish(OTHER, back.id, back.revision)
    assert overlay_of(store.list_published()) == {LEAVE: "一\n"}

    shipped = desk.go_back(EDITOR, 0, "都不要了")
    desk.publish(OTHER, shipped.id, shipped.revision)
    assert overlay_of(store.list_published()) == {}
    assert desk.shelf(EDITOR).get_text(LEAVE) == SHIPPED[LEAVE]


def test_a_supervisor_goes_back_alone_even_with_money_but_only_as_it_was(desk: KnowledgeDesk) -> None:
    publish(desk, GRANT, "两千\n")
    back = desk.go_back(ZHAO, 0, "金额写错")
    assert desk.may_publish(ZHAO, back) == ""

    draft = desk.give_back(ZHAO, back.id, "", back.revision)
    changed = write(desk, GRANT, "三千\n", ZHAO, Draft(draft.id, draft.revision))
    again = desk.propose(ZHAO, changed.id, changed.revision)
    assert desk.may_publish(ZHAO, again) != ""


def test_there_is_no_going_back_to_what_never_was(desk: KnowledgeDesk) -> None:
    publish(desk, LEAVE, "一\n")
    for number in (-1, 1, 2):
        with pytest.raises(NotFoundError):
            desk.go_back(EDITOR, number, "x")


def test_an_upgrade_under_a_published_edit_is_listed_until_it_is_settled(
    desk: KnowledgeDesk, workshop: FakeWorkshop
) -> None:
    publish(desk, LEAVE, "我们的\n")
    assert desk.shelf(EDITOR).shipped_anew() == []

    workshop.shipped[LEAVE] = "升级的\n"
    assert [one.file.path for one in desk.shelf(EDITOR).shipped_anew()] == [LEAVE]
    assert desk.shelf(EDITOR).get_text(LEAVE) == "我们的\n"

    kept = desk.settle(EDITOR, NEW, LEAVE, keeps_ours=True)
    kept = desk.propose(EDITOR, kept.id, kept.revision)
    desk.publish(OTHER, kept.id, kept.revision)
    assert desk.shelf(EDITOR).shipped_anew() == []
    assert desk.shelf(EDITOR).get_text(LEAVE) == "我们的\n"

    workshop.shipped[LEAVE] = "又升级\n"
    given = desk.settle(EDITOR, NEW, LEAVE, keeps_ours=False)
    given = desk.propose(EDITOR, given.id, given.revision)
    desk.publish(OTHER, given.id, given.revision)
    assert desk.shelf(EDITOR).get_text(LEAVE) == "又升级\n"


def test_an_upgrade_that_brings_what_we_published_is_no_conflict(desk: KnowledgeDesk, workshop: FakeWorkshop) -> None:
    publish(desk, LEAVE, "我们的\n")
    workshop.shipped[LEAVE] = "我们的\n"

    assert desk.shelf(EDITOR).shipped_anew() == []


def test_a_file_is_taken_out_and_a_new_one_comes(desk: KnowledgeDesk) -> None:
    change = desk.remove(EDITOR, NEW, LEAVE)
    change = desk.write(EDITOR, Draft(change.id, change.revision), "policies/new-notice.md", "新\r\n\r\n", None)
    change = desk.propose(EDITOR, change.id, change.revision)
    desk.publish(OTHER, change.id, change.revision)

    shelf = desk.shelf(EDITOR)
    assert shelf.find_text(LEAVE) is None
    assert shelf.get_text("policies/new-notice.md") == "新\n"
    assert LEAVE not in [file.path for file in shelf.list_files()]


def test_words_find_files_with_their_lines_whether_shipped_or_published(desk: KnowledgeDesk) -> None:
    publish(desk, GRANT, "## 能领多少\n两千元。\n")

    (found,) = desk.shelf(EDITOR).list_files("两千 能领")
    assert (found.path, found.publication, found.lines) == (GRANT, 1, ((1, "## 能领多少"), (2, "两千元。")))
    assert [(file.path, file.title) for file in desk.shelf(EDITOR).list_files("年休假")] == [(LEAVE, "年休假")]
    assert desk.shelf(EDITOR).list_files("一千") == []
    assert "samples/vacancy_material.yaml" not in [file.path for file in desk.shelf(EDITOR).list_files()]


@pytest.mark.parametrize("text", ["", " \n\n", "字" * (256 * 1024 + 1)])
def test_an_empty_or_endless_file_is_refused(desk: KnowledgeDesk, text: str) -> None:
    with pytest.raises(InvalidInputError):
        write(desk, LEAVE, text)


def test_a_draft_needs_a_title_and_a_reason_and_takes_a_bounded_number_of_files(desk: KnowledgeDesk) -> None:
    for title, reason in (("", "x"), ("x", " "), ("长" * 81, "x")):
        with pytest.raises(InvalidInputError):
            write(desk, LEAVE, "x\n", into=Draft(title=title, reason=reason))
    change = write(desk, "policies/a0.md", "x\n")
    for number in range(1, MOST_FILES):
        change = write(desk, f"policies/a{number}.md", "x\n", into=Draft(change.id, change.revision))
    with pytest.raises(InvalidInputError):
        write(desk, "policies/one-more.md", "x\n", into=Draft(change.id, change.revision))


def test_what_says_the_same_is_no_edit(desk: KnowledgeDesk) -> None:
    with pytest.raises(InvalidInputError):
        write(desk, LEAVE, SHIPPED[LEAVE].replace("\n", "\r\n"))
