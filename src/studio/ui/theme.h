// Theme: every colour and every distance of the interface, light and dark. Panels take colours and spacing from here
// and nowhere else, so that the product has one look.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "studio/ui/colors.h"

namespace hourglass {

/// The spacing scale, CSS pixels.
inline constexpr float kGap1 = 4, kGap2 = 8, kGap3 = 12, kGap4 = 16, kGap5 = 24;
inline constexpr float kRadius = 6;       ///< controls
inline constexpr float kCardRadius = 10;  ///< cards and sheets
inline constexpr float kTouch = 44;       ///< what a finger meets without aiming
/// Below this width or height the parts of the studio become tabs.
inline constexpr float kNarrow = 900, kLow = 560;
/// Below both of these no part has room, and the page scrolls: 1280x1024 at 400% is 320x256.
inline constexpr float kTinyWidth = 530, kTinyHeight = 340;

struct Theme {
  bool dark = false;
  ImU32 page = 0;           ///< behind the cards
  ImU32 card = 0;           ///< panels
  ImU32 sunken = 0;         ///< wells inside cards: charts, maps, pads
  ImU32 border = 0;         ///< of cards
  ImU32 field = 0;          ///< controls at rest
  ImU32 field_hover = 0;    ///< under the pointer
  ImU32 field_active = 0;   ///< held
  ImU32 field_border = 0;   ///< of controls
  ImU32 text = 0;           ///< what is read
  ImU32 muted = 0;          ///< what is read second: labels, units
  ImU32 faint = 0;          ///< disabled text, grid lines' labels
  ImU32 grid = 0;           ///< lines inside charts
  ImU32 accent = 0;         ///< the one accent
  ImU32 accent_hover = 0;   ///< under the pointer
  ImU32 accent_active = 0;  ///< held
  ImU32 on_accent = 0;      ///< text upon it
  ImU32 accent_soft = 0;    ///< a tint behind what is chosen
  ImU32 focus = 0;          ///< ring round the focused item
  ImU32 good = 0, warning = 0, bad = 0;
  ImU32 bad_soft = 0;
  ImU32 shade = 0;          ///< over the page behind a sheet
  ImU32 shadow = 0;         ///< under what floats
  ImU32 chart_train = 0;    ///< training curve
  ImU32 chart_heldout = 0;  ///< held-out curve
  ImU32 chart_published = 0;
  float tile_opacity = 0;                 ///< of the ink of decoded images under the points of the map
  std::array<ImU32, 10> class_edge = {};  ///< outline of a mark of each class colour, seen on the ground and on tiles
  ImU32 mark = 0;                         ///< what tells a control's state without a word: 3:1 on every ground
  float control = 32;                     ///< height of a control: 32 with a mouse, kTouch under a finger
};

/// The darkest (or, at night, the lightest) ground that decoded images put under the points of the map.
ImU32 tile_ground(const Theme& theme);

/// The system's colours where the person has them put everywhere, by the names that CSS gives them.
struct ForcedColors {
  ImU32 canvas = 0, canvas_text = 0, button_face = 0, button_text = 0, highlight = 0, highlight_text = 0, gray_text = 0,
        link_text = 0;
  bool operator==(const ForcedColors&) const = default;
};
/// Eight colours as "rrggbb", in that order, with commas between them; nothing where it is anything else.
std::optional<ForcedColors> forced_colors_of(std::string_view list);
/// Black, white and two strong hues, for who wants more contrast.
ForcedColors strong_colors(bool dark);

/// `touch`: targets of kTouch.
Theme make_theme(bool dark, bool touch);
/// Of these colours alone; where two of them that meet are hard to tell apart, the text's takes the place of one.
Theme make_theme(const ForcedColors& colors, bool touch);

/// The few things that Dear ImGui itself draws (text fields, scroll bars) take their style from the theme.
void apply_style(const Theme& theme);

}  // namespace hourglass
