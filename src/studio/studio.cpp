#include "studio/studio.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "studio/bar.h"
#include "studio/explore_keys.h"
#include "studio/layout.h"
#include "studio/notices.h"
#include "studio/pad/pad_update.h"
#include "studio/script_api.h"
#include "studio/sheets/sheets.h"
#include "studio/state/actions.h"
#include "studio/state/events.h"
#include "studio/state/files.h"
#include "studio/state/link.h"
#include "studio/state/saved_state.h"
#include "studio/state/shelf_actions.h"
#include "studio/ui/capture.h"
#include "studio/ui/widgets.h"
#include "training/presets.h"

namespace hourglass {
namespace {

/// The saved state and the link are written at most so often.
constexpr double kKeepSeconds = 0.5;
/// Frames that Dear ImGui needs to come to rest after something was pressed or typed.
constexpr int kSettlingFrames = 2;

}  // namespace

struct Studio::Impl {
  Host host;
  State state;
  Mirror mirror;
  Context ui;
  ScriptApi scripts;
  std::string usual_preset;
  Language spoken;  ///< of a file; English and the pseudo-language are built in

  bool changed = true;
  int settling = kSettlingFrames;
  float wanted_scale = 1;
  std::string kept, linked, theme_told;
  double kept_at = -1e9;
  std::optional<Experiment> asked;  ///< by the link
  bool fresh = false;               ///< nothing was saved and the link says nothing: the page shows its trained model
  bool asks_data = true;            ///< the first data set has not been asked for yet
  ImVec2 mouse_before{-FLT_MAX, -FLT_MAX};
  bool touch = false;
  bool finger = false;  ///< a finger is down

  Impl(EngineClient& engine, Graphics& graphics, Host given)
      : host(std::move(given)), ui{{.mirror = mirror, .graphics = graphics}, state, engine, host} {}

