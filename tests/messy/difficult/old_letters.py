"""Vietnamese in the letters of old fonts: TCVN3 (.VnTime) and VNI, as their owners' files still hold it."""

from __future__ import annotations

import unicodedata

_TCVN3 = dict(zip("àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
                  "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ¡¢£¤¥¦§", strict=True))  # fmt: skip
_VNI_LETTERS = {"ă": "aê", "â": "aâ", "ê": "eâ", "ô": "oâ", "ơ": "ô", "ư": "ö", "đ": "ñ", "Đ": "Ñ", "ị": "ò", "ỉ": "æ", "ĩ": "ó", "ì": "ì", "í": "í"}
_VNI_MARKS = {"\u0300": "ø", "\u0301": "ù", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
_VNI_ON = {("â", "\u0301"): "aá", ("â", "\u0300"): "aà", ("â", "\u0323"): "aä", ("â", "\u0309"): "aå", ("â", "\u0303"): "aã",
           ("ê", "\u0301"): "eá", ("ê", "\u0300"): "eà", ("ê", "\u0323"): "eä", ("ê", "\u0309"): "eå", ("ê", "\u0303"): "eã",
           ("ô", "\u0301"): "oá", ("ô", "\u0300"): "oà", ("ô", "\u0323"): "oä", ("ô", "\u0309"): "oå", ("ô", "\u0303"): "oã",
           ("ă", "\u0301"): "aé", ("ă", "\u0300"): "aè", ("ă", "\u0323"): "aë", ("ă", "\u0309"): "aú", ("ă", "\u0303"): "aü"}  # fmt: skip


def tcvn3(text: str) -> str:
    """Text as a TCVN3 font's file holds it, read as if it were Unicode."""
    whole = unicodedata.normalize("NFC", text)
    return "".join(_TCVN3.get(letter) or _TCVN3.get(letter.lower(), letter) for letter in whole)


def vni(text: str) -> str:
    """Text as a VNI font's file holds it; small letters only, as names in lists of units mostly are."""
    out = []
    for letter in unicodedata.normalize("NFC", text):
        if letter in _VNI_LETTERS:
            out.append(_VNI_LETTERS[letter])
            continue
        base, *marks = unicodedata.normalize("NFD", letter)
        mark = next((m for m in marks if m in _VNI_MARKS), None)
        bare = unicodedata.normalize("NFC", base + "".join(m for m in marks if m != mark))
        if mark is None:
            out.append(_VNI_LETTERS.get(bare, bare))
        else:
            out.append(_VNI_ON.get((bare, mark)) or _VNI_LETTERS.get(bare, bare) + _VNI_MARKS[mark])
    return "".join(out)
