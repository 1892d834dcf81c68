"""Which study this is, and whether it belongs in the review (I, E)."""

import pytest

from tests.builders import an_abstraction
from tests.model.checks.case import CONTEXT, DOSE, Case, findings, lets_pass, objects

ID = "identification"
SUB = "population.subtypes[t1]"
EULAR = "population.eular"
CASES = [
    Case(
        "H-I01",
        fails={f"{ID}.study_id": "cherin2002"},
        at=f"{ID}.study_id",
        says="cherin2002b",
        passes={f"{ID}.study_id": "cherin1994"},
    ),
    Case(
        "H-I01",
        fails={f"{ID}.doi": "doi 10.1002"},
        at=f"{ID}.doi",
        says="10.1002/art.10053",
        passes={f"{ID}.doi": "10.1007/s10165-011-0534-4", f"{ID}.pmid": "21971943"},
    ),
    Case(
        "H-I02",
        fails={f"{ID}.year": "2028"},
        at=f"{ID}.year",
        says="1950 to 2027",
        passes={f"{ID}.year": "2027", f"{ID}.year_epub": "2026"},
    ),
    Case(
        "H-I02",
        fails={f"{ID}.period_start": "1992-05", f"{ID}.period_end": "1991"},
        at=f"{ID}.period_end",
        says="before it began in 1992-05",
        passes={f"{ID}.period_start": "1992-05", f"{ID}.period_end": "1992"},
    ),
    Case(
        "S-I01",
        fails={f"{ID}.year": "2014", f"{ID}.year_epub": "2011"},
        at=f"{ID}.year_epub",
        says="2011",
        passes={f"{ID}.year": "2014", f"{ID}.year_epub": "2013"},
    ),
    Case(
        "S-I01",  # Hara 2003, entered into PubMed ten years later
        fails={f"{ID}.year": "2003", f"{ID}.pmid": "24387253"},
        at=f"{ID}.pmid",
        says="2013",
        passes={f"{ID}.year": "2014", f"{ID}.pmid": "23906502"},
    ),
    Case(
        "S-I02",
        fails={f"{ID}.doi": "10.1002/ART.10053"},
        at=f"{ID}.doi",
        says="cherin2002",
        passes={f"{ID}.doi": "10.1002/art.10054"},
    ),
    Case(
        "S-I02",
        fails={f"{ID}.pmid": "11840448"},
        at=f"{ID}.pmid",
        says="cherin2002",
        passes={f"{ID}.pmid": "7932419"},
    ),
    Case(
        "S-I02",
        fails={
            f"{ID}.first_author": "Cherin, P.",
            f"{ID}.journal": "arthritis rheum",
            "population.n_enrolled": "34",
        },
        at=f"{ID}.first_author",
        says="35",
        passes={
            f"{ID}.first_author": "Cherin P",
            f"{ID}.journal": "Arthritis Rheum",
            "population.n_enrolled": "20",
        },
    ),
    Case(
        "S-I03",
        fails={
            f"{ID}.country": "FR",
            f"{ID}.period_start": "1990",
            f"{ID}.period_end": "1992-11",
        },
        at=f"{ID}.overlap_group",
        says="cherin2002",
        passes={
            f"{ID}.country": "FR",
            f"{ID}.period_start": "1990",
            f"{ID}.period_end": "1992-11",
            f"{ID}.overlap_group": "PITIE",
        },
    ),
    Case(
        "S-I03",
        fails={
            f"{ID}.first_author": "Cherin P",
            f"{ID}.country": "FR; BE",
            f"{ID}.period_start": "1996",
            f"{ID}.period_end": "1998",
            f"{ID}.overlap_group": "none",
        },
        at=f"{ID}.overlap_group",
        says="1992-01",
        passes={
            f"{ID}.first_author": "Marie I",
            f"{ID}.country": "FR",
            f"{ID}.period_start": "1996",
            f"{ID}.period_end": "1998",
            f"{ID}.overlap_group": "none",
        },
    ),
    Case(
        "S-I04",
        fails={f"{ID}.year": "2012"},
        at=f"{ID}.year",
        says="1985 to 2011",
        passes={f"{ID}.year": "2011"},
    ),
    Case(
        "H-E01",  # a definite label with score 6 must be rejected
        fails={
            f"{EULAR}_score": "6",
            f"{EULAR}_label": "DEFINITE",
            f"{EULAR}_biopsy": "NO",
        },
        at=f"{EULAR}_label",
        says="“probable”, not “definite”",
        passes={f"{EULAR}_score": "7.5", f"{EULAR}_label": "DEFINITE"},
    ),
    Case(
        "H-E01",
        fails={
            f"{EULAR}_score": "6.6",
            f"{EULAR}_label": "PROBABLE",
            f"{EULAR}_biopsy": "YES",
        },
        at=f"{EULAR}_label",
        says="6.7",
        passes={
            f"{EULAR}_score": "6.6",
            f"{EULAR}_label": "POSSIBLE",
            f"{EULAR}_biopsy": "YES",
        },
    ),
    Case(
        "H-E01",
        fails={f"{EULAR}_score": "5.2", f"{EULAR}_label": "POSSIBLE"},
        at=f"{EULAR}_label",
        says="ruled out",
        passes={f"{EULAR}_score": "5.3", f"{EULAR}_label": "POSSIBLE"},
    ),
    Case(
        "S-E01",
        fails={"population.adult_status": "MIXED"},
        at="population.adult_status",
        says="Adults and children",
        passes={
            "population.adult_status": "MIXED",
            "declarations.include_decision": "INCLUDE_PART",
        },
    ),
    Case(
        "S-E01",
        fails={"population.adult_status": "ALL_PAEDIATRIC"},
        at="population.adult_status",
        says="children",
        passes={"population.adult_status": "ALL_ADULT"},
    ),
    Case(
        "S-E01",
        fails={f"{SUB}.code": "CADM"},
        at=f"{SUB}.code",
        says="amyopathic",
        passes={f"{SUB}.code": "CADM", "population.subtypes[t2].code": "DM"},
    ),
    Case(
        "S-E01",
        fails={f"{SUB}.code": "IBM", "population.subtypes[t2].code": "DM"},
        at=f"{SUB}.code",
        says="inclusion body",
        passes={f"{SUB}.code": "IBM", f"{SUB}.patients": "0"},
    ),
    Case(
        "S-E01",
        fails={f"{DOSE}.route": "SC"},
        at=f"{DOSE}.route",
        says="vein",
        passes={f"{DOSE}.route": "IV"},
    ),
    Case(
        "S-E01",
        fails={f"{ID}.report_type": "CONF_ABSTRACT"},
        at=f"{ID}.report_type",
        says="conference",
        passes={f"{ID}.report_type": "LETTER"},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_objects(case):
    objects(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_lets_pass(case):
    lets_pass(case)


def test_a_study_is_no_duplicate_of_itself():
    itself = an_abstraction("other", **{f"{ID}.study_id": "cherin2002"})
    from ivig_abstractor.model.checks.registry import check

    assert check(itself, CONTEXT, only=["H-I01"]) == []


def test_without_numbers_nothing_looks_like_a_duplicate():
    alike = {f"{ID}.first_author": "Cherin P", f"{ID}.journal": "Arthritis Rheum"}
    assert findings("S-I02", alike) == []


def test_old_pubmed_ids_tell_no_year():
    assert findings("S-I01", {f"{ID}.year": "1985", f"{ID}.pmid": "8000000"}) == []


def test_a_stored_text_that_breaks_its_pattern_is_found():
    from ivig_abstractor.model.checks.registry import check

    study = an_abstraction(**{f"{ID}.country": ("FR", "France")})
    assert [one.path for one in check(study, CONTEXT)] == [f"{ID}.country"]
