#include "studio/sheets/sheets.h"

#include <imgui_internal.h>

#include <cmath>

#include "studio/compare/compare.h"
#include "studio/state/actions.h"
#include "studio/state/images_asked.h"
#include "studio/ui/widgets.h"

namespace hourglass {
namespace {

struct SheetKind {
  std::string_view id;
  Key title;
  float width;
  float (*draw)(Context&, const Rect&);
};

SheetKind kind_of(Sheet sheet) {
  switch (sheet) {
    case Sheet::help: return {"help", "Keys and gestures", 560, draw_help};
    case Sheet::about: return {"about", "About Hourglass", 640, draw_about};
    case Sheet::presets: return {"presets", "Presets", 680, draw_presets};
    case Sheet::dataset: return {"data", "Images", 680, draw_datasets};
    case Sheet::shelf: return {"shelf", "The shelf", 860, draw_shelf};
    case Sheet::compare: return {"compare", "Two runs side by side", 1180, draw_compare_sheet};
    case Sheet::foreign: return {"foreign", "A network of another program", 680, draw_foreign};
    case Sheet::look: return {"look", "A look at the images", 800, draw_data_look};
    case Sheet::asked: return {"asked", "Are the images as they should be?", 720, draw_asked_images};
    case Sheet::picture: return {"picture", "A picture for the pad", 760, draw_picture_sheet};
    case Sheet::share: return {"share", "Share", 720, draw_share};
    case Sheet::code: return {"code", "The link as a QR code", 4096, draw_code_sheet};
    case Sheet::none: break;
  }
  return {};
}

}  // namespace

void draw_sheets(Context& ui) {
  State& state = ui.state;
  tend_images_asked(ui);
  if (state.sheet == Sheet::none) return;
  const Theme& t = ui.theme;
  const SheetKind kind = kind_of(state.sheet);
  ui.mirror.mute(false);
  ImGui::SetNextWindowPos(ui.window.min());
  ImGui::SetNextWindowSize({ui.window.w, ui.window.h});
  // In front of all but notices and the sheet's own lists: a list closes when another window comes before it. While
  // something is held, that keeps the press: a notice's button is let go like others.
  const bool list_open = !ImGui::GetCurrentContext()->OpenPopupStack.empty();
  if (ImGui::GetCurrentContext()->ActiveId == 0 && !list_open) ImGui::SetNextWindowFocus();
  ImGui::PushStyleColor(ImGuiCol_WindowBg, t.shade);
  ImGui::Begin("##sheet", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoNav);
  const float width = std::min(kind.width, ui.window.w - 2 * kGap3);
  const float head = ui.touch ? 56.0f : 52.0f;
  float& content_height = ui.memory.scroll_height["sheet/" + std::string(kind.id)];
  const float wanted = head + std::max(content_height, 160.0f) + kGap4;
  const float height = std::min(wanted, ui.window.h - 2 * kGap5);
  Rect box = centered(ui.window, width, height);
  box.x = std::round(box.x), box.y = std::round(box.y);
  fill(ui, {box.x, box.y + 4, box.w, box.h + 4}, t.shadow, kCardRadius + 2);
  fill(ui, box, t.card, kCardRadius);
  outline(ui, box, t.border, kCardRadius);

  MirrorItem dialog;
  dialog.id = std::string(kind.id);
  dialog.role = Role::dialog;
  dialog.name = ui.say(kind.title);
  dialog.rect = box;
  ui.mirror.open(std::move(dialog));

  Rect inside = box.inset(kGap5, 0);
  Rect top = cut_top(inside, head);
  const float side = ui.touch ? kTouch : 32.0f;
  const Rect close = centered(cut_right(top, side), side, side);
  heading(ui, std::string(kind.id) + "/title", top, kind.title, 1);
  bool away =
      icon_button(ui, std::string(kind.id) + "/close", "Close", Icon::close, {close.x + 8, close.y, side, side});
  cut_bottom(inside, kGap4);

  const Scroll scroll =
      begin_scroll(ui, std::string(kind.id) + "/scroll", {inside.x, inside.y, inside.w + kGap4, inside.h});
  const float bar = kGap1;
  const float drawn = kind.draw(ui, {scroll.content.x, scroll.content.y, scroll.content.w - bar, 0});
  end_scroll(ui, scroll, drawn);
  ui.mirror.close();
  if (drawn != content_height) {
    content_height = drawn;
    ui.animate();
  }
  if (ImGui::IsMouseClicked(0) && ImGui::IsWindowHovered(ImGuiHoveredFlags_ChildWindows) &&
      !box.contains(ImGui::GetIO().MousePos))
    away = true;
  ImGui::End();
  ImGui::PopStyleColor();
  if (away) {
    close_sheet(state);
    ui.animate();
  }
}

}  // namespace hourglass
