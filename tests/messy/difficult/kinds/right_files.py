"""What was right before: durations of every spelling, files of other kinds than their names say, Parquet."""

from __future__ import annotations

import io
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from tests.messy.difficult.draft import Draft, book_bytes, csv_bytes, difficult
from tests.messy.difficult.page import ANY, PEOPLE, D, Either

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
BORN = [p["birth_date"] for p in PEOPLE]


def lasting(d: Draft, heading: str, cells: tuple[Any, ...], right: tuple[Any, ...]) -> None:
    """Durations of insurance under another heading, and what they are in months."""
    d.page.rename(si_months=heading)
    d.page.write("si_months", *cells)
    d.page.expect("si_months", *right)


@difficult("I01", 0, "years and months in letters, and since when")
def i01(d: Draft) -> None:
    lasting(d, "Thời gian đóng BHXH", ("25N6T", "25 năm 6 tháng", "từ 9/1995", "25 năm, 06 tháng 15 ngày", "9/1995 - nay"), (306, 306, ANY, Either(306), ANY))
    d.said(4, "si_months")
    d.said(6, "si_months")
    for row in range(2, 7):
        d.may(row, "si_months")


@difficult("I01b", 0, "years and months in other spellings")
def i01b(d: Draft) -> None:
    lasting(d, "Thời gian đóng BHXH", ("25n06th", "25 năm rưỡi", "25-6", "25/6", "25 năm"), (306, Either(306), Either(306), Either(306), 300))
    for row in range(2, 7):
        d.may(row, "si_months")


@difficult("I03", 0, "months among years")
def i03(d: Draft) -> None:
    lasting(d, "Số năm đóng BHXH", (27, 300, 19, 160, 16), (324, ANY, 228, ANY, 192))
    d.said(3, "si_months")
    d.said(5, "si_months")


@difficult("I04", 0, "since when insurance has been paid")
def i04(d: Draft) -> None:
    lasting(d, "Tham gia BHXH từ", ("9/1995", "01/10/2000", D(2007, 5, 1), "2013", "7/2011"), (ANY,) * 5)
    d.said(severity="error")


@difficult("I04b", 0, "the year since when")
def i04b(d: Draft) -> None:
    lasting(d, "Năm đóng BHXH", (1999, 2001, 2007, 2013, 2011), (ANY,) * 5)
    for row in range(2, 7):
        d.said(row, "si_months")


@difficult("I06", 0, "years with a fraction that has two readings")
def i06(d: Draft) -> None:
    lasting(d, "Số năm đóng BHXH", ("27,6", "25,0", "19,11", 13.3, "16"), (ANY, 300, ANY, ANY, 192))
    for row in (2, 4, 5):
        d.said(row, "si_months", severity="error")


# ---------------------------------------------------------------------------------------------------- other kinds of file


def only(d: Draft, name: str, data: bytes) -> None:
    """One file of these bytes, which holds no list that can be read."""
    d.texts, d.page.lines, d.page.name, d.units = {name: data}, [], None, None
    d.said(file=name, sheet=None, severity="error")


@difficult("M01", 0, "a web page under the name of a workbook")
def m01(d: Draft) -> None:
    only(d, "M01.xls", "<html><head><meta charset=\"utf-8\"></head><body><table><tr><th>Họ và tên</th></tr></table></body></html>".encode())


@difficult("M02", 0, "the XML of Excel 2003 under the name of a workbook")
def m02(d: Draft) -> None:
    head = '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
    only(d, "M02.xls", f"{head}<Worksheet><Table><Row><Cell><Data>x</Data></Cell></Row></Table></Worksheet></Workbook>".encode())


@difficult("M03", 0, "Unicode text under the name of a workbook")
def m03(d: Draft) -> None:
    _refusable(d, "M03.xls", csv_bytes(d.page.grid(), "utf-16", "\t"))


@difficult("M04", 0, "a workbook under the name of a CSV")
def m04(d: Draft) -> None:
    _refusable(d, "M04.csv", book_bytes([d.page], d.units))


@difficult("M05", 0, "a web archive under the name of a workbook")
def m05(d: Draft) -> None:
    only(d, "M05.xls", b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\nContent-Type: text/html\n\n<html></html>\n--x--\n')


@difficult("N09", 0, "a workbook that a password locks")
def n09(d: Draft) -> None:
    only(d, "N09.xlsx", OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"))


@difficult("M07", 0, "a unit's workbook twice, once as .xls with formulas")
def m07(d: Draft) -> None:
    d.page.write("over_frame_pct", *["=1+4"] * 5)
    d.page.expect("over_frame_pct", *[ANY] * 5)
    twice(d, "xls")
    for row in range(2, 7):
        d.may(row, "over_frame_pct")


@difficult("N07", 0, "a unit's workbook twice, as .xls and as .ods")
def n07(d: Draft) -> None:
    twice(d, "xls", "ods")


@difficult("N08", 0, "a protected sheet in the old format")
def n08(d: Draft) -> None:
    d.converted = {"xls": "N08.xls"}
    d.books = {"N08.xlsx": [d.page]}
    d.opened = "N08.xls"
    d.page.protected = True


@difficult("P01b", 0, "Parquet with the zone of Vietnam")
def p01b(d: Draft) -> None:
    parquet(d, "Asia/Ho_Chi_Minh")


@difficult("517", 5, "Parquet in universal time")
def d517(d: Draft) -> None:
    parquet(d, "UTC")
    d.page.either("birth_date")


@difficult("518", 5, "Parquet with local times of day that are not midnight")
def d518(d: Draft) -> None:
    parquet(d, None, hours=17)
    d.page.expect("birth_date", *[ANY] * 5)
    for row in range(1, 6):
        d.said(row, "birth_date")


def twice(d: Draft, *kinds: str) -> None:
    """The workbook in other formats of the same folder: everybody stands twice, which is said."""
    d.books, d.opened = {"VPC.xlsx": [d.page]}, "."
    d.converted = {kind: f"VPC.{kind}" for kind in kinds}
    d.page.maybe = True
    d.said(sheet=None, file=None, severity="error")
    d.may(sheet=None, file=None)


def parquet(d: Draft, zone: str | None, hours: int = 0) -> None:
    """The five as Parquet: birth dates are timestamps of midnight in Vietnam, written in a zone."""
    columns = ("employee_id", "full_name", "birth_date", "sex", "unit", "category", "rank_code", "salary_coefficient", "si_months")
    data: dict[str, Any] = {name: [p[name] for p in PEOPLE] for name in columns}
    midnight = pd.to_datetime(pd.Series(BORN)) + pd.Timedelta(hours=hours)
    at = midnight if zone is None else midnight.dt.tz_localize("Asia/Ho_Chi_Minh", ambiguous=True).dt.tz_convert(zone)
    data["birth_date"] = pa.array(at, pa.timestamp("us", tz=zone))
    out = io.BytesIO()
    pq.write_table(pa.table(data), out)
    d.texts, d.units = {f"{d.id}.parquet": out.getvalue()}, None
    d.page.name, d.page.headless = None, True
    d.page.headings = {name: name for name in columns}
    d.places[id(d.page)] = f"{d.id}.parquet"
    for line in d.page.people:
        assert line.truth is not None
        line.truth = {name: line.truth[name] for name in columns}


def _refusable(d: Draft, name: str, data: bytes) -> None:
    d.texts, d.page.maybe = {name: data}, True
    d.places[id(d.page)] = name
    d.page.name = None if name.endswith(".xls") else d.page.name
    d.may(file=name, sheet=None)
