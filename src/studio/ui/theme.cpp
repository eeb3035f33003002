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
  t.tile_opacity = 0.3f;
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
  t.tile_opacity = 0.34f;
  return t;
}

}  // namespace

ImU32 tile_ground(const Theme& theme) { return mixed(theme.sunken, theme.text, theme.tile_opacity); }

Theme make_theme(bool dark, bool touch) {
  constexpr float kMarkContrast = 3.0f;
  Theme theme = dark ? night() : light();
  const ImU32 grounds[] = {theme.sunken, theme.card, theme.field, tile_ground(theme)};
  for (std::size_t i = 0; i < kClassColors.size(); ++i)
    theme.class_edge[i] = readable_on(grounds, kClassColors[i], dark ? rgb(0xffffff) : rgb(0x000000), kMarkContrast);
  theme.control = touch ? 40.0f : 32.0f;
  return theme;
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
