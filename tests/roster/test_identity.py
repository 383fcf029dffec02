"""Old letters over the whole alphabet, and who is the same person."""

from __future__ import annotations

import numpy as np
import pytest

from planner.roster.people.checks.identity import id_keys, name_key, same_people
from planner.roster.values.lookalikes import latin
from planner.roster.values.old_letters import convert, converted, is_syllable
from tests.messy.difficult.old_letters import tcvn3, vni

LETTERS = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
NAMES = ("Nguyễn Thị Hạnh", "Đỗ Viết Trạc", "Tạ Quang Bửu Long", "Giàng A Tủa", "Huỳnh Quốc Thưởng", "Lữ Khuyên", "Nghiêm Xuân Yến")


@pytest.mark.parametrize("letter", [letter for letter in LETTERS if letter != "đ"])
def test_every_letter_comes_back_from_both_tables(letter: str) -> None:
    assert convert(tcvn3(letter), "TCVN3") == letter
    assert convert(vni(letter), "VNI") == letter


def test_words_come_back() -> None:
    for name in NAMES:
        assert convert(tcvn3(name), "TCVN3") == name
        assert convert(vni(name), "VNI") == name
    assert convert("TRÇN V¡N B×NH", "TCVN3") == "TRẦN VĂN BÌNH"


def test_a_column_is_converted_as_a_whole_or_not_at_all() -> None:
    whole = converted(["s" + tcvn3(name) for name in (*NAMES, "Lê Văn Tỏ")])
    assert whole.name == "TCVN3" and whole.unsure == () and list(whole.cells) == ["s" + name for name in (*NAMES, "Lê Văn Tỏ")]
    assert converted(["s" + vni(name) for name in NAMES]).name == "VNI"
    plain = converted(["s" + name for name in NAMES])
    assert plain.name == "" and plain.changed == plain.unsure == ()


def test_one_strange_letter_proves_nothing() -> None:
    found = converted(["sH'Ñe Niê", "sY Thinh"])
    assert found.changed == () and found.unsure == (0,)


@pytest.mark.parametrize(("word", "right"), [("nghiêng", True), ("quốc", True), ("được", True), ("bưc", False), ("thaạ", False), ("ñe", False), ("xyz", False)])
def test_syllables(word: str, right: bool) -> None:
    assert is_syllable(word) == right


@pytest.mark.parametrize("name", ["Đỗ Viết Trạc", "Ông Đỗ Viết Trạc", "ThS. ĐỖ VIẾT TRẠC", "3. Do Viet Trac", "PGS.TS. Đỗ Viết Trạc (biệt phái)"])
def test_a_name_is_the_same_under_its_titles(name: str) -> None:
    assert name_key(name) == "do viet trac"


def test_the_same_person_by_date_or_by_year() -> None:
    names = np.array(["Lò Thị Pành", "Lo Thi Panh", "Lò Thị Pành", "Lò Thị Pành", None], dtype=object)
    born = np.array(["1988-08-30", "1988-08-30", "1988-01-01", "1989-08-30", "1988-08-30"], dtype="datetime64[D]")
    assert same_people(names, born)[0].tolist() == [0, 0, 0, 3, 4]


def test_marks_tell_people_apart_unless_one_name_has_none() -> None:
    names = np.array(["Trần Văn Hòa", "Trần Văn Hoa", "Tran Van Hoa", "Ông Trần Văn Hoà"], dtype=object)
    born = np.full(4, "1980-02-03", dtype="datetime64[D]")
    assert same_people(names, born)[0].tolist() == [0, 1, 0, 0]


def test_day_and_month_exchanged_are_nearly_the_same_person() -> None:
    names = np.array(["Lò Thị Pành", "Lò Thị Pành", "Lò Thị Pành", "Giàng A Tủa"], dtype=object)
    born = np.array(["1988-08-03", "1988-03-08", "1988-08-04", "1988-03-08"], dtype="datetime64[D]")
    first, exchanged = same_people(names, born)
    assert first.tolist() == [0, 1, 2, 3] and exchanged.tolist() == [0, 0, 2, 3]


def test_ids_are_the_same_but_for_case_marks_and_zeros() -> None:
    keys = id_keys(np.array(["HF-003", "hf 003", "HF3", "001125", "1125", "0", None], dtype=object)).tolist()
    assert keys == ["hf003", "hf003", "hf3", "1125", "1125", "0", None]


@pytest.mark.parametrize(("cell", "read"), [("sV\u1ee5 tr\u01b0\u1edfng", "Vụ trưởng"), ("s\u041d\u041e\u0410 \u0412\u0430", "HOA Ba"), ("s\uff28\uff26003", "HF003")])
def test_letters_that_only_look_latin_are_put_right(cell: str, read: str) -> None:
    assert latin([cell]).cells[0][1:] == read


def test_letters_that_look_like_none_of_ours_are_unsure() -> None:
    found = latin(["sЖуков", "sLò Thị Pành"])
    assert found.unsure == (0,) and found.changed == () and found.cells[0] == "sЖуков"
