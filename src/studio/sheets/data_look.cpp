// A look at the images in use: what is worth knowing of them, and by class their number, mean and samples.
#include <algorithm>
#include <cmath>

#include "data/image_set.h"
#include "studio/sheets/sheets.h"
#include "studio/state/run_title.h"
#include "studio/tiles/tiles.h"
#include "studio/ui/format.h"

namespace hourglass {
namespace {

/// Widths of the columns before the pictures.
struct Columns {
  float word = 84, count = 92;
};
Columns columns_of(float width) { return width < 480 ? Columns{44, 56} : Columns{}; }

/// Asks the engine when the images are others than those that are shown.
void ask(Context& ui) {
  DataLook& look = ui.state.look;
  if (auto sheet = ui.take<event::DataSheet>(look.ticket)) {
    look.sheet = std::move(*sheet);
    look.shown = look.asked_for;
    look.ticket = 0;
    look.failed = {};
  } else if (auto failed = ui.take<event::Failed>(look.ticket)) {
    look.failed = std::move(failed->message);
    look.ticket = 0;
  }
  if (look.ticket != 0 || look.asked_for == ui.state.dataset.version) return;
  look.asked_for = ui.state.dataset.version;
  ui.ask(look.ticket, command::DescribeData{});
}

/// Mean and samples of all images in the first row of tiles, then of each class in its own.
TextureId texture_of(Context& ui, float side) {
  DataLook& look = ui.state.look;
  const event::DataSheet& sheet = *look.sheet;
  const int columns = 1 + sheet.samples_each, rows = 1 + static_cast<int>(sheet.counts.size());
  return look.texture.get(ui.graphics, columns * kImageSide, rows * kImageSide, look.shown, wants_smooth(ui, side),
                          [&](std::span<std::uint32_t> rgba) {
                            const auto tile = [](const Bytes& all, int i) {
                              const auto at = static_cast<std::size_t>(i) * kImagePixels;
                              return at + kImagePixels <= all.size() ? std::span(all).subspan(at, kImagePixels)
                                                                     : std::span<const std::uint8_t>();
                            };
                            // Without labels the samples are of all images, and stand in the first row.
                            const int first = sheet.counts.empty() ? 0 : 1;
                            for (int row = 0; row < rows; ++row) {
                              paint_tile(rgba, columns, 0, row, tile(sheet.means, row));
                              for (int i = 0; row >= first && i < sheet.samples_each; ++i)
                                paint_tile(rgba, columns, 1 + i, row,
                                           tile(sheet.samples, (row - first) * sheet.samples_each + i));
                            }
                          });
}

float draw_sentences(Context& ui, const Rect& area) {
  const Theme& t = ui.theme;
  float y = area.y;
  const auto tell = [&](const std::string& id, Icon icon, ImU32 tone, const Sentence& text) {
    draw_icon(*ImGui::GetWindowDrawList(), icon, {area.x, y, 16, 20}, tone, 15);
    y += paragraph(ui, id, {area.x + 24, y, area.w - 24, 0}, text, ui.fonts.body, t.text) + kGap1;
  };
  const auto& warnings = ui.state.look.sheet->warnings;
  for (std::size_t i = 0; i < warnings.size(); ++i)
    tell("look/warning/" + std::to_string(i), Icon::warning, t.warning, warnings[i]);
  if (warnings.empty()) tell("look/fine", Icon::check, t.good, "Nothing is unusual about these images.");
  const auto& notes = ui.state.dataset.notes;
  for (std::size_t i = 0; i < notes.size(); ++i) tell("look/note/" + std::to_string(i), Icon::info, t.muted, notes[i]);
  return y - area.y + kGap2;
}

struct Row {
  std::string id;
  Sentence name;
  int images = 0, row = 0, samples = 0;
};

void draw_row(Context& ui, const Row& row, const Rect& area, TextureId texture, float side, float fullness,
              ImU32 color) {
  const Theme& t = ui.theme;
  const event::DataSheet& sheet = *ui.state.look.sheet;
  Rect rest = area;
  const Columns widths = columns_of(area.w);
  const Rect word = cut_left(rest, widths.word, kGap2);
  Rect count = cut_left(rest, widths.count, kGap3);
  const std::string number = ui.language->count(row.images);
  draw_text(ui, word, row.name, ui.fonts.strong, t.text);
  const Rect text = cut_top(count, count.h / 2 + 4);
  draw_text(ui, text, Words::as_is(number), ui.fonts.small, t.text, Align::right);
  if (fullness >= 0) {
    const Rect bar{count.x, count.y + 2, count.w, 4};
    fill(ui, bar, t.sunken, 2);
    fill(ui, {bar.x, bar.y, std::round(bar.w * fullness), bar.h}, color, 2);
  }
  const int columns = 1 + sheet.samples_each, rows = 1 + static_cast<int>(sheet.counts.size());
  float x = rest.x;
  for (int i = 0; i <= row.samples && x + side <= area.right() + 0.5f; ++i) {
    draw_tile(ui, {texture, columns, rows, i, row.row}, {x, area.y + (area.h - side) / 2, side, side});
    x += side + (i == 0 ? kGap3 : kGap1);
  }
  MirrorItem item;
  item.id = row.id;
  item.role = Role::image;
  item.name = ui.say(plural(row.images, "{1}: {0} image", "{1}: {0} images", row.name));
  item.rect = area;
  item.description = ui.say(row.samples > 0 ? say("Their mean, then samples") : say("Their mean"));
  ui.mirror.add(std::move(item));
}

}  // namespace

float draw_data_look(Context& ui, const Rect& content) {
  const DatasetState& data = ui.state.dataset;
  DataLook& look = ui.state.look;
  const Theme& t = ui.theme;
  ask(ui);
  float y = content.y;
  const auto line = [&](float height) { return Rect{content.x, y, content.w, height}; };
  if (look.shown != data.version || !look.sheet) {
    const Sentence words = data.loaded() ? look.failed : say("There are no images yet.");
    if (!words.empty()) return paragraph(ui, "look/none", line(0), words, ui.fonts.body, t.muted);
    label(ui, "look/wait", line(24), "Looking at the images", ui.fonts.body, t.muted);
    return 24;
  }
  const event::DataSheet& sheet = *look.sheet;
  int total = 0, most = 0;
  for (const event::ClassCount& one : sheet.counts) {
    total += one.images;
    most = std::max(most, one.images);
  }
  total = std::max(total, data.training + data.validation + data.held_out);
  const Sentence title = dataset_title(ui.state);
  const Sentence words = data.validation > 0
                             ? say("{0}: {1} images to train on, {2} held out, {3} for validation.", title,
                                   data.training, data.held_out, data.validation)
                             : say("{0}: {1} images to train on, {2} held out.", title, data.training, data.held_out);
  y += paragraph(ui, "look/of", line(0), words, ui.fonts.body, t.muted) + kGap3;
  y += draw_sentences(ui, line(0));

  const float room = content.w - columns_of(content.w).word - columns_of(content.w).count - kGap2 - 2 * kGap3;
  const float side = tile_side(ui, std::clamp(room / static_cast<float>(1 + sheet.samples_each) - kGap1, 28.0f, 44.0f));
  const TextureId texture = texture_of(ui, side);
  const float height = side + kGap1;
  const bool labelled = !sheet.counts.empty();
  draw_row(ui, {"look/all", say("All"), total, 0, labelled ? 0 : sheet.samples_each}, line(height), texture, side, -1,
           0);
  y += height;
  for (std::size_t c = 0; c < sheet.counts.size(); ++c) {
    const event::ClassCount& one = sheet.counts[c];
    const float fullness = most > 0 ? static_cast<float>(one.images) / static_cast<float>(most) : 0;
    draw_row(ui,
             {"look/class/" + std::to_string(c), verbatim(one.name), one.images, static_cast<int>(c) + 1,
              std::min(sheet.samples_each, one.images)},
             line(height), texture, side, fullness, class_marker(t, static_cast<unsigned>(c), false).edge);
    y += height;
  }
  return y - content.y + kGap2;
}

}  // namespace hourglass
