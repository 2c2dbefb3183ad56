"""Two courses at the same time: the form stops, asks, and takes a yes."""

from fastapi.testclient import TestClient

from assistant.bootstrap import Assistant
from assistant.domain.engagements import engagement_of, find_clashes
from tests.web.enrolments.forms import FILLED, enrol, form_key, numbers, open_intakes, path_of


def test_a_clash_is_asked_about_once_more_and_can_be_wanted(
    client: TestClient,
    product: Assistant,
) -> None:
    pairs = open_intakes(product)
    taken = product.enrolments.seats.count_confirmed([intake.id for _, intake in pairs])
    first, second = next(
        (one, other)
        for one in pairs
        for other in pairs
        if one[0].id != other[0].id
        and not {one[1].id, other[1].id} & set(taken)
        and find_clashes(other[1], (engagement_of(*one),))
    )
    enrol(client, path_of(first))
    path = path_of(second)
    key = form_key(client.get(path).text)
    refused = client.post(path, data={**FILLED, "form_key": key})
    assert refused.status_code == 409 and first[0].title in refused.text
    assert 'name="accept_clash"' in refused.text and 'value="示例女士"' in refused.text
    wanted = client.post(path, data={**FILLED, "form_key": key, "accept_clash": "yes"})
    assert wanted.status_code == 200 and numbers(wanted.text)
