// The about sheet: what this is, that nothing leaves the machine, its licence, and whose work it stands on.
#include <nlohmann/json.hpp>
#include <string>

#include "studio/sheets/sheets.h"
#include "studio/ui/widgets.h"

namespace hourglass {

extern const char kNoticesJson[];  // assets/notices/parts.json
extern const char kLicenceText[];  // LICENSE

namespace {

/// Every end of a line within a paragraph becomes a space: the file is wrapped for a terminal.
std::string unwrapped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool paragraph = text.substr(i, 2) == "\n\n";
    if (paragraph)
      out += '\n', ++i;
    else
      out += text[i] == '\n' ? ' ' : text[i];
  }
  while (!out.empty() && (out.back() == ' ' || out.back() == '\n')) out.pop_back();
  return out;
}

std::string text_at(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

float draw_about(Context& ui, const Rect& content) {
  const Theme& t = ui.theme;
  float y = content.y;
  const auto rest = [&] { return Rect{content.x, y, content.w, 24}; };
  y += paragraph(ui, "about/what", rest(),
                 "Hourglass trains small autoencoders while you watch: images are squeezed through a waist of a few "
                 "numbers and "
                 "grown back. All of it runs in this page, on this machine. Nothing you load or draw is sent anywhere.",
                 ui.fonts.body, t.text) +
       kGap3;
  if (ui.state.engine.ready) {
    const std::string engine = "Engine: " + ui.state.engine.variant + ", " + std::to_string(ui.state.engine.threads) +
                               (ui.state.engine.threads == 1 ? " thread" : " threads");
    y += paragraph(ui, "about/engine", rest(), engine, ui.fonts.small, t.muted) + kGap3;
  }
  const auto notices = nlohmann::json::parse(kNoticesJson, nullptr, false);
  heading(ui, "about/parts", rest(), "The work of others");
  y += 28;
  if (notices.is_object() && notices.contains("parts")) {
    y += paragraph(ui, "about/introduction", rest(), text_at(notices, "introduction"), ui.fonts.small, t.muted) + kGap2;
    for (const auto& part : notices["parts"]) {
      const std::string name = text_at(part, "name");
      label(ui, "about/part/" + name, {content.x, y, content.w, 20}, name, ui.fonts.strong, t.text);
      y += 20;
      y += paragraph(ui, "about/terms/" + name, rest(), text_at(part, "what") + " " + text_at(part, "terms"),
                     ui.fonts.small, t.muted) +
           kGap2;
    }
  }
  if (ui.host.open_page) {
    const std::string_view name = "All licence texts";
    if (button(ui, "about/texts", name, {content.x, y, button_width(ui, name), t.control}))
      ui.host.open_page("notices.md");
    y += t.control + kGap3;
  }
  if (const CatalogueEntry* entry = ui.state.entry(ui.state.dataset.name); entry && !entry->terms.empty()) {
    heading(ui, "about/data", rest(), "The images in use");
    y += 28;
    y += paragraph(ui, "about/data/terms", rest(), entry->title + ". " + entry->source + "\n" + entry->terms,
                   ui.fonts.small, t.muted) +
         kGap3;
  }
  y += kGap2;
  heading(ui, "about/licence", rest(), "Licence of Hourglass: MIT");
  y += 28;
  y += paragraph(ui, "about/licence/text", rest(), unwrapped(kLicenceText), ui.fonts.small, t.muted);
  return y - content.y + kGap2;
}

}  // namespace hourglass
