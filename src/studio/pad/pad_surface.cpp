#include "studio/pad/pad_surface.h"

#include <imgui.h>

#include <algorithm>

#include "studio/state/pad_memory.h"
#include "studio/tiles/tiles.h"

namespace hourglass {
namespace {

/// The stroke under way: where the pointer was since the last frame, and how it ends.
void follow_pen(Context& ui, const Pointer& p, const Rect& area) {
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

/// Where the pen would draw: as large as its stroke, in a colour that is seen on ink and on paper.
void draw_pen(Context& ui, const Rect& area, const Pointer& p) {
  const PadMemory& pad = ui.state.explore.pad;
  const Theme& t = ui.theme;
  ImDrawList& list = *ImGui::GetWindowDrawList();
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
}

}  // namespace

void draw_pad(Context& ui, const Rect& area) {
  PadMemory& pad = ui.state.explore.pad;
  const Theme& t = ui.theme;
  const bool blank = pad.canvas.blank();
  const Pointer p = surface(ui, "paint/pad", "Paint pad", area,
                            blank ? say("Blank paper. Arrow keys move the pen, Space lets it down and lifts it.")
                                  : say("A painting. Arrow keys move the pen, Space lets it down and lifts it."),
                            {}, true);
  follow_pen(ui, p, area);

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
    draw_text(ui, area, "Draw here", ui.fonts.body, t.faint, Align::center);
  }
  draw_pen(ui, area, p);
  if (p.down) ui.animate();
}

}  // namespace hourglass
