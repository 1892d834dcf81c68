"""The table of agreement reads back as it was, and no spreadsheet runs it."""

import csv
import io

import pytest

from ivig_abstractor.exchange.agreement_csv import (
    APOSTROPHE,
    agreement_csv,
    safe_text,
)
from ivig_abstractor.exchange.witness import Witness
from ivig_abstractor.model.agreement import (
    Agreement,
    AgreementKind,
    Coefficient,
    Estimate,
    FieldAgreement,
    RowsFound,
    SectionAgreement,
    StudyAgreement,
    Tally,
)

AGREEMENT = Agreement(
    fields=(
        FieldAgreement(
            "design.design_code",
            'Design, "code"',
            "design",
            AgreementKind.CODED,
            Tally(7, 0, 6, 0, 0),
            "κ",
            Estimate(-0.1125, -0.32, 0.54, 13),
            (Coefficient("AC1", "Gwet's AC1", Estimate(0.556, 0.2, 0.9, 13)),),
        ),
        FieldAgreement(
            "design.route",
            "=HYPERLINK(1)",
            "design",
            AgreementKind.CODED,
            Tally(13),
            "κ",
            Estimate(None, n=13, undefined="Both used one category only."),
        ),
        FieldAgreement(
            "outcomes.rows[]",
            "Outcomes",
            "outcomes",
            AgreementKind.ROWS,
            Tally(5, one_sided=3),
            rows=RowsFound(5, (1, 2)),
        ),
    ),
    sections=(SectionAgreement("design", "Design", Tally(20, 0, 6)),),
    studies=(StudyAgreement("s1", Tally(25, 0, 6, 3)),),
    kinds={AgreementKind.CODED: Tally(20, 0, 6)},
    overall=Tally(25, 0, 6, 3),
)


def lines_of(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_it_reads_back():
    text = agreement_csv(AGREEMENT)
    assert text.count("\r\n") == text.count("\n") == 8
    lines = lines_of(text)
    assert [one["level"] for one in lines] == [
        "field",
        "field",
        "rows",
        "section",
        "kind",
        "study",
        "overall",
    ]
    design, route, rows, *_others = lines
    assert design["label"] == 'Design, "code"'
    assert (design["pairs"], design["same"], design["different"]) == ("13", "7", "6")
    assert design["percent"] == "53.8462"
    assert design["kappa"] == "-0.1125"
    assert (design["ac1"], design["ac1_high"]) == ("0.556", "0.9")
    assert route["coefficient_remark"] == "Both used one category only."
    assert (rows["found_by_all"], rows["found_by_some"]) == ("5", "1; 2")
    assert lines[-1]["pairs"] == "34"


def test_it_says_of_which_state_of_the_review_it_is():
    witness = Witness("ab" * 32, {"r2": "22" * 32, "r1": "11" * 32}, "0.1.0")
    lines = lines_of(agreement_csv(AGREEMENT, witness))[-4:]
    assert [(one["level"], one["id"], one["label"]) for one in lines] == [
        ("state", "ab" * 32, "Fingerprint of the data"),
        ("head", "11" * 32, "r1"),
        ("head", "22" * 32, "r2"),
        ("program", "0.1.0", "IVIG Abstractor"),
    ]


def test_coefficients_of_many_reviewers_have_their_columns():
    fleiss = Estimate(0.43, 0.38, 0.48, 30, error_at_zero=0.025)
    others = (
        Coefficient("κfree", "Randolph", Estimate(0.44, 0.4, 0.5, 30)),
        Coefficient("α", "alpha", Estimate(0.433, 0.34, 0.53, 30)),
    )
    design = FieldAgreement(
        "design.design_code",
        "Design",
        "design",
        AgreementKind.CODED,
        Tally(9, different=21),
        "κF",
        fleiss,
        others,
    )
    line = lines_of(agreement_csv(Agreement(("A", "B", "C"), (design,))))[0]
    assert (line["fleiss"], line["fleiss_low"], line["kappa"]) == ("0.43", "0.38", "")
    assert (line["free"], line["alpha"], line["alpha_high"]) == (
        "0.44",
        "0.433",
        "0.53",
    )
    assert (line["coefficient_pairs"], line["coefficient_z"]) == ("30", "17.2")
    assert 0 < float(line["coefficient_p"]) < 1e-60
    assert line["coefficient_remark"] == ""


def test_every_line_has_every_column_in_quotes():
    text = agreement_csv(AGREEMENT, Witness("ab" * 32, {"r1": "11" * 32}, "0.1.0"))
    widths = {len(one) for one in csv.reader(io.StringIO(text, newline=""))}
    assert len(widths) == 1
    assert all(line[0] == line[-1] == '"' for line in text.split("\r\n") if line)


def test_what_a_spreadsheet_would_run_is_made_safe_and_told():
    design, route, *_others = lines_of(agreement_csv(AGREEMENT))
    assert route["label"] == "'=HYPERLINK(1)"
    assert route["note"] == APOSTROPHE
    assert design["note"] == ""


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋"])
def test_formulas_and_their_disguises(start):
    for before in ("", "  ", '"', "' ", "\u3000"):
        text = f"{before}{start}1+1"
        assert safe_text(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "2 g/kg", "a=b", "  ", "IVIG - placebo"])
def test_other_texts_stay(text):
    assert safe_text(text) == text


def test_the_mark_of_utf_8_is_there_when_wished():
    assert agreement_csv(AGREEMENT, bom=True).startswith('\ufeff"level"')
    assert agreement_csv(AGREEMENT).startswith('"level"')
    assert lines_of(agreement_csv(Agreement()))[-1]["percent"] == ""
