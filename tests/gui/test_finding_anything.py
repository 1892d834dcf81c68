"""What the palette finds knows how near it is to the cursor."""

from ivig_abstractor.gui.finding_anything import _nearness
from ivig_abstractor.model.form import the_form


def test_fields_of_the_section_are_near_and_those_of_the_row_nearer():
    near = _nearness(the_form(), "outcomes", "outcomes.rows[o1].after")
    assert near("outcomes.rows[o1].unit") == 2
    assert near("outcomes.rows[o2].unit") == 1
    assert near("outcomes.primary_outcome") == 1
    assert near("outcomes.rows") == 1
    assert near("population.baseline[b1].unit") == 0


def test_nothing_is_near_where_no_section_is_shown():
    near = _nearness(the_form(), "", "")
    assert near("outcomes.rows[o1].unit") == 0
