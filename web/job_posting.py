"""schema.org JobPosting of a vacancy, for search engines and other programs that read pages."""

from datetime import date, datetime, time
from html import escape

from assistant.domain.regions import RegionTable
from assistant.domain.vacancies import EmploymentType, Pay, PayPer, Vacancy
from assistant.services.clock import CHONGQING

JobPosting = dict[str, object]

_KINDS = {
    EmploymentType.FULL_TIME: "FULL_TIME",
    EmploymentType.PART_TIME: "PART_TIME",
    EmploymentType.CASUAL: "TEMPORARY",
    EmploymentType.TRAINEESHIP: "INTERN",
    EmploymentType.PUBLIC_WELFARE_POST: "OTHER",
}
#: schema.org has no unit for pay by the piece.
_UNITS: dict[PayPer, str] = {"hour": "HOUR", "day": "DAY", "week": "WEEK", "month": "MONTH", "year": "YEAR"}


def job_posting(vacancy: Vacancy, today: date, regions: RegionTable, site_url: str = "") -> JobPosting | None:
    """The structured data of a vacancy, or None where there must be none.

    None for a sample: a program would take the invented advert for a real one. None for one that is not open, and for
    one with findings: elsewhere it would stand without our warning. None where the advert lacks what every reader of
    such data needs (title, text, employer, day): half a posting is reported as broken.
    """
    if vacancy.is_sample or vacancy.findings or not vacancy.is_open_on(today):
        return None
    if not (vacancy.title and vacancy.description and vacancy.employer and vacancy.posted_on):
        return None
    posting: JobPosting = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": vacancy.title,
        "description": escape(vacancy.description).replace("\n", "<br>"),
        "datePosted": vacancy.posted_on.isoformat(),
        "employmentType": _KINDS[vacancy.employment_type],
        "hiringOrganization": {"@type": "Organization", "name": vacancy.employer},
        "jobLocation": _location(vacancy, regions),
        "directApply": False,
    }
    if vacancy.last_day is not None:
        posting["validThrough"] = datetime.combine(vacancy.last_day, time(23, 59, 59), CHONGQING).isoformat()
    salary = _salary(vacancy.pay)
    if salary is not None:
        posting["baseSalary"] = salary
    if vacancy.openings:
        posting["totalJobOpenings"] = vacancy.openings
    if site_url:
        posting["url"] = f"{site_url.rstrip('/')}/vacancies/{vacancy.id}"
    return posting


def _location(vacancy: Vacancy, regions: RegionTable) -> JobPosting:
    address: JobPosting = {"@type": "PostalAddress", "addressCountry": "CN", "addressRegion": "重庆市"}
    region = regions.find_region(vacancy.region_id) if vacancy.region_id else None
    if region is not None and region.kind not in ("municipality", "country"):
        address["addressLocality"] = region.name
    if vacancy.place:
        address["streetAddress"] = vacancy.place
    return {"@type": "Place", "address": address}


def _salary(pay: Pay) -> JobPosting | None:
    if not pay.is_known or pay.per not in _UNITS:
        return None
    ends = {"minValue": pay.min_yuan, "maxValue": pay.max_yuan}
    value: JobPosting = {"@type": "QuantitativeValue", "unitText": _UNITS[pay.per]}
    value |= {name: yuan for name, yuan in ends.items() if yuan is not None}
    return {"@type": "MonetaryAmount", "currency": "CNY", "value": value}
