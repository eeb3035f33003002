#include "studio/state/share.h"

#include <algorithm>

#include "exchange/link.h"
#include "studio/state/actions.h"
#include "text/markup.h"
#include "training/presets.h"

namespace hourglass {
namespace {

/// Of a frame in a course page, CSS pixels: the whole page, and panels.
constexpr int kFrameHeight = 760, kPanelsHeight = 480;
/// What a frame of Hourglass needs of the page around it (docs/hosting.md).
constexpr std::string_view kSandbox = "allow-scripts allow-same-origin allow-downloads allow-popups";

void say_copied(Context& ui, Sentence what) {
  notify(ui.state, ui.time, NoticeTopic::clipboard, NoticeKind::good, std::move(what));
}

/// What the link opens with: a lesson, or settings.
std::string start_of(const State& state) {
  const ShareState& share = state.share;
  if (share.start == ShareStart::lesson && !share.lesson.empty()) return parameter("lesson", share.lesson);
  const bool by_preset = share.start == ShareStart::preset;
  const Preset* preset = find_preset(by_preset ? share.preset : state.preset);
  Experiment settings = by_preset && preset ? preset->experiment : state.experiment;
  const Experiment usual = preset ? preset->experiment : Experiment{};
  settings.data.dataset = share.data ? state.experiment.data.dataset : usual.data.dataset;
  settings.seed = share.seed ? state.experiment.seed : usual.seed;
  std::string query = to_link({preset ? preset->key : std::string(), settings}, {});
  // Said even where it is the preset's own, which a later version may change.
  if (share.seed && !parameter_of(query, "seed"))
    query = joined(std::move(query), parameter("seed", std::to_string(settings.seed)));
  return query;
}

}  // namespace

void open_share(Context& ui) {
  State& state = ui.state;
  ShareState& share = state.share;
  if (!find_preset(share.preset)) share.preset = state.preset;
  if (ui.host.list_lessons) ui.host.list_lessons();
  open_sheet(state, Sheet::share);
  ui.animate();
}

bool is_last_panel(const ShareState& share, PagePart part) {
  std::size_t shown = 0;
  for (std::size_t i = 0; i < kPanels; ++i) shown += share.hidden[i] ? 0 : 1;
  return place_of(part) < kPanels && shown == 1 && !share.hidden[place_of(part)];
}

void share_part(ShareState& share, PagePart part, bool shown) {
  if (!shown && is_last_panel(share, part)) return;
  share.hidden.set(place_of(part), !shown);
}

void share_panel(ShareState& share, PagePart panel, bool shown) {
  if (place_of(panel) >= kPanels || (!shown && share.panels.count() == 1)) return;
  share.panels.set(place_of(panel), shown);
}

std::string origin_of(std::string_view typed) {
  const std::size_t scheme = typed.find("://");
  if (scheme == std::string_view::npos) return {};
  const std::string_view name = typed.substr(0, scheme);
  if (name != "https" && name != "http") return {};
  std::string_view host = typed.substr(scheme + 3);
  host = host.substr(0, host.find_first_of("/?#"));
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
           c == ':' || c == '[' || c == ']';
  };
  if (host.empty() || !std::ranges::all_of(host, allowed)) return {};
  std::string origin = std::string(name) + "://" + std::string(host);
  for (char& c : origin)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return origin;
}

std::string shared_query(const State& state, std::string_view language) {
  const ShareState& share = state.share;
  std::string query = start_of(state);
  const auto add = [&](std::string_view key, std::string_view value) {
    if (!value.empty()) query = joined(std::move(query), parameter(key, value));
  };
  if (share.language) add("lang", language);
  if (share.theme) add("theme", state.is_dark() ? "dark" : "light");
  if (share.form == ShareForm::page) {
    add("hide", list_of_parts(share.hidden));
  } else {
    add("embed", list_of_parts(share.panels));
    add("origin", share.origin);
  }
  if (share.read_only) add("readonly", "1");
  return query;
}

std::string shared_link(const State& state, std::string_view language) {
  std::string query = shared_query(state, language);
  return state.page_address.empty() ? query : state.page_address + "?" + query;
}

std::string shared_frame(const State& state, std::string_view language) {
  const int height = state.share.form == ShareForm::page ? kFrameHeight : kPanelsHeight;
  return "<iframe src=\"" + escaped_markup(shared_link(state, language)) +
         "\" title=\"Hourglass\" width=\"100%\" height=\"" + std::to_string(height) +
         "\" style=\"border:0\" sandbox=\"" + std::string(kSandbox) + "\" allow=\"clipboard-write\"></iframe>";
}

void copy_shared_link(Context& ui) {
  State& state = ui.state;
  if (!ui.host.copy_link)
    return notify(state, ui.time, NoticeTopic::clipboard, NoticeKind::info,
                  "Copying is not possible here; the address of the page holds all settings.");
  ui.host.copy_link(shared_query(state, ui.language->tag()));
  say_copied(ui, "The link is on the clipboard.");
}

void copy_shared_frame(Context& ui) {
  if (!ui.host.copy_text) return;
  ui.host.copy_text(shared_frame(ui.state, ui.language->tag()));
  say_copied(ui, "The frame is on the clipboard: it goes into the HTML of a course page.");
}

bool bring_code(Context& ui) {
  ShareState& share = ui.state.share;
  if (!ui.host.draw_code) return false;
  const std::string link = shared_link(ui.state, ui.language->tag());
  if (share.code_asked != link) {
    share.code_asked = link;
    ui.host.draw_code(link);
  }
  return share.code.text == link;
}

void show_all(Context& ui, bool all) {
  ui.state.shown.all = all;
  ui.animate();
}

void set_projector(Context& ui, bool on) {
  ui.state.shown.projector = on;
  if (on) close_sheet(ui.state);
  if (ui.host.projector) ui.host.projector(on ? 1 : 0);
  ui.animate();
}

void open_whole_page(Context& ui) {
  const State& state = ui.state;
  if (!ui.host.open_page) return;
  ui.host.open_page("?" + joined(to_link({state.preset, state.experiment}, {}), parameter("lang", ui.language->tag())));
}

}  // namespace hourglass
