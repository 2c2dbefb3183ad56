"""Web pages that carry schema.org JobPosting."""

import json

import pytest

from assistant.adapters.feeds.job_posting_feed import JobPostingFeed
from assistant.adapters.feeds.transport import Bounds
from assistant.services.vacancy_ports import Feed, FeedKind, FeedReader
from tests.adapters.feeds.reading import Reading, read
from tests.adapters.feeds.stand_in import Page, StandIn

POSTING = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "identifier": {"@type": "PropertyValue", "name": "示例", "value": "JP-7"},
    "title": "叉车司机",
    "description": "<p>开电动叉车。</p><ul><li>长白班</li></ul><script>alert(1)</script>",
    "hiringOrganization": {"@type": "Organization", "name": "示例仓储公司"},
    "jobLocation": {
        "address": {"addressRegion": "重庆市", "addressLocality": "巴南区", "streetAddress": "巴南区界石镇"}
    },
    "baseSalary": {"currency": "CNY", "value": {"minValue": 6000, "maxValue": 7500.0, "unitText": "MONTH"}},
    "employmentType": ["FULL_TIME"],
    "educationRequirements": {"credentialCategory": "high school"},
    "experienceRequirements": {"monthsOfExperience": 24},
    "datePosted": "2026-11-20",
    "validThrough": "2026-12-20T23:59",
    "totalJobOpenings": 3,
    "jobBenefits": "包吃，五险",
}
HTML = {"Content-Type": "text/html; charset=utf-8"}


def html(*scripts: object, kind: str = "application/ld+json") -> Page:
    written = (json.dumps(script, ensure_ascii=False).replace("</", "<\\/") for script in scripts)
    parts = "".join(f'<script type="{kind}">{script}</script>' for script in written)
    return Page(f"<!doctype html><title>招聘</title>{parts}<p>正文</p>".encode(), headers=HTML)


def sitemap(*addresses: str) -> Page:
    places = "".join(f"<url><loc>{address}</loc></url>" for address in addresses)
    content = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'
    return Page(content.encode(), headers={"Content-Type": "application/xml"})


def fetch(source: StandIn, path: str = "/job", **settings: str) -> Reading:
    feed = Feed("p", FeedKind.JOB_POSTING_PAGES, "示例来源", source.url(path), settings=settings)
    return read(JobPostingFeed(Bounds(timeout_seconds=5)), feed)


def test_it_is_a_feed_reader() -> None:
    assert isinstance(JobPostingFeed(), FeedReader)


def test_a_posting_becomes_an_advert_in_words(source: StandIn) -> None:
    source.answers["/job"] = html(POSTING)
    (advert,) = fetch(source).adverts
    assert (advert.external_id, advert.title, advert.employer) == ("JP-7", "叉车司机", "示例仓储公司")
    assert advert.description == "开电动叉车。\n长白班"
    assert (advert.place, advert.pay) == ("重庆市巴南区界石镇", "6000-7500元/月")
    assert (advert.education, advert.experience, advert.employment_type) == ("高中", "2年", "全职")
    assert (advert.posted_on, advert.closes_on, advert.openings) == ("2026-11-20", "2026-12-20T23:59", "3")
    assert (advert.url, advert.benefits) == (source.url("/job"), "包吃，五险")


@pytest.mark.parametrize(
    "script",
    [
        [POSTING],
        {"@graph": [{"@type": "WebSite"}, POSTING]},
        {**POSTING, "@type": ["Thing", "JobPosting"]},
        {"x": [POSTING]},
    ],
)
def test_the_posting_is_found_wherever_it_stands(source: StandIn, script: object) -> None:
    source.answers["/job"] = html({"@type": "BreadcrumbList"}, script)
    assert fetch(source).ids == ["JP-7"]


@pytest.mark.parametrize(
    ("salary", "words"),
    [
        ({"currency": "CNY", "value": {"value": 200, "unitText": "DAY"}}, "200元/天"),
        ({"currency": "CNY", "value": 20, "unitText": "HOUR"}, "20元/小时"),
        ({"currency": "SEK", "value": {"minValue": 30000, "unitText": "MONTH"}}, "30000 SEK/月"),
        ("面议", "面议"),
        ({"value": {"unitText": "MONTH"}}, ""),
        (None, ""),
    ],
)
def test_pay_is_printed_as_adverts_here_print_it(source: StandIn, salary: object, words: str) -> None:
    source.answers["/job"] = html({**POSTING, "baseSalary": salary})
    assert fetch(source).adverts[0].pay == words


def test_the_pages_of_a_sitemap_are_read_each_once(source: StandIn) -> None:
    source.answers["/map"] = sitemap(
        source.url("/job/1"),
        source.url("/job/2"),
        source.url("/job/1"),
        source.url("/about"),
        "http://127.0.0.2:9/job/3",
    )
    for number in (1, 2):
        source.answers[f"/job/{number}"] = html({**POSTING, "identifier": f"n{number}"})
    found = fetch(source, "/map", page_pattern="/job/")
    assert (found.ids, found.error) == (["n1", "n2"], "")
    assert [asked.path for asked in source.asked] == ["/map", "/job/1", "/job/2"]


def test_an_index_of_sitemaps_is_followed(source: StandIn) -> None:
    index = f"<sitemapindex><sitemap><loc>{source.url('/map')}</loc></sitemap></sitemapindex>"
    source.answers |= {"/index": Page(index.encode()), "/map": sitemap(source.url("/job")), "/job": html(POSTING)}
    assert fetch(source, "/index").ids == ["JP-7"]


def test_a_list_of_addresses_is_read(source: StandIn) -> None:
    source.answers |= {"/a": html({**POSTING, "identifier": None}), "/b": html(POSTING)}
    found = fetch(source, pages=f"{source.url('/a')}\n{source.url('/b')}")
    assert found.ids == [source.url("/a"), "JP-7"]


def test_a_page_that_is_gone_closes_its_advert_and_one_without_a_posting_is_named(source: StandIn) -> None:
    source.answers |= {
        "/map": sitemap(source.url("/gone"), source.url("/empty"), source.url("/job")),
        "/job": html(POSTING),
    }
    source.answers["/empty"] = html({"@type": "WebSite"})
    found = fetch(source, "/map")
    assert (found.ids, found.error) == (["JP-7"], "")
    assert [row.reason for row in found.rejected] == ["The page carries no JobPosting."]


def test_where_one_page_fails_the_others_are_read_but_the_read_is_not_whole(source: StandIn) -> None:
    source.answers |= {"/map": sitemap(source.url("/bad"), source.url("/job")), "/job": html(POSTING)}
    source.answers["/bad"] = Page(status=500)
    found = fetch(source, "/map")
    assert (found.ids, found.cursor) == (["JP-7"], None)
    assert "500" in found.error


def test_json_ld_that_is_broken_or_of_another_kind_is_passed_over(source: StandIn) -> None:
    broken = '<script type="application/ld+json">{"@type": "JobPosting", </script>'
    source.answers["/job"] = Page(broken.encode() + html(POSTING, kind="text/plain").body, headers=HTML)
    found = fetch(source)
    assert (found.adverts, len(found.rejected)) == ([], 1)
