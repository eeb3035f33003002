#include "studio/ui/theme.h"

namespace hourglass {
namespace {

// Teal is the one strong hue that the ten class colours leave free, so the accent never reads as a class.
Theme light() {
  Theme t;
  t.page = rgb(0xf3f4f6), t.card = rgb(0xffffff), t.sunken = rgb(0xf7f8fa), t.border = rgb(0xe0e3e8);
  t.field = rgb(0xffffff), t.field_hover = rgb(0xf2f4f7), t.field_active = rgb(0xe7eaef),
  t.field_border = rgb(0xcfd4dc);
  t.text = rgb(0x141a22), t.muted = rgb(0x586273), t.faint = rgb(0x667080), t.grid = rgb(0xe6e9ee);
  t.accent = rgb(0x0a7570), t.accent_hover = rgb(0x096b67), t.accent_active = rgb(0x075a56);
  t.on_accent = rgb(0xffffff), t.accent_soft = rgb(0xdff1ef), t.focus = rgb(0x1f6feb);
  t.good = rgb(0x1a7f4b), t.warning = rgb(0x9a6200), t.bad = rgb(0xc02b2b), t.bad_soft = rgb(0xfdecec);
  t.shade = rgb(0x0d1117, 110), t.shadow = rgb(0x0d1117, 26);
  t.chart_train = rgb(0x7f8998), t.chart_heldout = t.accent, t.chart_published = rgb(0xb4540a);
  t.tile_opacity = 0.3f, t.mark = rgb(0x7b8594);
  return t;
}

Theme night() {
  Theme t;
  t.dark = true;
  t.page = rgb(0x0e1116), t.card = rgb(0x161b22), t.sunken = rgb(0x11151b), t.border = rgb(0x272e38);
  t.field = rgb(0x1d232c), t.field_hover = rgb(0x262d38), t.field_active = rgb(0x2f3744),
  t.field_border = rgb(0x363f4c);
  t.text = rgb(0xe7ebf1), t.muted = rgb(0x9ba6b5), t.faint = rgb(0x8893a3), t.grid = rgb(0x232a33);
  t.accent = rgb(0x3ec5b7), t.accent_hover = rgb(0x5ad2c6), t.accent_active = rgb(0x2fb0a3);
  t.on_accent = rgb(0x06211f), t.accent_soft = rgb(0x163532), t.focus = rgb(0x6ea8ff);
  t.good = rgb(0x4cc38a), t.warning = rgb(0xe3a63a), t.bad = rgb(0xf2726f), t.bad_soft = rgb(0x3a1d20);
  t.shade = rgb(0x05070a, 165), t.shadow = rgb(0x000000, 90);
  t.chart_train = rgb(0x7d8898), t.chart_heldout = t.accent, t.chart_published = rgb(0xf0a35e);
  t.tile_opacity = 0.34f, t.mark = rgb(0x7d8898);
  return t;
}

constexpr float kMarkContrast = 3.0f, kTextContrast = 4.5f;

Theme finished_theme(Theme theme, bool touch) {
  const ImU32 grounds[] = {theme.sunken, theme.card, theme.field, tile_ground(theme)};
  const ImU32 away = theme.dark ? rgb(0xffffff) : rgb(0x000000);
  for (std::size_t i = 0; i < kClassColors.size(); ++i)
    theme.class_edge[i] = readable_on(grounds, kClassColors[i], away, kMarkContrast);
  theme.control = touch ? kTouch : 32.0f;
  return theme;
}

}  // namespace

ImU32 tile_ground(const Theme& theme) { return mixed(theme.sunken, theme.text, theme.tile_opacity); }

std::optional<ForcedColors> forced_colors_of(std::string_view list) {
  std::array<ImU32, 8> colors{};
  for (std::size_t i = 0; i < colors.size(); ++i) {
    std::uint32_t hex = 0;
    if (list.size() < 6) return std::nullopt;
    for (const char c : list.substr(0, 6)) {
      const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
      if (digit < 0) return std::nullopt;
      hex = hex * 16 + static_cast<std::uint32_t>(digit);
    }
    colors[i] = rgb(hex);
    list.remove_prefix(6);
    const bool last = i + 1 == colors.size();
    if (last ? !list.empty() : !list.starts_with(',')) return std::nullopt;
    if (!last) list.remove_prefix(1);
  }
  const auto& [canvas, canvas_text, button_face, button_text, highlight, highlight_text, gray_text, link_text] = colors;
  return ForcedColors{canvas, canvas_text, button_face, button_text, highlight, highlight_text, gray_text, link_text};
}

ForcedColors strong_colors(bool dark) {
  const ImU32 black = rgb(0x000000), white = rgb(0xffffff);
  if (dark) return {black, white, black, white, rgb(0x1aebff), black, rgb(0xc8c8c8), rgb(0xffff00)};
  return {white, black, white, black, rgb(0x00468c), white, rgb(0x3c3c3c), rgb(0x00369f)};
}

Theme make_theme(bool dark, bool touch) { return finished_theme(dark ? night() : light(), touch); }

Theme make_theme(const ForcedColors& c, bool touch) {
  const auto apart = [](ImU32 ink, ImU32 ground, ImU32 otherwise, float least) {
    return contrast(ink, ground) >= least ? ink : otherwise;
  };
  Theme t;
  t.dark = contrast(c.canvas, rgb(0xffffff)) > contrast(c.canvas, rgb(0x000000));
  t.page = t.card = t.sunken = c.canvas;
  t.border = t.text = t.grid = c.canvas_text;
  // Text stands upon controls in its one colour, so these have the canvas's own where the system's would swallow it.
  const ImU32 accent = apart(c.highlight, c.canvas, c.canvas_text, kTextContrast);
  const bool readable = contrast(c.canvas_text, c.button_face) >= kTextContrast &&
                        contrast(accent, c.button_face) >= kTextContrast &&
                        contrast(c.gray_text, c.button_face) >= kTextContrast;
  t.field = t.field_hover = t.field_active = readable ? c.button_face : c.canvas;
  t.field_border = t.mark = apart(c.button_text, t.field, c.canvas_text, kMarkContrast);
  t.muted = t.text;
  t.faint = apart(c.gray_text, c.canvas, c.canvas_text, kTextContrast);
  t.accent = t.accent_hover = t.accent_active = accent;
  t.on_accent = apart(c.highlight_text, t.accent, c.canvas, kTextContrast);
  t.accent_soft = t.bad_soft = c.canvas;
  t.focus = apart(c.highlight, c.canvas, c.canvas_text, kMarkContrast);
  t.good = t.warning = t.bad = t.text;
  t.shade = faded(c.canvas, 0.8f), t.shadow = faded(c.canvas, 0);
  t.chart_train = c.canvas_text, t.chart_heldout = t.accent;
  t.chart_published = apart(c.link_text, c.canvas, c.canvas_text, kMarkContrast);
  t.tile_opacity = 0.3f;
  return finished_theme(t, touch);
}

void apply_style(const Theme& theme) {
  ImGuiStyle& style = ImGui::GetStyle();
  style.WindowPadding = {0, 0};
  style.WindowBorderSize = 0, style.ChildBorderSize = 0, style.PopupBorderSize = 1, style.FrameBorderSize = 1;
  style.FrameRounding = kRadius, style.PopupRounding = kCardRadius, style.WindowRounding = 0,
  style.ScrollbarRounding = 8;
  style.FramePadding = {10, 8}, style.ItemSpacing = {0, 0}, style.ScrollbarSize = theme.control > 32 ? 5.0f : 10.0f;
  style.DisplaySafeAreaPadding = {0, 0};
  style.AntiAliasedLinesUseTex = false;  // textured lines blur when the atlas is built for another scale
  style.CurveTessellationTol = 0.8f, style.CircleTessellationMaxError = 0.2f;
  const auto set = [&](ImGuiCol which, ImU32 color) { style.Colors[which] = ImGui::ColorConvertU32ToFloat4(color); };
  set(ImGuiCol_Text, theme.text);
  set(ImGuiCol_TextDisabled, theme.faint);
  set(ImGuiCol_WindowBg, theme.page);
  set(ImGuiCol_ChildBg, faded(theme.page, 0));
  set(ImGuiCol_PopupBg, theme.card);
  set(ImGuiCol_Border, theme.field_border);
  set(ImGuiCol_FrameBg, theme.field);
  set(ImGuiCol_FrameBgHovered, theme.field);
  set(ImGuiCol_FrameBgActive, theme.field);
  set(ImGuiCol_TextSelectedBg, faded(theme.accent, 0.3f));
  set(ImGuiCol_ScrollbarBg, faded(theme.page, 0));
  set(ImGuiCol_ScrollbarGrab, faded(theme.muted, 0.35f));
  set(ImGuiCol_ScrollbarGrabHovered, faded(theme.muted, 0.55f));
  set(ImGuiCol_ScrollbarGrabActive, faded(theme.muted, 0.7f));
}

}  // namespace hourglass
