"""schema.org Course of a course, for search engines and other programs that read pages."""

from datetime import date

from assistant.domain.courses import Course, Intake

CoursePosting = dict[str, object]


def course_posting(course: Course, today: date, site_url: str = "") -> CoursePosting | None:
    """The structured data of a course with its open intakes, or None where there must be none.

    None for a sample: a program would take the invented course for a real one. None without an open intake, and where
    the record lacks what every reader of such data needs (title, text, provider).
    """
    intakes = course.shown_intakes_on(today)
    if course.is_sample or not intakes or not (course.title and course.content and course.provider):
        return None
    posting: CoursePosting = {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": course.title,
        "description": course.content,
        "provider": {"@type": "Organization", "name": course.provider},
        "hasCourseInstance": [_instance(intake) for intake in intakes],
    }
    if course.certificate:
        posting["educationalCredentialAwarded"] = course.certificate
    if course.fee_yuan is not None:
        posting["offers"] = {
            "@type": "Offer",
            "category": "Free" if course.fee_yuan == 0 else "Paid",
            "price": course.fee_yuan,
            "priceCurrency": "CNY",
        }
    if site_url:
        posting["url"] = f"{site_url.rstrip('/')}/courses/{course.id}"
    return posting


def _instance(intake: Intake) -> dict[str, object]:
    instance: dict[str, object] = {"@type": "CourseInstance", "courseMode": "Online" if intake.is_online else "Onsite"}
    if intake.starts_on is not None:
        instance["startDate"] = intake.starts_on.isoformat()
    if intake.ends_on is not None:
        instance["endDate"] = intake.ends_on.isoformat()
    if intake.place and not intake.is_online:
        instance["location"] = intake.place
    return instance
