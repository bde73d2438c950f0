"""Notebooks made by hand: outputs exactly as figures, tables and passages write them."""

import nbformat.v4 as v4

from nok_analysis.exhibits import Cell, Grid, Head, Table

SEAL = "application/vnd.nok.seal+json"
NAMES = ("Ёлка", "Забота", "Берёзка", "Ветеран", "Яблоня", "Единство", "Жар-птица", "Ёжик")
SCORES = ("93,0", "−7,1", "12\u202f345", "88,2", "9,5", "100,0", "81,3", "мало")


def drawing(name, layout, *, inside=""):
    width = 760 if layout == "w" else 360
    bars = "".join(
        f'<rect x="150" y="{20 + 34 * i}" width="{(width - 220) * (8 - i) / 8:.1f}" '
        f'height="22" style="fill: #12436d"/><text x="0" y="{36 + 34 * i}" '
        f'style="fill: #1a1f24; font-size: 14px">{label}</text>'
        for i, label in enumerate(NAMES)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{layout}" viewBox="0 0 {width} 300" '
        f'role="img" aria-labelledby="{name}-{layout}-t {name}-{layout}-d">'
        f'<title id="{name}-{layout}-t">Забота выше всех</title>'
        f'<desc id="{name}-{layout}-d">Полосы восьми учреждений, от 81,3 до 93,0.</desc>'
        f"{bars}{inside}</svg>"
    )


def data_table(rows=None):
    rows = rows or list(zip(NAMES, SCORES, strict=True))
    heads = (Head("Учреждение", is_text=True), Head("Итог"))
    body = tuple((Cell(name), Cell(score)) for name, score in rows)
    return Grid(heads, body)


def figure(name="rating", *, headline="Забота выше всех", rows=None, inside=""):
    from markupsafe import Markup

    table = data_table(rows).html(caption=Markup("<caption>{}</caption>").format("Итог, баллы"))
    return (
        f'<figure id="exhibit-{name}" class="exhibit" data-exhibit="figure"><p class="t">'
        f'<span class="no"></span>{headline}</p><p class="st">Итог, баллы из 100</p>'
        f'<div class="svg">{drawing(name, "w", inside=inside)}{drawing(name, "n")}</div>'
        '<p class="read">Последнего назвать нельзя.</p><p class="src">Опрос, 95 %, Уилсон</p>'
        '<details class="data"><summary><span class="no-data"></span>Данные таблицей</summary>'
        '<div class="scroll" role="region" tabindex="0" aria-label="Данные таблицей: '
        f'{name}">{table}</div></details></figure>'
    )


def table(name="criteria", *, layout="mx", first="КЦСОН «Забота»"):
    heads = (Head("Учреждение", is_text=True), Head("К1"), Head("К2"), Head("К3"), Head("Итог"))
    rows = [
        (
            Cell(label, href="institutions/a.html" if i == 0 else ""),
            Cell("94,7"),
            Cell("88,8", mark="▲", tone="up", key=f"scores/{i}/value"),
            Cell("58,0", mark="▼", tone="down"),
            Cell(score, bold=True, is_word=score == "мало"),
        )
        for i, (label, score) in enumerate(zip((first, *NAMES[1:]), SCORES, strict=True))
    ]
    foot = ((Cell("Среднее"), Cell("90,0"), Cell("83,7"), Cell("69,8"), Cell("87,0")),)
    made = Table(
        name,
        "Доступность разделяет сильнее всего",
        "Критерии, баллы из 100",
        Grid(heads, tuple(rows), foot),
        note="▲ выше среднего",
        layout=layout,
    )
    return made._repr_html_()


HEADLINES = (
    '<ol class="key"><li><strong>Выше всех Забота.</strong> Но не доказано. '
    '<a class="ref" href="#exhibit-rating">see below</a></li>'
    "<li><strong>Слабое место – доступность.</strong> "
    '<a class="ref" href="#exhibit-criteria">see below</a></li></ol>'
)
MASTHEAD = (
    '<p class="kick">Независимая оценка</p><h1>III квартал 2026 года</h1>'
    '<p class="meta">8 учреждений · ответили 452 из 529</p>'
)


def seal_json(**page):
    frame = {
        "language": "ru",
        "title": "III квартал 2026 года",
        "council": "Общественный совет",
        "period_title": "III квартал 2026 года",
        "as_of": "10 октября 2026 года",
        "synthetic": True,
        "home": "index.html",
        "site": "../index.html",
        "sheet": False,
        "link_hosts": ["bus.gov.ru"],
    }
    return {
        "digest": "ab" * 32,
        "page": frame | page,
        "provenance": [["Методика", "344n-social, версия 1"], ["Файл прогона", "2026Q3.yaml"]],
    }


def output(html, **more):
    data = {"text/html": html, "text/plain": "<Chart at 0x7f00deadbeef>"} | more
    return v4.new_code_cell("draw()", outputs=[v4.new_output("display_data", data)])


def sealed(**page):
    seal = v4.new_output("display_data", {SEAL: seal_json(**page), "text/html": "<dl></dl>"})
    return v4.new_code_cell("seal(assessment)", outputs=[seal])


def markdown(source, *tags):
    return v4.new_markdown_cell(source, metadata={"tags": list(tags)} if tags else {})


def notebook(*cells, seal=None):
    return v4.new_notebook(cells=[*cells, sealed() if seal is None else seal])


def whole(**page):
    """A page that has one of everything."""
    return notebook(
        output(MASTHEAD),
        markdown("## Главное"),
        output(HEADLINES),
        markdown("## Рейтинг\n\nКто впереди и какие различия настоящие?"),
        output(figure()),
        markdown("## Критерии\n\nВ чём учреждения сильны?", "overleaf"),
        output(table()),
        output(table("plans", layout="st2")),
        markdown("## Качество данных\n\nМожно ли этим числам верить?"),
        output("<dl><dt>Получено анкет</dt><dd>471</dd><dt>Принято</dt><dd>452</dd></dl>"),
        output(figure("answers", headline="Довольны 95 % ответивших")),
        seal=sealed(**page),
    )


def minimal(html, **page):
    return notebook(output("<h1>Отчёт</h1>"), output(html), seal=sealed(**page))
