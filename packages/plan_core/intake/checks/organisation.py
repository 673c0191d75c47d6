"""The document is the plan of the organisation that uploaded it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import findings
from plan_core.intake.draft import PlanDraft
from plan_core.intake.findings import Finding
from plan_core.thai_text import fold_key
from plan_core.values import Severity

ALIKE = 80
"""Below this two names are not one name with a slip of the pen (rapidfuzz's ratio)."""
_KIND = re.compile("^(?:องค์การบริหารส่วน(?:ตำบล|จังหวัด)|เทศบาล(?:ตำบล|เมือง|นคร)|อบต|อบจ|ทต|ทม|ทน)")


def check(draft: PlanDraft, _: FrameworkEdition) -> Iterator[Finding]:
    """Kinds are left out: an อบต. that became a เทศบาล still brings its old plan."""
    printed, expected = draft.organisation_name_printed, draft.organisation_name_expected
    if not printed or not expected or _is_same(_proper(printed), _proper(expected)):
        return
    yield findings.of(
        "ORGANISATION_DIFFERS",
        Severity.ERROR,
        "",
        f"เอกสารนี้พิมพ์ชื่อ “{printed}” แต่ผู้นำเข้าเป็นของ {expected} โปรดตรวจว่าเป็นเอกสารของหน่วยงานท่าน",
        f"The document names “{printed}”, but it was uploaded for {expected}. Is it yours?",
        values={"printed": printed, "expected": expected},
    )


def _proper(name: str) -> str:
    return _KIND.sub("", fold_key(name))


def _is_same(printed: str, expected: str) -> bool:
    """Where words follow without a space the printed name runs on: its beginning counts."""
    beginning = printed[: len(expected)]
    return fuzz.ratio(beginning, expected) >= ALIKE
