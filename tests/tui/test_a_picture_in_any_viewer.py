"""A picture of the screen looks the same whatever shows it."""

from cchc_tui.tui.terminal.picture import in_place


def test_figures_of_a_picture_stand_in_their_columns_in_any_viewer():
    padded = '<text class="r1" x="100" y="20" textLength="61" clip-path="url(#l)">&#160;&#160;64&#160;</text>'
    assert in_place(padded) == '<text class="r1" x="124.4" y="20" textLength="24.4" clip-path="url(#l)">64</text>'
    assert in_place(padded.replace("64", "")) == ""
    said = '<text class="r1" x="0" y="20" textLength="61" clip-path="url(#l)">a&#160;&amp;&#160;b</text>'
    assert in_place(said) == said
    assert in_place(in_place(padded)) == in_place(padded)
