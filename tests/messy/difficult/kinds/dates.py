"""Kind 5: dates that can be judged by their column alone: order, time zone, time of day, epoch."""

from __future__ import annotations

import datetime as dt

from tests.messy.difficult.draft import UNITS, Draft, difficult
from tests.messy.difficult.page import ANY, PEOPLE, D, Page

BORN = tuple(p["birth_date"] for p in PEOPLE)
UTC = ("1971-03-13T16:00:00.000Z", "1975-11-24T17:00:00.000Z", "1980-05-05T17:00:00Z", "1988-08-29T17:00:00.000Z", "1985-12-18T17:00:00+00:00")


@difficult("B01", 5, "text dates, the month first")
def b01(d: Draft) -> None:
    d.page.write("birth_date", "10/20/1971", "08/10/1975", "08/04/1980", "04/30/1988", "12/19/1985")
    d.page.either("birth_date", D(1971, 10, 20), D(1975, 8, 10), D(1980, 8, 4), D(1988, 4, 30), D(1985, 12, 19))
    d.said(3, "birth_date")
    d.said(4, "birth_date")


@difficult("B02", 5, "true dates that a programme made of texts in the wrong order, beside the texts that it left")
def b02(d: Draft) -> None:
    more = [PEOPLE[1] | {"employee_id": "HF006", "full_name": "Kiều Thị Thu Sương A"}, PEOPLE[2] | {"employee_id": "HF007", "full_name": "Đỗ Viết Trạc B"}]
    d.page = Page.of([*PEOPLE, *more])
    d.page.write("birth_date", "14/03/1971", D(1975, 5, 11), D(1980, 6, 5), "30/08/1988", D(1985, 9, 12), "19/12/1985", "27/01/1979")
    d.page.either("birth_date", D(1971, 3, 14), D(1975, 11, 5), D(1980, 5, 6), D(1988, 8, 30), D(1985, 12, 9), D(1985, 12, 19), D(1979, 1, 27))
    for row in (3, 4, 6):
        d.said(row, "birth_date")


@difficult("B03", 5, "timestamps of an export in universal time")
def b03(d: Draft) -> None:
    d.page.write("birth_date", *UTC)
    d.page.either("birth_date")


@difficult("G11", 5, "the same in a CSV")
def g11(d: Draft) -> None:
    b03(d)
    d.csv()


@difficult("T01", 5, "a birth date of one day before the month changes, in universal time")
def t01(d: Draft) -> None:
    person = PEOPLE[2] | {"employee_id": "HF900", "full_name": "Sùng A Vàng", "birth_date": D(1969, 7, 1), "step": 8, "salary_coefficient": 6.78, "si_months": 360}
    d.page = Page.of([person], without=("stt", "leadership_allowance", "over_frame_pct"))
    d.page.add("unit", "Đơn vị", "VPC", before="position_title")
    d.page.write("birth_date", "1969-06-30T16:00:00.000Z")
    d.page.either("birth_date")
    d.csv()


@difficult("B05", 5, "dates of many kinds: short years, months alone, a year, the lunar calendar, eight digits")
def b05(d: Draft) -> None:
    more = [p | {"employee_id": f"HF{n:03}", "full_name": f"{p['full_name']} {letter}"} for n, p, letter in ((6, PEOPLE[1], "A"), (7, PEOPLE[2], "B"), (8, PEOPLE[3], "C"))]
    d.page = Page.of([*PEOPLE, *more])
    d.page.write("birth_date", "1/1/68", "tháng 5/1970", "05-1970", "5.1970", 1968, "12/5/1968 (âm lịch)", "12051968", 12051968)
    d.page.either("birth_date", D(1968, 1, 1), *[D(1970, 5, 1)] * 3, D(1968, 1, 1), D(1968, 5, 12), D(1968, 5, 12), D(1968, 5, 12))
    for row in range(3, 8):
        d.said(row, "birth_date")


@difficult("F04", 5, "date cells that hold a timestamp of universal time")
def f04(d: Draft) -> None:
    for row, born in enumerate(BORN, 2):
        d.page.patches.append((rf'<c r="D{row}"[^>]*><v>[^<]*</v></c>', f'<c r="D{row}" t="d"><v>{born.isoformat()}T17:00:00Z</v></c>'))
        d.said(row, "birth_date")
    d.page.expect("birth_date", *[ANY] * 5)


@difficult("G10", 5, "a CSV of an American machine")
def g10(d: Draft) -> None:
    d.page.write("birth_date", *(born.strftime("%m/%d/%Y") for born in BORN))
    d.page.either("birth_date")
    d.csv()
    d.said(4, "birth_date")


@difficult("G12", 5, "dates as a browser writes them")
def g12(d: Draft) -> None:
    d.page.write("birth_date", *(born.strftime("%a %b %d %Y 00:00:00 GMT+0700 (Indochina Time)") for born in BORN))
    d.page.either("birth_date")
    d.csv()


@difficult("G13", 5, "milliseconds since 1970")
def g13(d: Draft) -> None:
    d.page.write("birth_date", 37731600000, 186080400000, 326394000000, 588877200000, 503773200000)
    d.page.either("birth_date")
    d.csv()


# ---------------------------------------------------------------------------------------------------- further files


def joined(d: Draft, *cells: object) -> None:
    """A column of days of joining, as it is written."""
    d.page.add("joined_on", "Ngày tuyển dụng", *cells)


