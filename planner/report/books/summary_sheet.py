"""The first page, for those who read nothing else: what is proposed, how sure it is, the figures, the doubts."""

from __future__ import annotations

import math
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell as cell
from xlsxwriter.worksheet import Worksheet

from planner.core.texts import percent, text
from planner.core.vocabulary import NATURAL_ROUTES
from planner.optimise.solve.result import Status
from planner.plan.doubtful_law import doubts_of, records, sentence
from planner.plan.plan import Run
from planner.plan.tables import by_period, fairness, law_used, waterfall
from planner.plan.tables.labels import label
from planner.policy.overrides import override_messages
from planner.report.books.book import BAND, RULE, Book, lines_in
from planner.report.books.people_sheet import PeopleSheet, stay_elsewhere
from planner.report.books.text_sheets import value_text

LABEL, VALUE, NOTE = 0, 1, 2
HELP = 4
"""First column of the chart's own figures, right of what is printed."""
DOUBTS_SHOWN = 12
STATUS_COLOUR = {Status.OPTIMAL: "#375623", Status.FEASIBLE: "#7F6000"}
SERIES = ("floor", "total", "natural", "voluntary", "forced")
COLOURS = {"total": "#1F4E79", "natural": "#A6A6A6", "voluntary": "#70AD47", "forced": "#C55A11"}


def write_summary(book: Book, run: Run, people: PeopleSheet) -> None:
    """Title, status in plain words, live figures, waterfall with its chart, doubts."""
    sheet = book.sheet("summary")
    for at, width in ((LABEL, 44), (VALUE, 22), (NOTE, 62), (NOTE + 1, 3)):
        sheet.set_column(at, at, width)
    sheet.set_column(HELP, HELP + len(SERIES), 12)
    sheet.hide_gridlines(2)
    steps = _figures(book, sheet, run, people, _title(book, sheet, run))
    steps = _fairness(book, sheet, run, steps)
    doubts = _waterfall(book, sheet, run, people, steps)
    last = _doubts(book, sheet, run, doubts)
    sheet.set_h_pagebreaks([steps, doubts])
    sheet.print_area(0, 0, last, NOTE)


def status_sentence(run: Run, lang: str) -> str:
    """What the status means, with the gap in words; a gap is rounded up, never down."""
    gap, status = run.plan.gap, run.plan.status
    if status is Status.FEASIBLE and gap is None:
        return text("words.status_means_feasible_open", lang)
    if status is Status.OPTIMAL and not gap:
        return text("words.status_means_optimal_exact", lang)
    return text(f"words.status_means_{status.value}", lang, gap=percent(math.ceil((gap or 0.0) * 1e6) / 1e6, lang, 4))


