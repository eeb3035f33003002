// The help sheet: the keys, and what pointer and fingers do.
#include <array>

#include "studio/sheets/sheets.h"
#include "studio/state/actions.h"
#include "studio/state/share.h"
#include "studio/ui/widgets.h"

namespace hourglass {
namespace {

struct Line {
  std::string_view id;
  Key keys, what;
};
constexpr std::array<Line, 15> kKeys = {
    {{"space", "Space", "Train or pause"},
     {"s", "S", "One step: train on one batch"},
     {"shift-s", "Shift S", "One epoch"},
     {"r", "R", "Reset: untrained weights from the same seed"},
     {"n", "N", "New seed"},
     {"f", "F", "Fit the code map"},
     {"m", "M", "The next of the three maps: autoencoder, PCA, t-SNE"},
     {"l", "L", "Loss chart linear or logarithmic"},
     {"b", "B", "The shelf: every run that has learnt something"},
     {"c", "C", "Two runs side by side"},
     {"p", "P", "Projector mode: large, with the map or the sweep alone; Page Down and Page Up turn the lesson"},
     {"undo", "Ctrl Z", "Undo on the pad, or bring the run before back; with Shift, or Ctrl Y: redo"},
     {"f6", "F6", "Between a lesson's text and what it points at"},
     {"h", "H", "This sheet"},
     {"esc", "Esc", "Put away what is open"}}};
constexpr std::array<Line, 5> kGestures = {{{"point", "Point at the map", "Decodes that place, live"},
                                            {"zoom", "Wheel, pinch, double click", "Zooms the map"},
                                            {"drag", "Drag", "Pans the map; paints on the pad, also outside it"},
                                            {"press", "Press a sample", "Takes it to the pad, to be drawn on"},
                                            {"drop", "Drop a file", "Loads your own images or a saved model"}}};

float draw_lines(Context& ui, Rect area, std::string_view id, Key title, std::span<const Line> lines, bool keys) {
  const Theme& t = ui.theme;
  const float top = area.y;
  heading(ui, id, {area.x, area.y, area.w, 24}, title);
  area.y += 32;
  const float left = std::min(area.w * 0.42f, 190.0f);
  for (const Line& line : lines) {
    float text = draw_paragraph(ui, {area.x + left + kGap3, area.y + 3, area.w - left - kGap3, 0}, line.what,
                                ui.fonts.body, t.text);
    if (keys) {
      Rect key{area.x, area.y + 1, text_width(ui, ui.fonts.small_strong, line.keys) + 2 * kGap2, 24};
      fill(ui, key, t.field, 5);
      outline(ui, key, t.field_border, 5);
      draw_text(ui, key, line.keys, ui.fonts.small_strong, t.text, Align::center);
    } else {
      text = std::max(text, draw_paragraph(ui, {area.x, area.y + 3, left, 0}, line.keys, ui.fonts.body, t.muted));
    }
    MirrorItem item;
    item.id = std::string(id) + "/" + std::string(line.id);
    item.role = Role::text;
    item.name = ui.say(say("{0}: {1}", line.keys, line.what));
    item.rect = {area.x, area.y, area.w, text};
    ui.mirror.add(std::move(item));
    area.y += std::max(text + 6, 26.0f) + kGap1;
  }
  return area.y - top + kGap3;
}

}  // namespace

float draw_help(Context& ui, const Rect& content) {
  float y = content.y;
  y += draw_language_choice(ui, {content.x, y, content.w, 0});
  y += draw_lines(ui, {content.x, y, content.w, 0}, "help/keys", "Keys", kKeys, true);
  y += draw_lines(ui, {content.x, y, content.w, 0}, "help/gestures", "Mouse, pen and fingers", kGestures, false);
  y += paragraph(
      ui, "help/private", {content.x, y, content.w, 0},
      "Every control can be reached with Tab and used with the keyboard. Nothing leaves this machine: images, "
      "drawings and weights stay in this page.",
      ui.fonts.small, ui.theme.muted);
  y += kGap3;
  float x = content.x;
  const auto press = [&](std::string_view id, Key name) {
    const float width = button_width(ui, name);
    if (x > content.x && x + width > content.right()) x = content.x, y += ui.theme.control + kGap2;
    const bool pressed = button(ui, id, name, {x, y, width, ui.theme.control});
    x += width + kGap2;
    return pressed;
  };
  if (press("help/about", "About Hourglass")) open_sheet(ui.state, Sheet::about);
  if (press("help/projector", "Projector mode")) set_projector(ui, true);
  // A phone's bar has no room for it.
  const bool dark = ui.theme.dark;
  if (press("help/theme", dark ? Key("Light theme") : Key("Dark theme"))) set_dark_theme(ui, !dark);
  y += ui.theme.control;
  return y - content.y + kGap2;
}

}  // namespace hourglass
