// Every widget of the product. Each draws itself into a given rectangle, answers pointer and keyboard, and records
// itself in the mirror under a stable id, so that nothing can be on the canvas that a screen reader or a test cannot
// reach.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "studio/ui/icons.h"
#include "studio/ui/markers.h"
#include "studio/ui/ui.h"

namespace hourglass {

/// What is said about a widget besides its name. Views must outlive the call only.
struct Note {
  Words help = {};                    ///< shown when the pointer rests, and to screen readers
  Words disabled = {};                ///< why it cannot be used now; not empty: it cannot
  Words refused = {};                 ///< why the last entry was refused; the field is drawn in red
  std::string_view typed = {};        ///< that entry: a field shows it in place of its value until it is corrected
  Words read_as = {};                 ///< what is read out instead of a name that says little by itself ("3")
  std::string_view term = {};         ///< key of the glossary (text/glossary.h) that explains the name
  std::string_view chosen_term = {};  ///< likewise what is chosen of a list; the list's own widgets set it
  std::span<const std::string_view> terms = {};  ///< of a list one for each option (empty: none), else further ones
  bool beside = false;                           ///< the tip stands at the side, so that it covers no neighbour below
};

// -- Text -------------------------------------------------------------------------------------------------------------

enum class Align { left, center, right };

float text_width(ImFont* font, std::string_view text);
float text_width(Ui& ui, ImFont* font, const Words& text);
/// One line in the middle of the rectangle's height, cut with an ellipsis where it does not fit. Not in the mirror.
void draw_text(Ui& ui, const Rect& area, const Words& text, ImFont* font, ImU32 color, Align align = Align::left);
/// Wrapped lines from the top; returns the height that they took. With `measure_only` nothing is drawn.
float draw_paragraph(Ui& ui, const Rect& area, const Words& text, ImFont* font, ImU32 color, bool measure_only = false);
/// A paragraph that the mirror knows; returns its height.
float paragraph(Ui& ui, std::string_view id, const Rect& area, const Words& text, ImFont* font, ImU32 color);
/// A line of text that the mirror knows. With a term or a help in its note it explains itself to pointer, finger and
/// keyboard: a tap shows the tip until the next press.
void label(Ui& ui, std::string_view id, const Rect& area, const Words& text, ImFont* font, ImU32 color,
           Align align = Align::left, const Note& note = {});
/// The visible name of a control, which explains itself to pointer and finger; what has the keyboard is the control,
/// and the mirror knows the name by it.
void name_of_control(Ui& ui, std::string_view id, const Rect& area, const Words& text, ImFont* font, ImU32 color,
                     const Note& note);
/// As label() for words, or a thing, that was drawn already at `area` upon a surface: they explain themselves, and do
/// not press what lies under them.
void explained(Ui& ui, std::string_view id, const Rect& area, const Words& text, const Note& note);
/// What went wrong and what to try, on a tinted ground with a sign; announced when it comes. Returns its height; with
/// `measure_only` nothing is drawn.
float remark(Ui& ui, std::string_view id, const Rect& area, const Words& text, std::string_view term,
             bool measure_only = false);
void heading(Ui& ui, std::string_view id, const Rect& area, const Words& text, int level = 2);

// -- Pressing ---------------------------------------------------------------------------------------------------------

enum class Look { normal, primary, quiet, danger };

bool button(Ui& ui, std::string_view id, const Words& name, const Rect& area, Look look = Look::normal,
            Icon icon = Icon::none, const Note& note = {});
/// The width a button wants for its name and icon.
float button_width(Ui& ui, const Words& name, Icon icon = Icon::none);
/// A square button; the name is its tip. `on`: stays pressed.
bool icon_button(Ui& ui, std::string_view id, const Words& name, Icon icon, const Rect& area, const Note& note = {},
                 std::optional<bool> on = std::nullopt);
/// A button that shows what was chosen and opens something to choose from.
bool choice_button(Ui& ui, std::string_view id, const Words& name, const Words& value, const Rect& area,
                   const Note& note = {});
/// A switch with its name at the left end of the rectangle and the knob at the right; true when flipped.
bool toggle(Ui& ui, std::string_view id, const Words& name, bool& value, const Rect& area, const Note& note = {});
/// A small pill that is on or off, with a class's marker or none: legend entries, classes.
bool chip(Ui& ui, std::string_view id, const Words& name, bool& value, const Rect& area,
          std::optional<Marker> marker = std::nullopt, const Note& note = {});
/// A picture that can be pressed; a texture of 0 draws an empty frame.
bool image_button(Ui& ui, std::string_view id, const Words& name, TextureId texture, const Rect& area,
                  bool selected = false, const Note& note = {}, ImVec2 uv0 = {0, 0}, ImVec2 uv1 = {1, 1});

// -- Choosing ---------------------------------------------------------------------------------------------------------

/// What the mirror calls the options of a list: the same in every language. None: their numbers.
using OptionKeys = std::span<const std::string_view>;

/// A list that opens; `options` are as shown. True when another one was chosen.
bool combo(Ui& ui, std::string_view id, const Words& name, std::span<const Sentence> options, int& chosen,
           const Rect& area, const Note& note = {}, OptionKeys keys = {});
bool combo(Ui& ui, std::string_view id, const Words& name, std::span<const Key> options, int& chosen, const Rect& area,
           const Note& note = {}, OptionKeys keys = {});
/// The width it wants for the widest of them.
float combo_width(Ui& ui, std::span<const Sentence> options);
float combo_width(Ui& ui, std::span<const Key> options);
/// All options side by side, one of them chosen.
bool segmented(Ui& ui, std::string_view id, const Words& name, std::span<const Key> options, int& chosen,
               const Rect& area, const Note& note = {}, OptionKeys keys = {});
/// The width it wants for all of them, each as wide as the widest.
float segmented_width(Ui& ui, std::span<const Key> options);
struct Tabbed {
  std::string_view key;
  Key name;
  Icon icon = Icon::none;
};
/// A row of tabs under which parts lie, or a column of them where `area` is higher than wide.
bool tabs(Ui& ui, std::string_view id, const Words& name, std::span<const Tabbed> pages, int& chosen, const Rect& area);

// -- Values -----------------------------------------------------------------------------------------------------------

struct Range {
  double minimum = 0, maximum = 1;
  double step = 0;  ///< 0: continuous (a hundredth of the range for the keyboard)
};
/// `shown` is the value as text, drawn at the right; empty draws none. True when the value changed.
bool slider(Ui& ui, std::string_view id, const Words& name, double& value, const Range& range, const Rect& area,
            const Words& shown = {}, const Note& note = {});
/// A field for text or a number: `current` is shown; the new text is returned when it was entered (Enter, leaving the
/// field, or the mirror). With a range it is a number field: role spinbutton, and arrows step. While an entry stands
/// refused it stays in the field; Escape, and an empty entry, return `current`.
std::optional<std::string> field(Ui& ui, std::string_view id, const Words& name, std::string_view current,
                                 const Rect& area, const Note& note = {}, const Range* range = nullptr,
                                 const Words& unit = {});

// -- Showing ----------------------------------------------------------------------------------------------------------

/// `fraction` 0..1; negative: busy without a known end.
void progress_bar(Ui& ui, std::string_view id, const Words& name, double fraction, const Rect& area, ImU32 color = 0);
/// A pill with a dot: the run's state. Announced by screen readers when it changes.
void badge(Ui& ui, std::string_view id, const Words& name, const Words& text, ImU32 color, const Rect& area);
/// A picture, stretched over the rectangle; recorded as an image. `told`: what is on it, for who does not see it.
void picture(Ui& ui, std::string_view id, const Words& name, TextureId texture, const Rect& area, ImVec2 uv0 = {0, 0},
             ImVec2 uv1 = {1, 1}, const Words& told = {});

// -- Places -----------------------------------------------------------------------------------------------------------

/// What is drawn while it lives belongs together: for the keyboard one stop, with arrow keys inside.
class Group {
 public:
  Group(Ui& ui, std::string_view id, const Words& name, const Rect& area);
  ~Group();
  Group(const Group&) = delete;
  Group& operator=(const Group&) = delete;