@difficult("501", 5, "days of joining with the month first")
def d501(d: Draft) -> None:
    joined(d, "09/15/1995", "10/01/1998", "05/06/2005", "01/31/2013", "07/01/2010")
    d.page.either("joined_on", D(1995, 9, 15), D(1998, 10, 1), D(2005, 5, 6), D(2013, 1, 31), D(2010, 7, 1))
    for row in (3, 4, 6):
        d.said(row, "joined_on")


@difficult("502", 5, "days of joining half true dates, half texts")
def d502(d: Draft) -> None:
    joined(d, "15/09/1995", D(1998, 1, 10), "25/05/2005", D(2013, 7, 1), "31/07/2010")
    d.page.either("joined_on", D(1995, 9, 15), D(1998, 10, 1), D(2005, 5, 25), D(2013, 1, 7), D(2010, 7, 31))
    d.said(3, "joined_on")
    d.said(5, "joined_on")


@difficult("503", 5, "styles that each have one reading")
def d503(d: Draft) -> None:
    d.page.write("birth_date", "14.03.1971", "1975/11/25", "ngày 06 tháng 05 năm 1980", "30-Aug-1988", "1985-12-19")


@difficult("504", 5, "timestamps with the zone of Vietnam")
def d504(d: Draft) -> None:
    d.page.write("birth_date", *(f"{born.isoformat()}T00:00:00+07:00" for born in BORN))
    d.page.either("birth_date")


@difficult("505", 5, "birth dates with a time of day")
def d505(d: Draft) -> None:
    d.page.write("birth_date", *(dt.datetime.combine(born, dt.time(17)) for born in BORN))
    d.page.expect("birth_date", *[ANY] * 5)
    for row in range(2, 7):
        d.said(row, "birth_date")


@difficult("506", 5, "years of two figures")
def d506(d: Draft) -> None:
    d.page.write("birth_date", "14/3/71", "25/11/75", "6/5/80", "30/8/88", "19/12/85")
    d.page.either("birth_date")


@difficult("507", 5, "seconds since 1970")
def d507(d: Draft) -> None:
    d.page.write("birth_date", 37731600, 186080400, 326394000, 588877200, 503773200)
    d.page.either("birth_date")
    d.csv()


@difficult("508", 5, "a workbook that counts days from 1904, with true dates")
def d508(d: Draft) -> None:
    d.epoch_1904 = True


@difficult("F05", 0, "a workbook that counts days from 1904, with bare numbers")
def f05(d: Draft) -> None:
    d.epoch_1904 = True
    d.page.write("birth_date", *((born - D(1904, 1, 1)).days for born in BORN))


@difficult("509", 5, "the numbers under dates that lost their format")
def d509(d: Draft) -> None:
    d.page.write("birth_date", *((born - D(1899, 12, 30)).days for born in BORN))


@difficult("510", 5, "ends of contracts with the month first")
def d510(d: Draft) -> None:
    for line in d.page.people:
        line.cells["category"] = "Hợp đồng lao động"
    d.page.expect("category", *["contract"] * 5)
    d.page.add("contract_end_on", "Ngày hết hạn hợp đồng", "12/31/2027", "06/05/2027", "03/31/2028", "01/02/2028", "12/31/2028")
    d.page.either("contract_end_on", D(2027, 12, 31), D(2027, 6, 5), D(2028, 3, 31), D(2028, 1, 2), D(2028, 12, 31))
    d.csv()
    d.said(3, "contract_end_on")
    d.said(5, "contract_end_on")


@difficult("511", 5, "texts that could be either order: day first, as everywhere in Vietnam")
def d511(d: Draft) -> None:
    d.page.write("birth_date", "04/03/1971", "05/11/1975", "06/05/1980", "08/08/1988", "09/12/1985")
    d.page.expect("birth_date", D(1971, 3, 4), D(1975, 11, 5), D(1980, 5, 6), D(1988, 8, 8), D(1985, 12, 9))


@difficult("512", 5, "a day or a month that is not known")
def d512(d: Draft) -> None:
    d.page.write("birth_date", "00/03/1971", "1975", "../05/1980", "30/08/1988", "năm 1985")
    d.page.expect("birth_date", D(1971, 3, 1), D(1975, 1, 1), D(1980, 5, 1), D(1988, 8, 30), D(1985, 1, 1))
    for row in (2, 3, 4, 6):
        d.said(row, "birth_date")


@difficult("513", 5, "days that no month has")
def d513(d: Draft) -> None:
    d.page.write("birth_date", "31/02/1971", "31/11/1975", "06/05/1980", "30/08/1988", "19/12/1985")
    d.page.expect("birth_date", ANY, ANY)
    d.said(2, "birth_date", severity="error")
    d.said(3, "birth_date", severity="error")


@difficult("514", 5, "an export with midnight behind each date")
def d514(d: Draft) -> None:
    d.page.write("birth_date", *(f"{born:%d/%m/%Y} 00:00:00" for born in BORN))
    d.page.either("birth_date")
    d.csv()


@difficult("515", 5, "one birth date in universal time among plain ones")
def d515(d: Draft) -> None:
    d.page.write("birth_date", "14/03/1971", "1975-11-24T17:00:00Z", "06/05/1980", "30/08/1988", "19/12/1985")
    d.page.either("birth_date", BORN[0], BORN[1])
    d.page.expect("birth_date", BORN[0])


@difficult("516", 5, "American true dates in one sheet, the text dates of another are plain")
def d516(d: Draft) -> None:
    d.page.write("birth_date", "14/03/1971", "25/11/1975", D(1980, 6, 5), "30/08/1988", "19/12/1985")
    d.page.expect("birth_date", BORN[0], BORN[1], ANY, BORN[3], BORN[4])
    d.units = UNITS
    d.said(4, "birth_date")
