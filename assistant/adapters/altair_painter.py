"""Pictures as SVG, without a browser: altair says what, vl-convert draws it. Both are imported when first drawn."""

from typing import Any

from assistant.domain.errors import UnavailableError
from assistant.services.oversight_ports import Picture

#: Pixels; names beside bars take what bars leave of the width.
_WIDTH, _BAR_WIDTH, _HEIGHT, _BAR = 560, 380, 220, 22
#: Told apart by those who do not see colours as others do (Okabe and Ito, 2008), dark enough on white.
_COLOURS = ["#0072b2", "#c8500a", "#00795a", "#a3407a", "#7a6000", "#4a4a4a", "#2f8fc4", "#8a2b2b"]
_FONT = "WenQuanYi Zen Hei, Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif"


class AltairPainter:
    """Implements `Painter`."""

    def draw(self, picture: Picture) -> str:
        try:
            import altair
            import vl_convert
        except ImportError as error:
            raise UnavailableError(f"画图要用的 {error.name} 没有安装，表格照常可看。") from error
        chart = _bars(altair, picture) if picture.kind == "bars" else _over_time(altair, picture)
        width = _BAR_WIDTH if picture.kind == "bars" else _WIDTH
        chart = chart.properties(width=width, description=picture.description).configure(
            font=_FONT, background="#ffffff"
        )
        chart = chart.configure_axis(labelFontSize=12, titleFontSize=12, gridColor="#e3e3e3", labelColor="#333333")
        chart = chart.configure_legend(labelFontSize=12, orient="top", title=None).configure_view(stroke=None)
        return str(vl_convert.vegalite_to_svg(chart.to_dict(format="vega-lite")))


def _over_time(altair: Any, picture: Picture) -> Any:
    names = [str(name) for name in picture.sheet.headers[1:]]
    rows = [
        {"x": str(row[0]), "series": name, "y": value}
        for row in picture.sheet.rows
        for name, value in zip(names, row[1:], strict=True)
        if value is not None
    ]
    points = list(dict.fromkeys(row["x"] for row in rows))
    every = max(1, len(points) // 12)
    axis = altair.Axis(title=None, labelAngle=-40, values=points[::every])
    chart = altair.Chart(altair.Data(values=rows)).encode(
        x=altair.X("x:N", sort=points, axis=axis),
        y=altair.Y("y:Q", axis=_numbers(altair, picture)),
        color=altair.Color("series:N", scale=altair.Scale(domain=names, range=_COLOURS), sort=names),
    )
    if picture.kind == "columns":
        return chart.mark_bar().properties(height=_HEIGHT)
    return chart.mark_line(point=len(points) <= 31, strokeWidth=2).properties(height=_HEIGHT)


def _bars(altair: Any, picture: Picture) -> Any:
    rows = [{"name": str(row[0]), "value": row[1]} for row in picture.sheet.rows]
    names = [row["name"] for row in rows]
    drawn = altair.Chart(altair.Data(values=rows)).encode(
        x=altair.X("value:Q", axis=_numbers(altair, picture)),
        y=altair.Y("name:N", sort=names, axis=altair.Axis(title=None, labelLimit=220)),
    )
    text = drawn.mark_text(align="left", dx=4, color="#333333").encode(text=altair.Text("value:Q", format=","))
    return (drawn.mark_bar(color=_COLOURS[0]) + text).properties(height=max(2, len(rows)) * _BAR)


def _numbers(altair: Any, picture: Picture) -> Any:
    """Whole numbers for counts, percent for shares."""
    if picture.is_share:
        return altair.Axis(title=None, format=".0%", tickCount=5)
    return altair.Axis(title=None, format=",d", tickCount=5, tickMinStep=1)
