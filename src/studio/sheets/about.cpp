// The about sheet: what this is, that nothing leaves the machine, its licence, and whose work it stands on.
#include <string>
#include <vector>

#include "data/json_member.h"
#include "studio/sheets/sheets.h"
#include "studio/state/actions.h"
#include "studio/ui/widgets.h"
#include "training/version.h"

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

/// What this browser keeps, and the way to have it forgotten: pressed twice, because nothing brings it back.
float draw_kept(Context& ui, const Rect& area) {
  const Theme& t = ui.theme;
  const std::vector<ShelvedRun>& runs = ui.state.shelf.runs;
  double bytes = 0;
  for (const ShelvedRun& run : runs) bytes += run.bytes;
  float y = area.y;
  heading(ui, "about/kept", {area.x, y, area.w, 24}, "Kept in this browser");
  y += 28;
  const Sentence words = plural(static_cast<std::int64_t>(runs.size()),
                                "The settings, the drawing on the pad, and {0} run on the shelf, {1} in all.",
                                "The settings, the drawing on the pad, and {0} runs on the shelf, {1} in all.",
                                in_bytes(static_cast<std::uint64_t>(bytes)));
  y += paragraph(ui, "about/kept/what", {area.x, y, area.w, 0}, words, ui.fonts.small, t.muted) + kGap2;
  bool& sure = ui.state.shelf.forgets;
  const Key name = sure ? Key("Forget all of it now") : Key("Forget all");
  if (button(ui, "about/forget", name, {area.x, y, button_width(ui, name), t.control},
             sure ? Look::danger : Look::normal, Icon::none,
             {.help = "Every run, the settings and the drawing; nothing brings them back"})) {
    if (sure) ui.host.forget_all();
    sure = !sure;
    ui.animate();
  }
  return y + t.control - area.y;
}

}  // namespace

float draw_about(Context& ui, const Rect& content) {
  const Theme& t = ui.theme;
  float y = content.y;
  const auto rest = [&] { return Rect{content.x, y, content.w, 24}; };
  y += paragraph(ui, "about/what", rest(),
                 "Hourglass trains small autoencoders while you watch: images are squeezed into a code of a few "
                 "numbers and grown back. All of it runs in this page, on this machine. Nothing you load or draw is "
                 "sent anywhere.",
                 ui.fonts.body, t.text) +
       kGap3;
  y += paragraph(ui, "about/version", rest(), say("Version {0}", version()), ui.fonts.small, t.muted) + kGap1;
  if (ui.state.engine.ready) {
    const Sentence engine =
        plural(ui.state.engine.threads, "Engine: {1}, {0} thread", "Engine: {1}, {0} threads", ui.state.engine.variant);
    y += paragraph(ui, "about/engine", rest(), engine, ui.fonts.small, t.muted) + kGap3;
  }
  y += draw_language_choice(ui, rest());
  if (ui.host.keep_offline) {
    constexpr Key name = "Keep for offline";
    if (button(ui, "about/keep-offline", name, {content.x, y, button_width(ui, name), t.control}, Look::normal,
               Icon::none, {.help = "Fetch all engines and data sets now, for use without a network"}))
      ui.host.keep_offline();
    y += t.control + kGap3;
  }
  if (ui.host.forget_all) y += draw_kept(ui, rest()) + kGap3;
  const auto notices = nlohmann::json::parse(kNoticesJson, nullptr, false);
  heading(ui, "about/parts", rest(), "The work of others");
  y += 28;
  if (notices.is_object() && notices.contains("parts")) {
    y += paragraph(ui, "about/introduction", rest(), from_assets(text_at(notices, "introduction")), ui.fonts.small,
                   t.muted) +
         kGap2;
    for (const auto& part : notices["parts"]) {
      const std::string name = text_at(part, "name");
      label(ui, "about/part/" + name, {content.x, y, content.w, 20}, Words::as_is(name), ui.fonts.strong, t.text);
      y += 20;
      const Sentence what = from_assets(text_at(part, "what")), terms = from_assets(text_at(part, "terms"));
      y += paragraph(ui, "about/terms/" + name, rest(), followed_by(what, terms), ui.fonts.small, t.muted) + kGap2;
    }
  }
  if (ui.host.open_page) {
    constexpr Key name = "All licence texts";
    if (button(ui, "about/texts", name, {content.x, y, button_width(ui, name), t.control}))
      ui.host.open_page("notices.md");
    y += t.control + kGap3;
  }
  if (const CatalogueEntry* entry = ui.state.entry(ui.state.dataset.name); entry && !entry->terms.empty()) {
    heading(ui, "about/data", rest(), "The images in use");
    y += 28;
    y += paragraph(ui, "about/data/terms", rest(), from_assets(entry->title), ui.fonts.small, t.text);
    y += paragraph(ui, "about/data/source", rest(), from_assets(entry->source), ui.fonts.small, t.muted);
    y += paragraph(ui, "about/data/licence", rest(), from_assets(entry->terms), ui.fonts.small, t.muted) + kGap3;
  }
  y += kGap2;
  heading(ui, "about/licence", rest(), "Licence of Hourglass: MIT");
  y += 28;
  const std::string licence = unwrapped(kLicenceText);  // in the language in which it holds
  y += paragraph(ui, "about/licence/text", rest(), Words::as_is(licence), ui.fonts.small, t.muted);
  return y - content.y + kGap2;
}

}  // namespace hourglass
