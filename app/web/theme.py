"""The Gradio theme: every colour comes from this site's own sheet (``static/cancu.css``), which follows the reader's system.

No font is fetched: the families are those of office machines.
"""

from __future__ import annotations

from typing import Final

import gradio as gr

_FONTS: Final = ("Segoe UI", "Noto Sans", "Helvetica Neue", "Liberation Sans", "Arial", "sans-serif")
_COLOURS: Final = {
    "body_background_fill": "--cc-ground",
    "body_text_color": "--cc-ink",
    "body_text_color_subdued": "--cc-dim",
    "background_fill_primary": "--cc-sheet",
    "background_fill_secondary": "--cc-sunk",
    "border_color_primary": "--cc-line",
    "border_color_accent": "--cc-edge",
    "border_color_accent_subdued": "--cc-line",
    "color_accent": "--cc-strong",
    "color_accent_soft": "--cc-sunk",
    "link_text_color": "--cc-link",
    "link_text_color_hover": "--cc-link",
    "link_text_color_active": "--cc-link",
    "link_text_color_visited": "--cc-link",
    "block_label_background_fill": "--cc-ground",
    "block_label_text_color": "--cc-dim",
    "block_title_text_color": "--cc-dim",
    "block_info_text_color": "--cc-dim",
    "panel_background_fill": "--cc-ground",
    "input_background_fill": "--cc-sheet",
    "input_background_fill_focus": "--cc-sheet",
    "input_background_fill_hover": "--cc-sheet",
    "input_border_color": "--cc-edge",
    "input_border_color_focus": "--cc-focus",
    "input_border_color_hover": "--cc-ink",
    "input_placeholder_color": "--cc-dim",
    "loader_color": "--cc-strong",
    "error_background_fill": "--cc-bad-bg",
    "error_border_color": "--cc-bad",
    "error_text_color": "--cc-bad",
    "error_icon_color": "--cc-bad",
    "button_primary_background_fill": "--cc-strong",
    "button_primary_background_fill_hover": "--cc-strong",
    "button_primary_border_color": "--cc-strong",
    "button_primary_border_color_hover": "--cc-strong",
    "button_primary_text_color": "--cc-strong-ink",
    "button_primary_text_color_hover": "--cc-strong-ink",
    "button_secondary_background_fill": "--cc-sheet",
    "button_secondary_background_fill_hover": "--cc-sunk",
    "button_secondary_border_color": "--cc-edge",
    "button_secondary_border_color_hover": "--cc-ink",
    "button_secondary_text_color": "--cc-link",
    "button_secondary_text_color_hover": "--cc-link",
}
# Fields stand on the page itself, a label above and a line around what can be typed into.
_SHAPES: Final = {
    "block_background_fill": "transparent",
    "block_background_fill_dark": "transparent",
    "block_border_color": "transparent",
    "block_border_color_dark": "transparent",
    "block_border_width": "0px",
    "block_border_width_dark": "0px",
    "block_padding": "0px",
    "block_shadow": "none",
    "form_gap_width": "1rem",
    "input_border_width": "1px",
    "input_border_width_dark": "1px",
    "input_padding": "0.62rem 0.8rem",
    "input_shadow": "none",
    "shadow_drop": "none",
    "shadow_drop_lg": "none",
}
# Names that have no variant for dark mode of their own.
_SINGLE: Final = frozenset({"color_accent"})


def make_theme() -> gr.themes.Base:
    """Return the theme."""
    theme = gr.themes.Base(
        primary_hue="slate",
        neutral_hue="slate",
        radius_size=gr.themes.sizes.radius_sm,
        text_size=gr.themes.sizes.text_lg,
        font=list(_FONTS),
        font_mono=["Consolas", "Liberation Mono", "monospace"],
    )
    values = {name: f"var({variable})" for name, variable in _COLOURS.items()}
    dark = {f"{name}_dark": value for name, value in values.items() if name not in _SINGLE}
    return theme.set(**values, **dark, **_SHAPES)
