// The paint panel: the pad with its tools, beside it what the network sees and rebuilds, the code and the error, below
// the nearest training images, noise, and samples to draw over.
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "data/png.h"
#include "explore/sweep.h"
#include "studio/pad/pad.h"
#include "studio/pad/pad_update.h"
#include "studio/tiles/code_view.h"
#include "studio/tiles/tiles.h"
#include "studio/ui/format.h"

namespace hourglass {
namespace {

constexpr float kCaption = 18;  // height of the small words over an image
constexpr std::array<std::string_view, 4> kNoises = {"No noise", "Masking", "Gaussian", "Salt and pepper"};
constexpr std::array<CorruptionKind, 4> kNoiseKinds = {CorruptionKind::none, CorruptionKind::masking,
                                                       CorruptionKind::gaussian, CorruptionKind::salt_pepper};
constexpr std::array<std::string_view, 2> kTools = {"Pen", "Eraser"};

void hear_pen(Context& ui, const Pointer& p, const Rect& area) {
  PadMemory& pad = ui.state.explore.pad;
  const auto put = [&](float x, float y, bool erase) {
    const float rx = (x - area.x) / area.w * PadCanvas::kSide, ry = (y - area.y) / area.h * PadCanvas::kSide;
    if (!pad.canvas.drawing()) {
      pad.canvas.press(rx, ry, {static_cast<float>(pad.brush), erase});
      pad.by_pointer = true;
      pad.key_pen_down = pad.key_pen_shown = false;
      pad.opened = true;
    } else {
      pad.canvas.move(rx, ry);
    }
  };
  const bool down = p.down || p.pressed || p.second_down;
  if (down && ui.pinch && pad.by_pointer) {
    // A second finger: this was never meant as a stroke.
    pad.canvas.cancel();
    pad.by_pointer = false;
    return;
  }
  if (down && (pad.by_pointer || p.pressed || p.second_down)) {
    bool heard = false;
    for (const PointerSample& s : ui.pointer) {
      if (!s.pressed) continue;
      put(s.x, s.y, pad.erase || s.erase || (p.second_down && !p.down));
      heard = true;
    }
    if (!heard) put(p.at.x, p.at.y, pad.erase || (p.second_down && !p.down));
  } else if (pad.by_pointer) {
    // The last places before the pen left, then the end.
    for (const PointerSample& s : ui.pointer) {
      if (s.pressed) put(s.x, s.y, pad.erase || s.erase);
    }
    pad.canvas.release();
    pad.by_pointer = false;
  }
}

void draw_pad(Context& ui, const Rect& area) {
  PadMemory& pad = ui.state.explore.pad;
  const Theme& t = ui.theme;
  const bool blank = pad.canvas.blank();
  const Pointer p = surface(ui, "paint/pad", "Paint pad", area,
                            blank ? "Blank paper. Arrow keys move the pen, Space lets it down and lifts it."
                                  : "A painting. Arrow keys move the pen, Space lets it down and lifts it.",
                            {}, true);
  hear_pen(ui, p, area);

  ImDrawList& list = *ImGui::GetWindowDrawList();
  fill(ui, area, t.sunken, kRadius);
  if (!pad.framing.as_mnist) {
    // Without framing the painter must fit the digit into the box that the images have.
    const auto side = static_cast<float>(ui.state.dataset.framed);
    if (side < kImageSide) outline(ui, area.inset(area.w * (kImageSide - side) / 2 / kImageSide), t.grid, 2);
  }
  const TextureId paper = pad.paper.get(ui.graphics, PadCanvas::kSide, PadCanvas::kSide, pad.canvas.version(), true,
                                        [&](std::span<std::uint32_t> rgba) {
                                          const auto raster = pad.canvas.raster();
                                          std::transform(raster.begin(), raster.end(), rgba.begin(), ink);
                                        });
  if (paper) list.AddImage(reinterpret_cast<ImTextureID>(paper), area.min(), area.max(), {0, 0}, {1, 1}, t.text);
  outline(ui, area, p.down ? t.accent : t.field_border, kRadius);
  if (pad.canvas.blank() && !pad.canvas.drawing()) {
    const bool letters = ui.state.dataset.loaded() && ui.state.dataset.class_name(0) == "A";
    draw_text(ui, area, letters ? "Draw a letter here" : "Draw a digit here", ui.fonts.body, t.faint, Align::center);
  }
  const float radius = static_cast<float>(pad.brush) / 2 / PadCanvas::kSide * area.w;
  const auto ring = [&](ImVec2 at) {
    list.AddCircle(at, radius, faded(t.text, 0.55f), 0, 1.25f);
    list.AddCircle(at, radius + 1.25f, faded(t.card, 0.5f), 0, 1);
  };
  list.PushClipRect(area.min(), area.max(), true);
  if (p.hovered && !ui.finger) {
    ring(ImGui::GetIO().MousePos);
    ImGui::SetMouseCursor(ImGuiMouseCursor_None);
  }
  if (pad.key_pen_shown && ui.mirror.focused("paint/pad")) {
    const ImVec2 at{area.x + pad.key_x / PadCanvas::kSide * area.w, area.y + pad.key_y / PadCanvas::kSide * area.h};
    ring(at);
    list.AddCircleFilled(at, 3, pad.key_pen_down ? t.accent : t.muted);
  }
  list.PopClipRect();
  if (p.down) ui.animate();
}

/// The three images of a reading in one texture: clean, with noise, rebuilt.
TextureId reading_texture(Context& ui, float side) {
  PadMemory& pad = ui.state.explore.pad;
  const PadReading& r = pad.reader.reading();
  const bool shown = !pad_code(ui.state).empty();
  return pad.images.get(ui.graphics, 3 * kImageSide, kImageSide, 2 * pad.reading + (shown ? 1 : 0),
                        wants_smooth(ui, side), [&](std::span<std::uint32_t> rgba) {
                          if (!shown) return;
                          paint_tile(rgba, 3, 0, 0, r.clean);
                          paint_tile(rgba, 3, 1, 0, r.seen);
                          paint_tile(rgba, 3, 2, 0, r.rebuilt);
                        });
}

struct Shown {
  std::string_view id, caption, brief, name;
  int column;
};

/// What is shown of a reading: with noise one image more.
std::vector<Shown> shown_images(const PadMemory& pad) {
  if (pad.noise.kind == CorruptionKind::none) {
    return {{"paint/seen", "Network sees", "Seen", "What the network sees", 1},
            {"paint/rebuilt", "Reconstruction", "Rebuilt", "Reconstruction of the painting", 2}};
  }
  return {{"paint/clean", "Clean", "Clean", "The painting, framed", 0},
          {"paint/seen", "Corrupted", "Noisy", "What the network sees: the painting with noise", 1},
          {"paint/rebuilt", "Reconstruction", "Rebuilt", "Reconstruction of the painting", 2}};
}

void draw_image(Context& ui, const Shown& shown, TextureId texture, const Rect& area) {
  Rect rest = area;
  const bool fits = text_width(ui.fonts.small, shown.caption) <= area.w;
  draw_text(ui, cut_top(rest, kCaption), fits ? shown.caption : shown.brief, ui.fonts.small, ui.theme.muted);
  tile_image(ui, shown.id, shown.name, {texture, 3, 1, shown.column, 0}, rest);
}

void images_in_column(Context& ui, const Rect& area) {
  const auto images = shown_images(ui.state.explore.pad);
  const auto n = static_cast<float>(images.size());
  const float side = tile_side(ui, std::min(area.w, (area.h - n * kCaption - (n - 1) * kGap2) / n));
  const TextureId texture = reading_texture(ui, side);
  Rect rest = area;
  for (const Shown& shown : images) {
    Rect cell = cut_top(rest, kCaption + side, kGap2);
    draw_image(ui, shown, texture, cut_left(cell, side));
  }
}

/// The largest image of which two stand beside a pad that takes the rest of the width. Three, with noise, share the
/// same height: the pad keeps its size when noise comes and goes.
float tile_beside(const Context& ui, float width, float most) {
  constexpr float n = 2;
  const float unit = kImageSide / ui.scale;
  float tile = std::max(unit, std::round(48 / unit) * unit);
  for (float wider = tile + unit; wider <= 200; wider += unit) {
    const float pad = std::min(width - kGap3 - wider, most);
    if (n * (kCaption + wider) + (n - 1) * kGap2 > pad + 1) break;
    tile = wider;
  }
  return tile;
}

/// Height of a row of `n` images with their captions.
float images_in_row_height(Context& ui, float width, std::size_t n, float most) {
  const auto count = static_cast<float>(n);
  return kCaption + tile_side(ui, std::min(most, (width - (count - 1) * kGap3) / count));
}

void images_in_row(Context& ui, const Rect& area) {
  const auto images = shown_images(ui.state.explore.pad);
  const float side = area.h - kCaption;
  const TextureId texture = reading_texture(ui, side);
  Rect rest = area;
  for (const Shown& shown : images) draw_image(ui, shown, texture, cut_left(rest, side, kGap3));
}

void draw_reading(Context& ui, Rect area) {
  const Theme& t = ui.theme;
  const PadMemory& pad = ui.state.explore.pad;
  const auto code = pad_code(ui.state);
  Rect left = cut_left(area, std::round(area.w * 0.5f), kGap3);
  draw_text(ui, cut_top(left, kCaption), "Code", ui.fonts.small, t.muted);
  draw_text(ui, cut_top(area, kCaption), "Error", ui.fonts.small, t.muted);
  if (code.empty()) {
    draw_text(ui, left, "\u2013", ui.fonts.strong, t.faint);
    draw_text(ui, area, "\u2013", ui.fonts.strong, t.faint);
    return;
  }
  draw_code(ui, "paint/code", left, code);
  const PadReading& reading = pad.reader.reading();
  const std::string text = figure(reading.error, 3);
  // With noise, what there was to undo says more than the same error in another unit.
  const std::string beside = pad.noise.kind == CorruptionKind::none
                                 ? "RMSE " + figure(std::sqrt(reading.error / kImagePixels), 3)
                                 : "noise " + figure(reading.noise_error, 3);
  MirrorItem item;
  item.id = "paint/error", item.role = Role::text, item.rect = area;
  item.name = "Reconstruction error " + text + ", " + beside;
  ui.mirror.add(std::move(item));
  draw_text(ui, cut_left(area, text_width(ui.fonts.strong, text) + 2, kGap2), text, ui.fonts.strong, t.text);
  draw_text(ui, area, beside, ui.fonts.small, t.muted);
}

void draw_nearest(Context& ui, Rect area) {
  PadMemory& pad = ui.state.explore.pad;
  const Theme& t = ui.theme;
  draw_text(ui, cut_top(area, kCaption), "Nearest training images", ui.fonts.small, t.muted);
  constexpr int kCount = 5;
  const float side = tile_side(ui, std::min(area.h, (area.w - (kCount - 1) * kGap2) / kCount));
  const bool any = !pad_code(ui.state).empty();
  const auto& found = pad.nearest;
  const TextureId texture =
      pad.nearest_images.get(ui.graphics, kCount * kImageSide, kImageSide, pad.nearest_version + 1,
                             wants_smooth(ui, side), [&](std::span<std::uint32_t> rgba) {
                               for (int i = 0; i < kCount; ++i) {
                                 const auto at = static_cast<std::size_t>(i) * kImagePixels;
                                 if (at + kImagePixels > found.pixels.size()) break;
                                 paint_tile(rgba, kCount, i, 0, {&found.pixels[at], kImagePixels});
                               }
                             });
  for (int i = 0; i < kCount; ++i) {
    Rect cell = cut_left(area, side, kGap2);
    cell.h = side;
    const auto at = static_cast<std::size_t>(i);
    if (!any || at >= found.places.size()) {
      fill(ui, cell, t.sunken, 2);
      continue;
    }
    const unsigned label = at < found.labels.size() ? found.labels[at] : 255u;
    std::string name = "Training image " + with_thousands(found.places[at]);
    if (label != 255u) name += ", " + ui.state.dataset.class_name(label);
    if (tile_button(ui, "paint/nearest/" + std::to_string(i), name, {texture, kCount, 1, i, 0}, cell, false,
                    {.help = "A press puts it on the pad"})) {
      send_to_pad(ui, {&found.pixels[at * kImagePixels], kImagePixels});
    }
    if (label != 255u) fill(ui, {cell.x, cell.bottom() + 2, side, 3}, class_color(label), 1.5f);
  }
}

void draw_noise(Context& ui, Rect area) {
  PadMemory& pad = ui.state.explore.pad;
  int kind = 0;
  for (std::size_t i = 0; i < kNoiseKinds.size(); ++i) {
    if (kNoiseKinds[i] == pad.noise.kind) kind = static_cast<int>(i);
  }
  const float width = kind == 0 ? area.w : std::round(area.w * 0.46f);
  if (combo(ui, "paint/noise", "Noise on the painting", kNoises, kind, cut_left(area, width, kGap2),
            {.help = "Corrupts what the network sees, to watch it denoise"})) {
    pad.noise.kind = kNoiseKinds[static_cast<std::size_t>(kind)];
    ui.animate();
  }
  if (kind == 0) return;
  if (icon_button(ui, "paint/noise-again", "Other noise", Icon::dice, cut_right(area, area.h, kGap1))) {
    ++pad.noise_seed;
    ui.animate();
  }
  double amount = pad.noise.amount;
  if (slider(ui, "paint/noise-amount", "Amount of noise", amount, {0.05, 0.9, 0.05}, area, figure(amount, 2))) {
    pad.noise.amount = static_cast<float>(amount);
    ui.animate();
  }
}

void draw_brush(Context& ui, Rect area) {
  PadMemory& pad = ui.state.explore.pad;
  int tool = pad.erase ? 1 : 0;
  if (segmented(ui, "paint/tool", "Tool", kTools, tool, cut_left(area, std::min(132.0f, area.w * 0.45f), kGap2))) {
    pad.erase = tool == 1;
  }
  const std::string shown = figure(pad.brush / 10, 2) + " px";
  slider(ui, "paint/brush", "Brush width", pad.brush, {10, 60, 1}, area, shown,
         {.help = "In pixels of the 28 x 28 image; MNIST's pen is about 2.8 wide"});
}

/// A button for each class: another image of it on the pad, to be drawn over.
float draw_samples_row(Context& ui, Rect area) {
  const DatasetState& data = ui.state.dataset;
  draw_text(ui, {area.x, area.y, area.w, kCaption}, "Put a sample on the pad", ui.fonts.small, ui.theme.muted);
  if (!data.loaded()) return kCaption;
  std::vector<unsigned> classes = data.classes;
  classes.resize(std::min<std::size_t>(classes.size(), 36));
  const bool labelled = !classes.empty();
  if (!labelled) classes = {0};
  const auto name_of = [&](unsigned c) { return labelled ? data.class_name(c) : std::string("Any"); };
  const int n = static_cast<int>(classes.size());
  float widest = ui.touch ? 40.0f : 24.0f;
  for (const unsigned c : classes) widest = std::max(widest, text_width(ui.fonts.strong, name_of(c)) + 14);
  const int columns = std::clamp(static_cast<int>((area.w + kGap1) / (widest + kGap1)), 1, n);
  const float height = ui.touch ? 40.0f : 28.0f;
  const int rows = (n + columns - 1) / columns;
  for (int i = 0; i < n; ++i) {
    const unsigned c = classes[static_cast<std::size_t>(i)];
    const Rect line{area.x, area.y + kCaption + 2 + static_cast<float>(i / columns) * (height + kGap1), area.w, height};
    const std::string name = name_of(c), read_as = "Sample of " + name;
    if (button(ui, "paint/sample/" + name, name, column(line, i % columns, columns, kGap1), Look::normal, Icon::none,
               {.help = "Another one with each press", .read_as = read_as})) {
      sample_to_pad(ui, c);
    }
  }
  return kCaption + 2 + static_cast<float>(rows) * (height + kGap1);
}

/// The images of the reading side by side, as they are shown.
void save_reading(Context& ui) {
  const PadMemory& pad = ui.state.explore.pad;
  const PadReading& r = pad.reader.reading();
  const std::array<const Image*, 3> images = {&r.clean, &r.seen, &r.rebuilt};
  std::vector<std::uint8_t> tiles;
  const auto shown = shown_images(pad);
  for (const Shown& one : shown) {
    const Image& image = *images[static_cast<std::size_t>(one.column)];
    tiles.insert(tiles.end(), image.begin(), image.end());
  }
  const Picture picture = sweep_picture(tiles, static_cast<int>(shown.size()), 1, 8, 8);
  ui.host.save_file("painting.png", "image/png", encode_png(picture));
}

void draw_pad_tools(Context& ui, Rect tools) {
  PadMemory& pad = ui.state.explore.pad;
  const float side = tools.h;
  const auto why = [](bool possible, std::string_view reason) { return Note{.disabled = possible ? "" : reason}; };
  const bool any = !pad_code(ui.state).empty();
  if (icon_button(ui, "paint/save", "Save the painting and its reconstruction as PNG", Icon::download,
                  cut_right(tools, side, kGap1), why(any, "There is nothing to save yet."))) {
    save_reading(ui);
  }
  if (icon_button(ui, "paint/clear", "Clear the pad", Icon::clear, cut_right(tools, side, kGap1),
                  why(!pad.canvas.blank(), "The pad is clear already."))) {
    pad.canvas.clear();
  }
  if (icon_button(ui, "paint/redo", "Redo", Icon::redo, cut_right(tools, side, kGap1),
                  why(pad.canvas.can_redo(), "Nothing was undone."))) {
    pad.canvas.redo();
  }
  if (icon_button(ui, "paint/undo", "Undo", Icon::undo, cut_right(tools, side, kGap1),
                  why(pad.canvas.can_undo(), "Nothing to undo yet."))) {
    pad.canvas.undo();
  }
}

/// Code and error, nearest images, framing, noise, samples; returns the height used.
float draw_details(Context& ui, Rect rest) {
  PadMemory& pad = ui.state.explore.pad;
  const float top = rest.y, control = ui.theme.control;
  draw_reading(ui, cut_top(rest, kCaption + 26, kGap3));
  const float tile = tile_side(ui, std::min(rest.w > 480 ? 84.0f : 56.0f, (rest.w - 4 * kGap2) / 5));
  draw_nearest(ui, cut_top(rest, kCaption + tile + 6, kGap3));
  const Rect frame = cut_top(rest, control, kGap2);
  const std::string side = std::to_string(ui.state.dataset.framed);
  const std::string help = "Fits the painting into " + side + " x " + side + " pixels and centres its mass, as " +
                           (ui.state.dataset.framed == 20 ? "every MNIST digit is" : "these images are");
  toggle(ui, "paint/framing", ui.state.dataset.framed == 20 ? "Frame as MNIST does" : "Frame as these images are",
         pad.framing.as_mnist, frame, {.help = help});
  draw_noise(ui, cut_top(rest, control, kGap3));
  return rest.y - top + draw_samples_row(ui, rest);
}

/// On a low and wide place: the pad as high as fits, its images beside it, the rest scrolls at the right.
void draw_side_by_side(Context& ui, Rect rest) {
  const float control = ui.theme.control;
  const float side = std::max(96.0f, std::min(rest.h - control - kGap2, rest.w * 0.45f));
  Rect left = cut_left(rest, side, kGap3);
  draw_pad(ui, cut_top(left, side, kGap2));
  update_pad(ui);
  draw_brush(ui, cut_top(left, control));
  const auto n = static_cast<float>(shown_images(ui.state.explore.pad).size());
  const float most = std::min(rest.w * 0.3f, (rest.h - n * kCaption - (n - 1) * kGap2) / n);
  images_in_column(ui, cut_left(rest, tile_side(ui, most), kGap4));
  const Scroll scroll = begin_scroll(ui, "paint/scroll", rest);
  const float used = draw_details(ui, {scroll.content.x, scroll.content.y, scroll.content.w, 1e6f});
  end_scroll(ui, scroll, used);
}

}  // namespace

void draw_paint(Context& ui, const Rect& area) {
  const float control = ui.theme.control;
  Rect tools;
  const Rect inside = card(ui, "paint", "Paint", area, &tools);
  draw_pad_tools(ui, tools);
  if (ui.low && inside.w >= 440) return draw_side_by_side(ui, inside);
  const Scroll scroll = begin_scroll(ui, "paint/scroll", inside);
  Rect rest{scroll.content.x, scroll.content.y, scroll.content.w, 1e6f};

  float& details = ui.memory.scroll_height["paint/details"];  // as of the last frame: what the pad leaves room for
  // Images stand beside the pad where the panel is wide for its height, below it where it is tall.
  const bool beside = inside.h < 1.55f * rest.w;
  const float most = inside.h > 1200 ? 224.0f : inside.h > 500 ? 112.0f : 84.0f;  // side of an image in a row
  if (beside) {
    const float highest = std::max(150.0f, inside.h - 3 * control - 2 * kGap3 - 24);
    const float tile = tile_beside(ui, rest.w, highest);
    const float side = std::min({rest.w - tile - kGap3, highest, 560.0f});
    Rect row = cut_top(rest, side, kGap2);
    draw_pad(ui, cut_left(row, side, kGap3));
    update_pad(ui);
    images_in_column(ui, row);
  } else {
    // All is in sight where that leaves a pad worth painting on; otherwise the details scroll.
    const float needed = images_in_row_height(ui, rest.w, 2, most) + control + kGap2 + 2 * kGap3;
    const float whole = inside.h - needed - details;
    const float side = std::min({rest.w, whole >= 220 ? whole : std::max(200.0f, inside.h - needed), 640.0f});
    Rect row = cut_top(rest, side, kGap2);
    draw_pad(ui, centered(row, side, side));
    update_pad(ui);
  }
  draw_brush(ui, cut_top(rest, control, kGap3));
  if (!beside) {
    const std::size_t n = shown_images(ui.state.explore.pad).size();
    images_in_row(ui, cut_top(rest, images_in_row_height(ui, rest.w, n, most), kGap3));
  }
  const float drawn = draw_details(ui, rest);
  if (std::exchange(details, drawn) != drawn) ui.animate();
  end_scroll(ui, scroll, rest.y + drawn - scroll.content.y);
}

}  // namespace hourglass
