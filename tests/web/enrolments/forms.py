"""What the tests of enrolling do on its pages, and what they type."""

import json
import re
from itertools import count

from fastapi.testclient import TestClient
from sqlalchemy import select, update

from assistant.adapters.sql.course_tables import intakes
from assistant.adapters.sql.engine import write
from assistant.bootstrap import Assistant
from assistant.domain.conversation import AnswerStatus, ConversationState, Turn
from assistant.domain.courses import Course, Intake
from tests.fakes.clock import NIGHT
from tests.web.staff_site import OWN

SCRIPT = "<script>alert(1)</script>"
#: Who enrols next: the end of a telephone number that nobody else has here.
PEOPLE = count(1000)
FILLED = {"name": "示例女士", "phone": "", "note": "坐轮椅", "agree": "yes"}


def open_intakes(product: Assistant) -> list[tuple[Course, Intake]]:
    """Of the samples, those with seats and lessons that nothing else is asked for; by provider."""
    store = product._vacancies.courses.store
    ids = {change.intake.course_id for change in store.changes_after(0, 10_000, NIGHT.date()) if change.intake}
    return sorted(
        (
            (course, intake)
            for course in store.find_courses(ids, NIGHT.date()).values()
            for intake in course.open_intakes_on(NIGHT.date())
            if intake.seats and intake.weekly_times and intake.starts_on and not course.prerequisites
        ),
        key=lambda pair: (pair[0].provider, pair[1].id),
    )


def pin(product: Assistant, chosen: tuple[Course, Intake]) -> None:
    """Days of samples go along with today; those of this one stand still from now on."""
    store, mine = product._vacancies.courses.store, intakes.c.id == chosen[1].id
    with write(store._engine) as connection:
        record = json.loads(connection.execute(select(intakes.c.record_json).where(mine)).scalar_one())
        days = {name: str(getattr(chosen[1], name)) for name in ("starts_on", "ends_on", "enrol_by")}
        pinned = json.dumps({**record, **days, "day_offsets": {}})
        connection.execute(update(intakes).where(mine).values(record_json=pinned))


def path_of(chosen: tuple[Course, Intake]) -> str:
    return f"/courses/{chosen[0].id}/intakes/{chosen[1].id}/enrol"


def form_key(page: str) -> str:
    found = re.search(r'name="form_key" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def action_of(page: str) -> str:
    """Where the form on the page goes to."""
    found = re.search(r'method="post" action="(/courses/[^"]+)"', page)
    assert found is not None
    return found[1].replace("&amp;", "&")


def numbers(page: str) -> tuple[str, str]:
    number, code = re.findall(r'class="card__number">([^<]+)<', page)
    return number, code


def enrol(client: TestClient, path: str, **changed: object) -> tuple[str, str]:
    answer = client.post(path, data={**FILLED, "form_key": form_key(client.get(path).text), **changed})
    assert answer.status_code == 200, answer.text
    return numbers(answer.text)


def drafted(client: TestClient, product: Assistant, chosen: tuple[Course, Intake]) -> str:
    """The address of the form of a draft in a conversation of this client, as the page's card gives it."""
    answer = client.post("/conversations", data={"text": "你好"})
    conversation = answer.headers["location"].split("/")[2].partition("#")[0]
    course, intake = chosen
    shown = {"id": intake.id, "starts_on": str(intake.starts_on), "schedule": intake.schedule, "place": intake.place}
    card = {"kind": "course", "id": course.id, "title": course.title, "intakes": [shown]}
    product._store.add_turn(
        conversation, Turn("可以报：", AnswerStatus.ANSWERED, cards=(card,), asked_at=NIGHT), ConversationState(turns=2)
    )
    client.post(f"/c/{conversation}/messages", data={"text": "就报这个"})
    (drawn,) = product.conversations.list_turns(conversation)[-1].cards
    page = client.get(f"/c/{conversation}").text
    assert f'action="{str(drawn["form_url"]).replace("&", "&amp;")}"' in page, "the card carries a form of its own"
    assert course.title in page and "确认报名" in page
    return str(drawn["form_url"])


def log_in(client: TestClient, name: str) -> str:
    """The token that stands in the forms of this session."""
    assert client.post("/staff/login", data={"name": name, "password": OWN}).status_code == 303
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', client.get("/staff/password").text)
    assert found is not None
    return found[1]