def _title(book: Book, sheet: Worksheet, run: Run) -> int:
    lang, scenario = book.lang, run.instance.scenario
    sheet.set_row(0, 26)
    sheet.merge_range(0, 0, 0, NOTE, "", book.format("text"))
    book.put(sheet, 0, 0, scenario.title, font_size=18, bold=True, font_color="#1F4E79", valign="vcenter", indent=0)
    _line(
        book,
        sheet,
        1,
        book.word("subtitle", snapshot=scenario.snapshot_on, people=len(run.instance.people), units=len(run.instance.structure.units)),
        italic=True,
    )
    colour = STATUS_COLOUR.get(run.plan.status, "#000000")
    _line(book, sheet, 2, label("status", run.plan.status.value, lang), bold=True, font_size=13, font_color=colour, height=20)
    _line(book, sheet, 3, status_sentence(run, lang))
    row = 4
    if scenario.description:
        lines = -(-len(scenario.description) // 115)
        _line(book, sheet, row, scenario.description, kind="wrap", height=15.5 * lines + 2)
        row += 1
    for note in run.notes:
        _line(book, sheet, row, note.message.render(lang), kind="wrap", height=15.5 * lines_in(note.message.render(lang), 128) + 2, bold=True, font_color="#C00000")
        row += 1
    return row + 1


def _line(book: Book, sheet: Worksheet, row: int, content: str, kind: str = "text", height: float | None = None, **style: Any) -> None:
    if height:
        sheet.set_row(row, height)
    sheet.merge_range(row, 0, row, NOTE, "", book.format(kind))
    book.put(sheet, row, 0, content, kind, **style)


def _staying(run: Run, decision: str) -> str:
    """The end of a formula that takes off everybody who stays."""
    return "".join(f'-COUNTIF({decision},"{word}")' for word in ("retain", *stay_elsewhere(run)))


def _figures(book: Book, sheet: Worksheet, run: Run, people: PeopleSheet, row: int) -> int:
    """The key figures, live over the people sheet, each with its note."""
    s, lang = run.summary, book.lang
    yes = text("words.yes", lang)
    decision, ids = people.ref("decision"), people.ref("employee_id")
    salary = people.ref("current_salary_vnd")
    natural = [f'SUMIF({decision},"{route}",{salary})' for route in NATURAL_ROUTES]
    _section(book, sheet, row, "section_figures")
    start = row + 1
    at = {
        name: cell(start + i, VALUE)
        for i, name in enumerate(("baseline", "leavers", "remaining", "reduction", "involuntary", "cost_vnd", "saving"))
    }
    head = s["headcount"]
    quotas = run.instance.scenario.reduction.of == "quota"
    base = at["baseline"] if run.instance.baseline == head["baseline"] else str(run.instance.baseline)  # the quotas, where shares are of them
    lines: list[tuple[str, str | None, Any, str, str]] = [
        ("baseline", f"=COUNTA({ids})", head["baseline"], "int", ""),
        ("leavers", f"={at['baseline']}{_staying(run, decision)}", head["leavers"], "int", ""),
        ("remaining", f"={at['baseline']}-{at['leavers']}", head["remaining"], "int", ""),
        ("reduction", f"=IF({base}=0,0,{at['leavers']}/{base})", head["reduction"], "pct", "" if quotas else _target_note(book, run)),
        ("involuntary", f'=COUNTIF({people.ref("involuntary")},"{yes}")', s["involuntary"], "int", book.word("note_involuntary")),
        ("cost_vnd", f"=SUM({people.ref('cost_vnd')})", s["cost_vnd"], "money", _budget_note(book, run)),
        (
            "saving_vnd_per_year",
            f"=12*(SUM({salary})-{'-'.join(natural)})",
            s["saving_vnd_per_year"],
            "money",
            book.word("note_saving"),
        ),
        (
            "payback_months",
            f'=IF({at["saving"]}=0,"–",ROUND({at["cost_vnd"]}/({at["saving"]}/12),1))',
            _or_dash(s["payback_months"]),
            "decimal",
            "",
        ),
        ("saving_natural_vnd_per_year", f"=12*({'+'.join(natural)})", s["saving_natural_vnd_per_year"], "money", book.word("note_saving_natural")),
    ]
    if quotas:
        lines.append(("reached", f"=IF({base}=0,0,({base}-{at['remaining']})/{base})", s["periods"][-1]["reached"], "pct", _target_note(book, run)))
    if run.instance.scenario.redeploy.allowed:
        lines.append(("redeployed", f'=COUNTIF({decision},"redeploy")', s["redeployed"], "int", ""))
    if run.instance.scenario.secondment:
        lines.append(("seconded", f'=COUNTIF({decision},"secondment_*")', s["seconded"], "int", book.word("note_seconded")))
    lines.append(("objective", None, s["objective"], "decimal", book.word("note_objective")))
    lines.append(("bound", None, s["bound"], "decimal", book.word("note_bound")))
    lines.append(("gap", None, s["gap"], "gap", book.word("note_gap", wanted=percent(run.instance.scenario.solver.relative_gap, lang, 4))))
    for i, (name, formula, value, kind, note) in enumerate(lines, start):
        edge = {"bottom": 1, "bottom_color": RULE}
        book.put(sheet, i, LABEL, text(f"words.figure_{name}", lang), **edge)
        if formula is None:
            book.put(sheet, i, VALUE, value, kind, bold=True, align="right", indent=1, **edge)
        else:
            book.formula(sheet, i, VALUE, formula, value, kind, bold=True, align="right", indent=1, **edge)
        book.put(sheet, i, NOTE, note, font_color="#595959", font_size=10, indent=1, **edge)
    row = start + len(lines)
    _section(book, sheet, row + 1, "section_filtered")
    shown = (
        ("filtered_people", f"=SUBTOTAL(103,{ids})", head["baseline"], "int"),
        ("filtered_cost", f"=SUBTOTAL(109,{people.ref('cost_vnd')})", s["cost_vnd"], "money"),
    )
    for i, (name, formula, value, kind) in enumerate(shown, row + 2):
        book.put(sheet, i, LABEL, book.word(name))
        book.formula(sheet, i, VALUE, formula, value, kind, bold=True, align="right", indent=1)
        book.put(sheet, i, NOTE, book.word("note_filtered") if i == row + 2 else "", font_color="#595959", font_size=10, indent=1)
    return row + 5


def _fairness(book: Book, sheet: Worksheet, run: Run, row: int) -> int:
    """How often each group of the rules of fairness leaves, in words; the next free row."""
    said = fairness(run, book.lang)["said"].tolist()
    if not said:
        return row
    _section(book, sheet, row, "section_fairness")
    for at, line in enumerate(said, row + 1):
        _line(book, sheet, at, line)
    return row + len(said) + 2


def _waterfall(book: Book, sheet: Worksheet, run: Run, people: PeopleSheet, row: int) -> int:
    """Steps from those present to those who remain, live, and the chart beneath."""
    frame = waterfall(run)
    lang, decision, forced = book.lang, people.ref("decision"), people.ref("involuntary")
    yes = text("words.yes", lang)
    _section(book, sheet, row, "section_waterfall")
    first, last = row + 1, row + len(frame)
    for i, name in enumerate(SERIES):
        book.put(sheet, row, HELP + i, book.word(f"series_{name}"), "wrap", font_size=9, font_color="#7F7F7F")
    for at, step in enumerate(frame.itertuples(), first):
        edge = {"bottom": 1, "bottom_color": RULE, "bold": at in (first, last)}
        book.put(sheet, at, LABEL, label("step", step.step, lang), **edge)
        here, above = cell(at, VALUE), f"{cell(first, VALUE)}:{cell(at - 1, VALUE)}"
        if step.step == "start":
            formula = f"=COUNTA({people.ref('employee_id')})"
        elif step.step == "end":
            formula = f"=SUM({above})"
        elif step.step in NATURAL_ROUTES:
            formula = f'=-COUNTIF({decision},"{step.step}")'
        elif step.step == "voluntary":
            routes = ('"early_retirement"', '"immediate_separation"', '"training_separation"', '"transfer_out"')
            formula = "=-(" + "+".join(f'COUNTIF({decision},{r})-COUNTIFS({decision},{r},{forced},"{yes}")' for r in routes) + ")"
        else:
            formula = f'=-COUNTIFS({decision},"{step.step}",{forced},"{yes}")'
        book.formula(sheet, at, VALUE, formula, int(step.people), align="right", indent=1, **edge)
        book.put(sheet, at, NOTE, "", bottom=1, bottom_color=RULE)
        kind = _series_of(step.step)
        book.formula(
            sheet,
            at,
            HELP,
            f"=SUM({cell(first, VALUE)}:{here})" if kind != "total" else "=0",
            int(step.level_from),
            font_color="#7F7F7F",
            font_size=9,
        )
        for i, name in enumerate(SERIES[1:], 1):
            mine = name == kind
            book.formula(
                sheet,
                at,
                HELP + i,
                f"=ABS({here})" if mine else "=0",
                abs(int(step.people)) if mine else 0,
                font_color="#7F7F7F",
                font_size=9,
            )
    _chart(book, sheet, row, first, last)
    return last + 21


def _chart(book: Book, sheet: Worksheet, head: int, first: int, last: int) -> None:
    name = book.sheets["summary"]
    chart = book.workbook.add_chart({"type": "column", "subtype": "stacked"})
    for i, series in enumerate(SERIES):
        shown: dict[str, Any] = {
            "name": [name, head, HELP + i], "categories": [name, first, LABEL, last, LABEL],
            "values": [name, first, HELP + i, last, HELP + i], "gap": 45,
        }  # fmt: skip
        if series == "floor":
            shown |= {"fill": {"none": True}, "border": {"none": True}}
        else:
            shown |= {"fill": {"color": COLOURS[series]}}
            shown |= {
                "data_labels": {"value": True, "num_format": "#,##0;;", "font": {"size": 10, "bold": True}, "position": "inside_base"}
            }
            if series == "total":
                shown["data_labels"]["font"]["color"] = "#FFFFFF"
        chart.add_series(shown)
    chart.set_title({"name": book.word("chart_waterfall"), "name_font": {"size": 12}})
    chart.set_legend({"position": "bottom", "delete_series": [0]})
    chart.set_x_axis({"num_font": {"size": 9}})
    chart.set_y_axis({"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    chart.set_size({"width": 930, "height": 370})
    sheet.insert_chart(last + 2, 0, chart, {"object_position": 2, "description": book.word("chart_waterfall"), "x_offset": 4})


def _doubts(book: Book, sheet: Worksheet, run: Run, row: int) -> int:
    """What should be checked before anybody signs: doubtful law, warnings, and who decides."""
    law = law_used(run, book.lang)
    doubtful = records(doubts_of(run, book.lang))
    _section(book, sheet, row, "section_doubts")
    row += 1
    _line(book, sheet, row, book.word("people_decide"), "wrap", 32)
    _line(book, sheet, row + 1, book.word("warnings_count", count=len(run.warnings)))
    _line(book, sheet, row + 2, book.word("law_count", count=int(law["doubtful"].sum()), all=len(law)))
    row += 3
    for message in override_messages(run.instance.law):
        _line(book, sheet, row, message.render(book.lang), "wrap", 32, bold=True, font_color="#C00000")
        row += 1
    for item in doubtful[:DOUBTS_SHOWN]:
        edge = {"bottom": 1, "bottom_color": RULE}
        said = f"{sentence(item, book.lang)} – {label('evidence', item['evidence'], book.lang)}"
        sheet.set_row(row, 16 * max(lines_in(item["description"], 44), lines_in(value_text(item["value"], book.lang), 22), lines_in(said, 62)))
        book.put(sheet, row, LABEL, item["description"], "wrap", indent=1, **edge)
        book.put(sheet, row, VALUE, value_text(item["value"], book.lang), "wrap", **edge)
        book.put(sheet, row, NOTE, said, "wrap", **edge)
        row += 1
    if len(doubtful) > DOUBTS_SHOWN:
        _line(book, sheet, row, book.word("more_doubts", count=len(doubtful) - DOUBTS_SHOWN))
        row += 1
    return row


def _section(book: Book, sheet: Worksheet, row: int, key: str) -> None:
    for at in (LABEL, VALUE, NOTE):
        book.put(sheet, row, at, book.word(key) if at == LABEL else None, bold=True, bg_color=BAND, font_color="#1F4E79")


def _series_of(step: str) -> str:
    if step in ("start", "end"):
        return "total"
    return "natural" if step in NATURAL_ROUTES else "voluntary" if step == "voluntary" else "forced"


def _target_note(book: Book, run: Run) -> str:
    last = by_period(run).iloc[-1]
    if last["target_share"] != last["target_share"]:
        return ""
    said = {"period": last["period"], "share": float(last["target_share"]), "people": int(last["target"])}
    quotas = run.instance.scenario.reduction.of == "quota"
    return book.word("note_target_quota", posts=run.instance.baseline, **said) if quotas else book.word("note_target", **said)


def _budget_note(book: Book, run: Run) -> str:
    total = run.instance.scenario.budget.total_vnd
    return "" if total is None else book.word("note_budget", total=total)


def _or_dash(value: Any) -> Any:
    return "–" if value is None else value