 private:
  Mirror& mirror_;
};

/// Draws a card with a title (if any) over `area` and returns what is inside its padding, below the title. `tools`
/// receives the strip right of the title, for buttons. What is drawn from here on belongs to the card, until who draws
/// the layout closes it (Mirror::close_to). Where buttons of `tools_width` have no room beside the title, the title is
/// the region's name alone: what stands on a phone is also named by its tab.
Rect card(Ui& ui, std::string_view id, const Words& title, const Rect& area, Rect* tools = nullptr,
          float tools_width = 0);

/// What the pointer does over a surface of the panel's own (map, pad, chart).
struct Pointer {
  bool hovered = false;      ///< over it and nothing in front
  bool pressed = false;      ///< the main button went down here in this frame
  bool down = false;         ///< held since it was pressed here, also outside
  bool released = false;     ///< let go in this frame after being pressed here
  bool clicked = false;      ///< released without having moved more than 4 px
  bool second_down = false;  ///< right or middle button held since pressed here
  ImVec2 at;                 ///< CSS pixels
  ImVec2 moved;              ///< since the last frame
  float wheel = 0;           ///< lines, positive: away from the person
};
/// `value` describes what is there for those who cannot see it. Keys or presses for it come as buttons of their own.
/// `keys`: it takes keys of its own while its mirror element has the keyboard.
Pointer surface(Ui& ui, std::string_view id, const Words& name, const Rect& area, const Words& value = {},
                const Note& note = {}, bool keys = false);

/// A part that scrolls up and down. Draw with rectangles that start at `content.x, content.y` and are at most
/// `content.w` wide; then say with end_scroll how high it was.
struct Scroll {
  std::string id;
  Rect area;
  Rect content;
};
Scroll begin_scroll(Ui& ui, std::string_view id, const Rect& area);
void end_scroll(Ui& ui, const Scroll& scroll, float height);

// -- Small things -----------------------------------------------------------------------------------------------------

/// Moves the remembered value of `id` towards `target` over about `seconds`, and asks for frames while it moves.
float ease(Ui& ui, std::string_view id, float target, float seconds = 0.12f);
/// Shows `text` beside `area` in this frame (values under the pointer). Drawn last, above everything.
void tip(Ui& ui, const Rect& area, const Words& text);
/// What the tip of this frame says: first the text under the pointer where it was cut, then what is said about it.
std::string tip_text(const Ui& ui);
/// Draws that tip. Called once at the frame's end.
void draw_tip(Ui& ui);
/// Takes away a tip that stays (after a tap, or while the keyboard is there); false where there is none.
bool put_tip_away(Ui& ui);

void fill(Ui& ui, const Rect& area, ImU32 color, float radius = 0);
void outline(Ui& ui, const Rect& area, ImU32 color, float radius = 0, float width = 1);

}  // namespace hourglass
