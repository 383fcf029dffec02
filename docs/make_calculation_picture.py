"""The picture of docs/calculation-sheet.md: worked example C of CV 1814/BNV-TCBC as the planner prints it.

Usage: python docs/make_calculation_picture.py [FILE.png]
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

EXAMPLE = """employee_id,full_name,birth_date,sex,unit,position_title,category,salary_coefficient,leadership_allowance,si_months
VD-C,Nguyễn Văn Mẫu,1966-01-15,M,Phòng Kế hoạch,Trưởng phòng,civil_servant,4.65,0.6,264
"""


def main() -> None:
    """Write the picture into the file named, else into `docs/images`."""
    from planner.policy.terms import Terms
    from planner.report.calculation import calculation
    from planner.report.calculation.write_pdf import calculation_png
    from planner.roster.read import read_roster

    out = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images" / "calculation-sheet.vi.png"
    with tempfile.TemporaryDirectory() as folder:
        roster = Path(folder) / "vi-du-c.csv"
        roster.write_text(EXAMPLE, encoding="utf-8")
        terms = Terms(dt.date(2025, 5, 1), reorganised_on=dt.date(2025, 3, 1))
        sheet = calculation(read_roster(roster), "VD-C", "early_retirement", terms, issuer="Bộ Công Thương", made_on=dt.date(2026, 11, 22))
    out.write_bytes(calculation_png(sheet, "vi"))
    print(out)


if __name__ == "__main__":
    main()
