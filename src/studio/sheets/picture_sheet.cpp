// A picture before it is taken to the pad: the picture with a crop to drag, beside it what the network will see of it.
#include <algorithm>
#include <array>
#include <cmath>

#include "data/image_set.h"
#include "studio/pad/picture_actions.h"
#include "studio/sheets/sheets.h"
#include "studio/state/cropped_picture.h"
#include "studio/tiles/tiles.h"
#include "studio/ui/widgets.h"

namespace hourglass {
namespace {

constexpr std::array<Key, 3> kTones = {"Automatic", "Dark ink", "Light ink"};
constexpr std::array<InkTone, 3> kInkTones = {InkTone::automatic, InkTone::dark, InkTone::light};
constexpr std::array<std::string_view, 3> kToneKeys = {"automatic", "dark", "light"};
constexpr float kBeside = 208;  // width of the column beside the picture

TextureId photograph(Context& ui) {
  CroppedPicture& cropped = ui.state.cropped;
  const Picture& picture = cropped.picture;
  return cropped.shown.get(ui.graphics, picture.width, picture.height, cropped.version, true,
                           [&](std::span<std::uint32_t> rgba) {
                             std::transform(picture.pixels.begin(), picture.pixels.end(), rgba.begin(),
                                            [](std::uint8_t v) { return 0xff000000u | 0x010101u * v; });
                           });
}

ImGuiMouseCursor cursor_of(CropPart part) {
  switch (part) {
    case CropPart::left:
    case CropPart::right: return ImGuiMouseCursor_ResizeEW;
    case CropPart::top:
    case CropPart::bottom: return ImGuiMouseCursor_ResizeNS;
    case CropPart::top_left:
    case CropPart::bottom_right: return ImGuiMouseCursor_ResizeNWSE;
    case CropPart::top_right:
    case CropPart::bottom_left: return ImGuiMouseCursor_ResizeNESW;
    case CropPart::whole: return ImGuiMouseCursor_ResizeAll;
    case CropPart::none: break;
  }
  return ImGuiMouseCursor_Arrow;
}

/// The picture's pixels on the screen: `scale` CSS pixels each.
struct Placed {
  Rect area;
  float scale = 1;
  Rect of(const Rectangle& r) const {
    return {area.x + static_cast<float>(r.left) * scale, area.y + static_cast<float>(r.top) * scale,
            static_cast<float>(r.right - r.left) * scale, static_cast<float>(r.bottom - r.top) * scale};
  }
};

void follow_hand(Context& ui, const Pointer& p, const Placed& placed) {
  CroppedPicture& cropped = ui.state.cropped;
  const double reach = (ui.finger ? 24.0 : 10.0) / placed.scale;
  const auto part_at = [&](ImVec2 at) {
    return crop_part_at(cropped.crop, (at.x - placed.area.x) / placed.scale, (at.y - placed.area.y) / placed.scale,
                        reach);
  };
  const ImGuiIO& io = ImGui::GetIO();
  if (p.pressed) hold_crop(ui, part_at(p.at));
  if (p.down && cropped.held != CropPart::none) {
    drag_crop(ui, (p.at.x - io.MouseClickedPos[0].x) / placed.scale, (p.at.y - io.MouseClickedPos[0].y) / placed.scale);
    ImGui::SetMouseCursor(cursor_of(cropped.held));
  } else if (!p.down && cropped.held != CropPart::none) {
    release_crop(ui);
  } else if (p.hovered && !ui.finger) {
    ImGui::SetMouseCursor(cursor_of(part_at(p.at)));
  }
}

void draw_crop(Context& ui, const Placed& placed) {
  const Theme& t = ui.theme;
  const Rect& area = placed.area;
  const Rect crop = placed.of(ui.state.cropped.crop);
  // What is cut off lies in the shade.
  fill(ui, {area.x, area.y, area.w, crop.y - area.y}, t.shade);
  fill(ui, {area.x, crop.bottom(), area.w, area.bottom() - crop.bottom()}, t.shade);
  fill(ui, {area.x, crop.y, crop.x - area.x, crop.h}, t.shade);
  fill(ui, {crop.right(), crop.y, area.right() - crop.right(), crop.h}, t.shade);
  outline(ui, crop, t.accent, 0, 2);
  const float side = ui.touch ? 14.0f : 10.0f;
  for (const float x : {crop.x, crop.center().x, crop.right()}) {
    for (const float y : {crop.y, crop.center().y, crop.bottom()}) {
      if (x == crop.center().x && y == crop.center().y) continue;
      const Rect handle{x - side / 2, y - side / 2, side, side};
      fill(ui, handle, t.accent, 2);
      outline(ui, handle, t.card, 2);
    }
  }
}

void draw_picture(Context& ui, const Placed& placed) {
  const CroppedPicture& cropped = ui.state.cropped;
  const double width = std::max(1, cropped.picture.width), height = std::max(1, cropped.picture.height);
  const Sentence value = say(
      "The crop begins {0} from the left and {1} from the top; it is {2} wide and {3} high. Arrow keys move it, with "
      "Shift its lower right corner.",
      in_percent(cropped.crop.left / width), in_percent(cropped.crop.top / height),
      in_percent((cropped.crop.right - cropped.crop.left) / width),
      in_percent((cropped.crop.bottom - cropped.crop.top) / height));
  const Pointer p = surface(ui, "picture/crop", "The picture and its crop", placed.area, value, {}, true);
  follow_hand(ui, p, placed);
  if (const TextureId texture = photograph(ui))
    ImGui::GetWindowDrawList()->AddImage(reinterpret_cast<ImTextureID>(texture), placed.area.min(), placed.area.max());
  draw_crop(ui, placed);
}

/// What the network will see, how the ink is looked for, and the buttons. Returns the height.
float draw_choices_of_picture(Context& ui, Rect area) {
  CroppedPicture& cropped = ui.state.cropped;
  const Theme& t = ui.theme;
  const float top = area.y, control = t.control;
  read_crop(ui);
  draw_text(ui, cut_top(area, 20), "What the network will see", ui.fonts.small, t.muted);
  const float side = tile_side(ui, std::min(area.w, ui.narrow ? 112.0f : 168.0f));
  const TextureId texture =
      cropped.image.get(ui.graphics, kImageSide, kImageSide, cropped.reading, wants_smooth(ui, side),
                        [&](std::span<std::uint32_t> rgba) { paint_tile(rgba, 1, 0, 0, cropped.read.image); });
  const Rect row = cut_top(area, side, kGap2);
  tile_image(ui, "picture/seen", "What the network will see", {texture, 1, 1, 0, 0}, {row.x, row.y, side, side});
  if (!cropped.failed.empty())
    cut_top(area, paragraph(ui, "picture/failed", area, cropped.failed, ui.fonts.small, t.bad), kGap2);
  else if (!cropped.read.note.empty())
    cut_top(area, paragraph(ui, "picture/note", area, cropped.read.note, ui.fonts.small, t.muted), kGap2);

  draw_text(ui, cut_top(area, 20), "The drawing is", ui.fonts.small, t.muted);
  int tone = static_cast<int>(std::find(kInkTones.begin(), kInkTones.end(), cropped.tone) - kInkTones.begin());
  if (combo(ui, "picture/tone", "The drawing is", kTones, tone, cut_top(area, control, kGap2),
            {.help = "Whether the drawing is darker or lighter than what it is drawn on"}, kToneKeys))
    choose_ink_tone(ui, kInkTones[static_cast<std::size_t>(tone)]);
  bool lines = cropped.remove_lines;
  if (toggle(ui, "picture/lines", "Remove lines", lines, cut_top(area, control, kGap2),
             {.help = "Takes the lines of ruled and squared paper away"}))
    remove_picture_lines(ui, lines);
  const bool whole = cropped.crop == whole_picture(cropped.limits());
  if (button(ui, "picture/reset", "Whole picture", cut_top(area, control, kGap3), Look::normal, Icon::none,
             {.help = "Takes the crop back", .disabled = whole ? say("Nothing is cut off.") : Sentence()}))
    reset_crop(ui);
  const Rect buttons = cut_top(area, control);
  if (button(ui, "picture/take", "Take", column(buttons, 0, 2, kGap2), Look::primary, Icon::none,
             {.help = "Puts it on the pad", .disabled = cropped.failed}))
    take_crop(ui);
  if (button(ui, "picture/cancel", "Cancel", column(buttons, 1, 2, kGap2))) put_picture_away(ui);
  return area.y - top;
}

}  // namespace

float draw_picture_sheet(Context& ui, const Rect& content) {
  const CroppedPicture& cropped = ui.state.cropped;
  if (cropped.picture.width <= 0 || cropped.picture.height <= 0) return 0;
  const bool beside = content.w >= 2 * kBeside + kGap4;
  // Handles stand half outside the picture.
  const float room = 8;
  const float width = (beside ? content.w - kBeside - kGap4 : content.w) - 2 * room;
  const float height = std::max(120.0f, beside ? std::min(480.0f, ui.window.h - 160) : 0.3f * ui.window.h) - 2 * room;
  const auto across = static_cast<float>(cropped.picture.width), down = static_cast<float>(cropped.picture.height);
  const float scale = std::min(width / across, height / down);
  const Rect area{content.x + room, content.y + room, across * scale, down * scale};
  draw_picture(ui, {area, scale});
  const float used = area.h + 2 * room;
  if (!beside)
    return used + kGap3 + draw_choices_of_picture(ui, {content.x, content.y + used + kGap3, content.w, 1e6f});
  const float left = area.w + 2 * room + kGap4;
  return std::max(used, draw_choices_of_picture(
                            ui, {content.x + left, content.y, std::min(content.w - left, 1.5f * kBeside), 1e6f}));
}

}  // namespace hourglass
