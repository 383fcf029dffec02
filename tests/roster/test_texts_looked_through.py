"""Columns of names and titles are looked through as one text; what a single look would find is never passed over."""

from __future__ import annotations

import unicodedata

import pytest

from planner.roster.values.notes import remarks_beside, remarks_within, worth_a_look

NAMES = ["Nguyễn Thị Hoà", "Trần Nghĩa", "Lê Thị Nghị Huyền", "Phạm Quốc Đạt", "LÝ THỊ THƠM"]
SPEAKING = [
    "nghỉ hưu từ 1/12", "Nghi huu", "đang nghỉ thai sản", "THAI SẢN", "biệt phái", "nghỉ không lương", "thôi việc", "đã nghỉ việc", "qua đời", "từ trần",
    "đã chuyển công tác", "đã nghỉ", "on leave", "On Leave since May", "seconded to Huế", "secondment",
]  # fmt: skip


def forms(said: str) -> list[str]:
    """The same words as people write them: behind a name or alone, in capitals, decomposed, with another blank or another đ."""
    placed = [said, f"Trần Văn A ({said})", f"Trần Văn A - {said}", f"Trần Văn A, {said}", f"Trần Văn A {said}", f"  {said}"]
    blanks = [said.replace(" ", gap) for gap in ("  ", "\u00a0", "\t", "\n", "\u2003", "\u200b ")]
    letters = [said.upper(), unicodedata.normalize("NFD", said), said.replace("đ", "\u00f0"), said.replace("đ", "Đ")]
    return [*placed, *blanks, *letters]


@pytest.mark.parametrize("beside", [False, True])
@pytest.mark.parametrize("printable", [False, True])
def test_whatever_speaks_is_worth_a_look(beside: bool, printable: bool) -> None:
    read = remarks_beside if beside else remarks_within
    texts = [text for said in SPEAKING for text in (*NAMES, *forms(said)) if text.isprintable() or not printable]
    speaking = [at for at, text in enumerate(texts) if read(text)]
    assert len(speaking) > 6 * len(SPEAKING)
    assert set(speaking) <= set(worth_a_look(texts, beside))


@pytest.mark.parametrize("said", ["nuôi con nhỏ", "kỷ luật", "đi học", "ốm dài ngày", "nghỉ phép"])
def test_a_weak_word_speaks_in_an_aside_and_is_looked_at_there(said: str) -> None:
    texts = [*NAMES, f"Trần Văn B ({said})"]
    assert [at for at, text in enumerate(texts) if remarks_beside(text)] in ([len(NAMES)], [])
    assert worth_a_look(texts, True) == [len(NAMES)]


def test_names_say_nothing_and_nobody_looks_at_them() -> None:
    assert worth_a_look(NAMES, True) == worth_a_look(NAMES, False) == []
    assert worth_a_look([], True) == []