  double now() const { return host.seconds ? host.seconds() : 0; }
  void open(std::string_view saved, std::string_view query);
  void speak(std::string_view tag, std::string_view texts);
  void begin_data();
  void take_events();
  void keep();
  void begin_frame(float width, float height, float scale);
  void end_frame();
};

void Studio::Impl::speak(std::string_view tag, std::string_view texts) {
  if (tag == Language::pseudo().tag()) {
    ui.language = &Language::pseudo();
  } else if (auto read = Language::read(tag, texts)) {
    spoken = std::move(*read);
    ui.language = &spoken;
  }
}

void Studio::Impl::open(std::string_view saved, std::string_view query) {
  ui.time = now();
  usual_preset = presets().empty() ? std::string() : find_preset("classroom") ? "classroom" : presets().front().key;
  if (const Preset* preset = find_preset(usual_preset)) {
    state.preset = preset->key;
    state.experiment = preset->experiment;
  }
  // A link counts from the usual preset, whatever this browser did before.
  auto link = from_link(query, {state.preset, state.experiment});
  restore_state(state, saved);
  state.address_rest = rest_of_query(query);
  if (!link) {
    notify(state, ui.time, NoticeTopic::link, NoticeKind::error, link.error().message);
  } else if (says_settings(query) && (link->preset != state.preset || link->experiment != state.experiment)) {
    // A link that says what the saved state says is the address that this page wrote with it: it asks for nothing,
    // though the run that was kept may have gone on since.
    asked = link->experiment;
    state.preset = link->preset;
    state.experiment = link->experiment;
    state.start_model = false;
  }
  fresh = saved.empty() && to_link({state.preset, state.experiment}, usual_preset).empty();
  ui.engine.send(command::FollowCodes{});
  state.configuring = ui.ask(command::Configure{.experiment = state.experiment});
  linked = to_link({state.preset, state.experiment}, usual_preset);
  ui.fonts = build_fonts(wanted_scale);
}

/// Fetches what the experiment names: a set of the catalogue, once that is known, or a file of this site.
void Studio::Impl::begin_data() {
  if (!asks_data || state.loading.active() || state.dataset.loaded()) return;
  std::string wanted = state.experiment.data.dataset;
  const bool path = is_site_path(wanted);
  if (state.catalogue.empty() && !path) return;
  asks_data = false;
  if (!state.entry(wanted) && !path) {
    notify(state, ui.time, NoticeTopic::images, NoticeKind::info,
           say("The images {0} are not on this site: open their file again. Until then it is {1}.", quote(wanted),
               from_assets(state.catalogue.front().title)));
    wanted = state.catalogue.front().id;
  }
  choose_dataset(ui, wanted);
}

void Studio::Impl::take_events() {
  for (Event& event : ui.engine.poll()) {
    apply(state, std::move(event), ui.time);
    // Scripts take their answers one by one: of many that come at once none is then forgotten for the next.
    scripts.answer(ui);
    // Nobody but a script waits for these; kept, they would push out what a panel waits for.
    std::erase_if(state.answers, [](const auto& answer) { return std::holds_alternative<event::Done>(answer.second); });
    changed = true;
  }
  for (Sentence& sentence : ui.graphics.take_refusals()) {
    notify(state, ui.time, NoticeTopic::engine, NoticeKind::error, std::move(sentence));
    changed = true;
  }
  follow_opened(ui);
  if (state.saving_model != 0) {
    if (auto file = ui.take<event::ModelFile>(state.saving_model)) {
      state.saving_model = 0;
      settle(state, NoticeTopic::saving);
      if (host.save_file) host.save_file("hourglass-model.safetensors", "application/octet-stream", file->file);
    } else if (auto failed = ui.take<event::Failed>(state.saving_model)) {
      state.saving_model = 0;
      notify(state, ui.time, NoticeTopic::saving, NoticeKind::error, std::move(failed->message));
    }
  }
  scripts.answer(ui);
  if (const auto picture = take_capture(ui)) {
    if (picture->png.empty()) {
      notify(state, ui.time, NoticeTopic::saving, NoticeKind::error,
             "The picture could not be read back from the graphics card.");
    } else if (host.save_file) {
      host.save_file(picture->file_name, "image/png", picture->png);
    }
  }
}

void Studio::Impl::keep() {
  if (ui.time < kept_at + kKeepSeconds) {
    ui.wake_at(kept_at + kKeepSeconds);
    return;
  }
  std::string link = to_link({state.preset, state.experiment}, usual_preset);
  if (link != linked && host.set_link) host.set_link(joined(link, state.address_rest));
  linked = std::move(link);
  kept_at = ui.time;
  std::string now_saved = save_state(state);
  if (now_saved == kept) return;
  if (host.keep) host.keep(now_saved);
  kept = std::move(now_saved);
}

void Studio::Impl::begin_frame(float width, float height, float scale) {
  const double time = now();
  ui.elapsed = static_cast<float>(std::clamp(time - ui.time, 0.0, 0.1));
  ui.time = time;
  ui.scale = scale;
  ui.window = {0, 0, width, height};
  ui.low = height < kLow;
  ui.narrow = width < kNarrow || ui.low;
  const ImGuiIO& io = ImGui::GetIO();
  // ui.touch decides how large buttons are, and changes only between presses: one that grew while a finger came down
  // on it would be missed. So a finger counts when it has left the screen, and a mouse as soon as it moves. A pen
  // changes nothing: it meets small targets as a mouse does.
  const bool held = io.MouseDown[0] || io.MouseDown[1] || io.MouseDown[2];
  const bool moved = io.MousePos.x != mouse_before.x || io.MousePos.y != mouse_before.y;
  if (held) {
    finger = io.MouseSource == ImGuiMouseSource_TouchScreen;
  } else if (std::exchange(finger, false)) {
    touch = true;
  } else if (moved && ImGui::IsMousePosValid() && io.MouseSource == ImGuiMouseSource_Mouse) {
    touch = false;
  }
  mouse_before = io.MousePos;
  ui.touch = touch;
  ui.finger = io.MouseSource == ImGuiMouseSource_TouchScreen;
  ui.theme = make_theme(state.is_dark(), ui.touch);
  ui.wake = -1;
  wanted_scale = scale;
  apply_style(ui.theme);
  mirror.begin_frame();
  ui.memory.tip_text.clear();
  ui.memory.hovered_before = std::exchange(ui.memory.hovered, {});
}

void Studio::Impl::end_frame() {
  schedule_capture(ui);
  draw_tip(ui);
  const std::string changes = mirror.end_frame();
  if (!changes.empty() && host.mirror) host.mirror(changes);
  const std::string theme = state.dark ? (*state.dark ? "dark" : "light") : "";
  if (theme != theme_told && host.theme) host.theme(theme);
  theme_told = theme;
  ui.pointer.clear();
  ui.pinch.reset();
  if (!ImGui::GetIO().MouseDown[0]) ui.memory.drag_taken = false;
  if (settling > 0) --settling;
}

Studio::Studio(EngineClient& engine, Graphics& graphics, Host host, std::string_view saved, std::string_view query,
               std::string_view texts)
    : impl_(std::make_unique<Impl>(engine, graphics, std::move(host))) {
  impl_->speak(language_of(query), texts);
  impl_->open(saved, query);
}

Studio::~Studio() { impl_->scripts.give_up(impl_->ui); }

bool Studio::update() {
  Impl& s = *impl_;
  s.take_events();
  s.begin_data();
  // Fonts are made between frames only: Dear ImGui locks the atlas within one.
  if (s.wanted_scale != s.ui.fonts.scale && s.wanted_scale >= 0.5f && s.wanted_scale <= 4) {
    s.ui.fonts = build_fonts(s.wanted_scale);
    s.changed = true;
  }
  const bool due = s.ui.wake >= 0 && s.now() >= s.ui.wake;
  return s.changed || s.settling > 0 || s.mirror.pending() || due;
}

double Studio::next_frame() const {
  const Impl& s = *impl_;
  if (s.changed || s.settling > 0 || s.mirror.pending()) return 0;
  return s.ui.wake < 0 ? -1 : std::max(0.0, s.ui.wake - s.now());
}

bool Studio::training() const { return impl_->state.training(); }

void Studio::draw(float width, float height, float scale) {
  Impl& s = *impl_;
  Context& ui = s.ui;
  s.changed = false;
  if (s.mirror.pending()) s.settling = kSettlingFrames + 1;
  s.begin_frame(width, height, scale);
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize({width, height});
  ImGui::Begin("##studio", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoNav |
                   ImGuiWindowFlags_NoScrollWithMouse);
  s.mirror.mute(s.state.sheet != Sheet::none);
  draw_layout(ui);
  ImGui::End();
  s.mirror.mute(false);
  draw_sheets(ui);
  draw_notices(ui);
  s.end_frame();
  s.keep();
}

void Studio::pointer(std::span<const PointerSample> samples) {
  impl_->ui.pointer.assign(samples.begin(), samples.end());
}
void Studio::pinch(const Pinch& pinch) { impl_->ui.pinch = pinch; }

void Studio::mirror_press(std::string_view id) { impl_->mirror.press(id); }
void Studio::mirror_set(std::string_view id, std::string_view value) { impl_->mirror.set(id, value); }
namespace {

/// Dear ImGui's window that lies on top at this place.
const ImGuiWindow* window_at(float x, float y) {
  const ImGuiContext& g = *ImGui::GetCurrentContext();
  for (int i = g.Windows.Size - 1; i >= 0; --i) {
    const ImGuiWindow& window = *g.Windows[i];
    if (window.WasActive && !window.Hidden && window.OuterRectClipped.Contains(ImVec2(x, y))) return &window;
  }
  return nullptr;
}

bool can_move(float at, float most, float by) { return by < 0 ? at > 0 : by > 0 && at < most; }

}  // namespace

std::string Studio::field_at(float x, float y) const {
  // A press beside an open list closes it, and means nothing else.
  if (!ImGui::GetCurrentContext()->OpenPopupStack.empty()) return {};
  const ImGuiWindow* window = window_at(x, y);
  return window ? std::string(impl_->mirror.field_at(x, y, window->ID)) : std::string();
}

bool Studio::scrolls(float x, float y, float dx, float dy) const {
  const ImGuiWindow* window = window_at(x, y);
  for (; window; window = window->Flags & ImGuiWindowFlags_ChildWindow ? window->ParentWindow : nullptr) {
    if (window->Flags & ImGuiWindowFlags_NoScrollWithMouse) continue;
    if (can_move(window->Scroll.x, window->ScrollMax.x, dx) || can_move(window->Scroll.y, window->ScrollMax.y, dy))
      return true;
  }
  return false;
}

bool Studio::takes_drag(float x, float y) const {
  const ImGuiWindow* window = window_at(x, y);
  return window && impl_->mirror.takes_drag(x, y, window->ID);
}
void Studio::mirror_focus(std::string_view id) { impl_->mirror.focus(id); }

bool Studio::key(std::string_view key, bool shift) {
  Impl& s = *impl_;
  State& state = s.state;
  Context& ui = s.ui;
  s.changed = true;
  if (key == "Escape" && !ImGui::GetCurrentContext()->OpenPopupStack.empty()) {
    ImGui::ClosePopupToLevel(0, false);
    return true;
  }
  if (state.sheet == Sheet::none && explore_key(ui, key, shift)) return true;
  if (key == "undo" || key == "redo") {
    if (state.sheet != Sheet::none) return false;
    // Of a new run and a drawing the later one is undone; on the pad itself only what was drawn.
    const bool runs = key == "undo" && !s.mirror.focused("paint/pad");
    return (runs && undo_new_run(ui, true)) || pad_history_key(state, key) || (runs && undo_new_run(ui, false));
  }
  if (key == "Escape") {
    if (state.sheet == Sheet::none) return false;
    state.sheet = Sheet::none;
    return true;
  }
  if (key == "h") {
    state.sheet = state.sheet == Sheet::help ? Sheet::none : Sheet::help;
    return true;
  }
  if (key == "b") {
    state.sheet = state.sheet == Sheet::shelf ? Sheet::none : Sheet::shelf;
    return true;
  }
  if (state.sheet != Sheet::none) return false;
  if (key == " ")
    train_or_pause(ui);
  else if (key == "s")
    shift ? step_epoch(ui) : step_batch(ui);
  else if (key == "r") {
    if (why_no_run(state).empty()) reset_run(ui);
  } else if (key == "n") {
    if (!state.training()) new_seed(ui);
  } else if (key == "l")
    show_log_scale(state, !state.loss.logarithmic);
  else if (key == "f")
    state.fit_map = true;
  else
    return false;
  return true;
}

void Studio::open_files(std::string_view name, std::vector<std::string> file_names,
                        std::vector<std::vector<std::uint8_t>> files) {
  impl_->asks_data = false;
  load_files(impl_->ui, name, std::move(file_names), std::move(files));
  impl_->changed = true;
}

void Studio::open_handles(std::string_view name, std::string_view entry, std::vector<std::string> file_names,
                          std::vector<FileHandle> handles) {
  load_handles(impl_->ui, name, entry, std::move(file_names), std::move(handles));
  impl_->changed = true;
}

void Studio::open_picture(Picture picture) {
  impl_->state.brought_picture = std::move(picture);
  if (impl_->ui.narrow) show_tab(impl_->state, Tab::paint);
  impl_->changed = true;
}

void Studio::fetch_progress(std::string_view id, double done, double total) {
  Loading& loading = impl_->state.loading;
  if (!loading.active() || !loading.fetching || loading.id != id) return;
  loading.done = done;
  if (total > 0) loading.total = total;
  if (std::exchange(loading.stalled, false)) settle(impl_->state, NoticeTopic::images);
  impl_->changed = true;
}

void Studio::fetch_failed(std::string_view id, std::string_view message) {
  State& state = impl_->state;
  impl_->changed = true;
  if (id.empty()) return notify(state, impl_->ui.time, NoticeTopic::images, NoticeKind::error, verbatim(message));
  if (!state.loading.active() || state.loading.id != id) return;
  state.loading.failed = verbatim(message);
  notify(state, impl_->ui.time, NoticeTopic::images, NoticeKind::error, verbatim(message), NoticeAction::retry_dataset,
         std::string(id));
}

void Studio::fetch_stalled(std::string_view id) {
  State& state = impl_->state;
  if (!state.loading.active() || !state.loading.fetching || state.loading.id != id) return;
  impl_->changed = true;
  state.loading.stalled = true;
  notify(state, impl_->ui.time, NoticeTopic::images, NoticeKind::error,
         say("{0}: nothing has come for ten seconds.", state.loading.title), NoticeAction::retry_dataset,
         std::string(id), NoticeAction::cancel_loading);
}

void Studio::page_notice(std::string_view topic, std::string_view text, std::string_view button) {
  show_page_notice(impl_->state, topic, text, button);
  impl_->changed = true;
}

void Studio::set_catalogue(std::string_view json) {
  Impl& s = *impl_;
  auto entries = parse_catalogue(json);
  s.changed = true;
  if (!entries)
    return notify(s.state, s.ui.time, NoticeTopic::images, NoticeKind::error,
                  say("The list of data sets could not be read. {0}", entries.error().message));
  s.state.catalogue = std::move(*entries);
  s.state.catalogue_json.clear();
  const auto all = nlohmann::ordered_json::parse(json, nullptr, false);
  if (all.is_object() && all.contains("sets"))
    for (const auto& entry : all["sets"])
      if (entry.is_object() && entry.contains("id") && entry["id"].is_string())
        s.state.catalogue_json[entry["id"].get<std::string>()] = entry.dump();
  s.begin_data();
}

void Studio::open_start_model(std::span<const std::uint8_t> safetensors) {
  Impl& s = *impl_;
  if (!s.fresh && !s.state.start_model) return;
  // It may arrive late: what the person has chosen or begun meanwhile stays.
  const State& state = s.state;
  Experiment settings = state.experiment;
  if (const Preset* usual = find_preset(s.usual_preset)) settings.data.dataset = usual->experiment.data.dataset;
  const bool touched = !to_link({state.preset, settings}, s.usual_preset).empty() || state.training();
  if (touched && !state.start_model) return;
  open_model(s.ui, Bytes(safetensors.begin(), safetensors.end()), true);
  s.changed = true;
}

void Studio::kept_runs(std::string_view json) {
  State& state = impl_->state;
  take_kept_runs(state, json, impl_->now());
  // While a run trains it is kept again and again, and nothing else than these shows it.
  if (state.sheet == Sheet::shelf || state.sheet == Sheet::about) impl_->changed = true;
}

void Studio::kept_sets(std::string_view json) {
  auto entries = parse_catalogue("{\"sets\":" + std::string(json) + "}");
  if (entries) impl_->state.own.kept = std::move(*entries);
  impl_->changed = true;
}

void Studio::open_kept(std::string_view id, std::span<const std::uint8_t> model, bool copy) {
  Impl& s = *impl_;
  s.ui.time = s.now();
  s.changed = true;
  // Another one was asked for since.
  if (s.state.shelf.asked != id) return;
  s.state.shelf.asked.clear();
  hourglass::open_kept(s.ui, id, model, copy, s.state.shelf.asked_to_train);
}

void Studio::go_on(std::string_view id, std::span<const std::uint8_t> model, bool copy, bool trains) {
  Impl& s = *impl_;
  ShelfState& shelf = s.state.shelf;
  s.ui.time = s.now();
  s.changed = true;
  const ShelvedRun* run = find_kept(s.state, id);
  if (model.empty() || !run || (s.asked && *s.asked != run->experiment)) {
    shelf.returning.clear();
    if (!run || !s.asked) return;
    // A link that asks for something else is followed; the run is not lost by it.
    shelf.before = id;
    return notify(s.state, s.ui.time, NoticeTopic::shelf, NoticeKind::info, "The run before is on the shelf.",
                  NoticeAction::bring_back, std::string(id));
  }
  s.fresh = false;
  shelf.returning = id;
  hourglass::open_kept(s.ui, id, model, copy, trains);
}

void Studio::not_kept(std::string_view message) {
  Impl& s = *impl_;
  s.state.shelf.asked.clear();
  notify(s.state, s.now(), NoticeTopic::shelf, NoticeKind::error, verbatim(message));
  s.changed = true;
}

void Studio::set_touch(bool touch) {
  impl_->touch = touch;
  impl_->changed = true;
}

void Studio::set_dark(bool dark) {
  impl_->state.system_dark = dark;
  impl_->changed = true;
}

std::string Studio::call(std::string_view method, std::string_view json) {
  impl_->ui.time = impl_->now();
  impl_->changed = true;
  return impl_->scripts.call(impl_->ui, method, json);
}

}  // namespace hourglass
