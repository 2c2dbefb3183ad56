"""Pay as adverts print it: the same span in the many ways people write it."""

import random

from evals.vacancy_material import Post

_LEAST = {"month": 2330, "day": 110, "hour": 23}
_OUTER_SHARE = 0.9
_VARIANTS = 60
_BY_MONTH = (
    "{low}-{high}元/月", "{low}-{high}元/月", "{low}-{high}", "{low}—{high}元", "月薪{low}-{high}元", "{low}~{high}/月",
    "综合工资{low}-{high}元", "{low}元/月起", "{low_k}-{high_k}千/月", "{low_k}-{high_k}千",
    "{middle}元/月左右", "{middle}元/月",
)  # fmt: skip
_AT_DESKS = (
    "{low_k}-{high_k}K",
    "{low_k}-{high_k}K",
    "{low_k}-{high_k}K·13薪",
    "{low}-{high}元/月",
    "{low}-{high}",
    "面议",
)
_IN_TEN_THOUSANDS = ("{low_w}-{high_w}万", "{low_w}-{high_w}万/月")
_BY_DAY = ("{low}元/天", "{low}/天", "{low}-{high}元/天", "日薪{low}元", "{low}元一天", "一天{low}", "{low}元/日")
_BY_HOUR = ("{low}元/小时", "{low}/小时", "{low}-{high}元/小时", "时薪{low}元", "每小时{low}元")
_DESK_TONES = ("office", "tech")
_IN_TEN_THOUSANDS_FROM = 9500


def printed_pays(post: Post, is_central: bool) -> tuple[str, ...]:
    """Sixty printed pays of a post, always the same: within its span, outside the centre a tenth lower.

    Never below the minimum wage of the first tier.
    """
    if post.per == "piece":
        return tuple(post.pay_as)
    draw = random.Random(f"{post.id}{is_central}")
    return tuple(_printed(draw, post, 1 if is_central else _OUTER_SHARE) for _ in range(_VARIANTS))


def _printed(draw: random.Random, post: Post, share: float) -> str:
    least, most = post.pay
    step = {"month": 100 if most < 5000 else 500 if draw.random() < 0.6 else 100, "day": 10}.get(post.per, 1)
    low = _rounded((least + draw.random() * (most - least) * 0.5) * share, step)
    low = max(low, _LEAST[post.per])
    high = max(_rounded(low + (0.3 + draw.random() * 0.7) * (most * share - low), step), low + step)
    if post.per == "day":
        return draw.choice(_BY_DAY).format(low=low, high=high)
    if post.per == "hour":
        return draw.choice(_BY_HOUR).format(low=low, high=high)
    forms: tuple[str, ...] = _AT_DESKS if post.tone in _DESK_TONES else _BY_MONTH
    if high >= _IN_TEN_THOUSANDS_FROM and draw.random() < 0.4:
        forms = _IN_TEN_THOUSANDS
    tenths = round(low / 1000)
    return draw.choice(forms).format(
        low=low,
        high=high,
        middle=_rounded((low + high) / 2, step),
        low_k=f"{low / 1000:g}",
        high_k=f"{high / 1000:g}",
        low_w=f"{tenths / 10:g}",
        high_w=f"{max(round(high / 1000), tenths + 1) / 10:g}",
    )


def _rounded(yuan: float, step: int) -> int:
    return round(yuan / step) * step
