#include "studio/studio.h"

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <utility>

#include "exchange/link.h"
#include "studio/bar.h"
#include "studio/layout.h"
#include "studio/map/map_kinds.h"
#include "studio/notices.h"
#include "studio/sheets/sheets.h"
#include "studio/state/actions.h"
#include "studio/state/compare.h"
#include "studio/state/events.h"
#include "studio/state/files.h"
#include "studio/state/run_control.h"
#include "studio/state/run_files.h"
#include "studio/state/saved_state.h"
#include "studio/state/shelf_actions.h"
#include "studio/state/watch.h"
#include "studio/studio_impl.h"
#include "studio/ui/capture.h"
#include "studio/ui/widgets.h"
#include "studio/welcome.h"
#include "training/presets.h"

namespace hourglass {
namespace {

/// The saved state and the link are written at most so often.
constexpr double kKeepSeconds = 0.5;

/// While a run trains and nobody acts, the mirror's figures are told at most so often: laying out their texts ten times
/// a second costs the page time and memory, and nobody can hear them so fast.
constexpr double kTellSeconds = 1;

/// A class sees no finger on a screen that is projected: a ring stands where it presses, and fades when it is lifted.
void show_finger(Context& ui, ImVec2& at, double& since) {
  constexpr float kRing = 22, kSeconds = 0.4f;
  if (!ui.state.shown.projector) return;
  const ImGuiIO& io = ImGui::GetIO();
  if (io.MouseSource != ImGuiMouseSource_Mouse && io.MouseDown[0] && ImGui::IsMousePosValid())
    at = io.MousePos, since = ui.time;
  const auto age = static_cast<float>(ui.time - since);
  if (age >= kSeconds || (ui.still && age > 0)) return;
  const float share = 1 - age / kSeconds;
  ImDrawList& list = *ImGui::GetForegroundDrawList();
  list.AddCircleFilled(at, kRing, faded(ui.theme.accent, 0.25f * share));
  list.AddCircle(at, kRing, faded(ui.theme.accent, share), 0, 3);
  ui.animate();
}

}  // namespace

void Studio::Impl::speak(std::string_view tag, std::string_view file, std::span<const std::uint8_t> font) {
  if (tag == Language::pseudo().tag()) {
    ui.language = &Language::pseudo();
  } else if (auto read = Language::read(tag, file)) {
    spoken = std::move(*read);
    texts = file;
    letters.assign(font.begin(), font.end());
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
  const Link start = {state.preset, state.experiment};
  auto link = from_link(query, start);
  state.welcome = saved.empty();
  restore_state(state, saved);
  state.welcome = state.welcome && host.open_lesson;
  state.address_rest = rest_of_query(query);
  state.shown = shown_of(query);
  if (state.shown.dark) state.dark = state.shown.dark;
  if (!link) {
    notify(state, ui.time, NoticeTopic::link, NoticeKind::error, link.error().message);
  } else if (says_settings(query) && *link != Link{state.preset, state.experiment} &&
             (!says_settings(state.address) || *link != from_link(state.address, start))) {
    // A link that says what the saved state says, or what the address said when that was saved, is the address that
    // this page wrote: it asks for nothing, though the run that was kept may have gone on since.
    asked = link->experiment;
    state.preset = link->preset;
    state.experiment = link->experiment;
    state.start_model = false;
  }
  if (!state.shown.origins.empty() && state.shown.embedded.empty())
    notify(state, ui.time, NoticeTopic::link, NoticeKind::info,
           say("{0} can steer this and read what is in it.", state.shown.origins));
  fresh = saved.empty() && to_link({state.preset, state.experiment}, usual_preset).empty();
  ui.engine.send(command::FollowCodes{});
  state.configuring = ui.ask(command::Configure{.experiment = state.experiment});
  state.address = joined(to_link({state.preset, state.experiment}, usual_preset), state.address_rest);
  ui.fonts = build_fonts(wanted_scale, {letters, texts}, &others);
}

void Studio::Impl::take_events() {
  for (Event& event : ui.engine.poll()) {
    apply(state, std::move(event), ui.time);
    // What a script is told is the state of the moment that it waited for, whatever else has come since.
    scripts.answer(ui);
    changed = true;
  }
  for (Sentence& sentence : ui.graphics.take_refusals()) {
    notify(state, ui.time, NoticeTopic::engine, NoticeKind::error, std::move(sentence));
    changed = true;
  }
  if (!state.brought_model.empty()) bring_model(ui, std::exchange(state.brought_model, {}));
  follow_opened(ui);
  follow_awaited_images(ui);
  if (state.saving_model != 0) {
    std::optional<std::expected<Bytes, Error>> file = file_of_run(ui, state.saving_as, state.saving_model);
    if (auto failed = ui.take<event::Failed>(state.saving_model)) file = fail(std::move(failed->message));
    if (file) state.saving_model = 0;
    if (file && *file) {
      settle(state, NoticeTopic::saving);
      save_model_file(ui, **file);
    } else if (file) {
      notify(state, ui.time, NoticeTopic::saving, NoticeKind::error, file->error().message);
    }
  }
  follow_saved_data(ui);
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
  keep_now();
}

void Studio::Impl::keep_now() {
  std::string address = joined(to_link({state.preset, state.experiment}, usual_preset), state.address_rest);
  if (address != state.address && host.set_link) host.set_link(address);
  state.address = std::move(address);
  kept_at = ui.time;
  keep_state();
}

void Studio::Impl::keep_state() {
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
  ui.tiny = width < kTinyWidth && height < kTinyHeight;
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
  ui.theme = state.forced_colors   ? make_theme(*state.forced_colors, ui.touch)
             : state.more_contrast ? make_theme(strong_colors(state.is_dark()), ui.touch)
                                   : make_theme(state.is_dark(), ui.touch);
  ui.wake = -1;
  wanted_scale = scale;
  apply_style(ui.theme);
  mirror.begin_frame();
  others.begin_frame();
  ui.memory.tip_text.clear();
  ui.memory.hovered_before = std::exchange(ui.memory.hovered, {});
}

Mirror::Figures Studio::Impl::figures_wanted() {
  const bool nobody_asks = state.training() && ui.time > state.acted + kTellSeconds;
  if (nobody_asks && ui.time < figures_told + kTellSeconds) return Mirror::Figures::as_told;
  figures_told = ui.time;
  return Mirror::Figures::of_this_frame;
}

void Studio::Impl::end_frame() {
  schedule_capture(ui);
  show_finger(ui, finger_at, finger_since);
  draw_tip(ui);
  const std::string changes = mirror.end_frame(figures_wanted());
  if (!changes.empty() && host.mirror) host.mirror(changes);
  if (mirror.holds_back()) ui.wake_at(figures_told + kTellSeconds);
  if (const std::string wanted = others.take_wanted(); !wanted.empty()) host.draw_letters(wanted);
  if (others.unbuilt()) changed = true;
  const std::string theme = state.dark ? (*state.dark ? "dark" : "light") : "";
  if (theme != theme_told && host.theme) host.theme(theme);
  theme_told = theme;
  ui.pointer.clear();
  ui.pinch.reset();
  if (!ImGui::GetIO().MouseDown[0]) ui.memory.drag_taken = false;
  if (settling > 0) --settling;
}

Studio::Studio(EngineClient& engine, Graphics& graphics, Host host, std::string_view saved, std::string_view query,
               std::string_view texts, std::span<const std::uint8_t> letters)
    : impl_(std::make_unique<Impl>(engine, graphics, std::move(host))) {
  impl_->speak(language_of(query), texts, letters);
  impl_->open(saved, query);
}

Studio::~Studio() { impl_->scripts.give_up(impl_->ui); }

bool Studio::update() {
  Impl& s = *impl_;
  s.take_events();
  s.begin_data();
  // Fonts are made between frames only: Dear ImGui locks the atlas within one.
  const bool other_scale = s.wanted_scale != s.ui.fonts.scale && s.wanted_scale >= 0.5f && s.wanted_scale <= 4;
  if (other_scale || s.others.unbuilt()) {
    s.ui.fonts = build_fonts(other_scale ? s.wanted_scale : s.ui.fonts.scale, {s.letters, s.texts}, &s.others);
    s.changed = true;
  }
  const bool due = s.ui.wake >= 0 && s.now() >= s.ui.wake;
  return s.changed || s.settling > 0 || s.mirror.pending() || due;
}

bool Studio::settling() const { return impl_->settling > 0; }

double Studio::next_frame() const {
  const Impl& s = *impl_;
  if (s.changed || s.settling > 0 || s.mirror.pending()) return 0;
  return s.ui.wake < 0 ? -1 : std::max(0.0, s.ui.wake - s.now());
}

bool Studio::busy() const { return impl_->state.training() || maps_under_way(impl_->state); }

bool Studio::can_train() const { return why_no_training(impl_->state).empty(); }

void Studio::draw(float width, float height, float scale) {
  Impl& s = *impl_;
  Context& ui = s.ui;
  s.changed = false;
  if (s.mirror.pending()) s.settling = kSettlingFrames + 1;
  s.begin_frame(width, height, scale);
  leave_compare(s.state);
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize({width, height});
  ImGui::Begin("##studio", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoNav |
                   ImGuiWindowFlags_NoScrollWithMouse);
  s.mirror.mute(s.state.sheet != Sheet::none);
  watch_run(ui);
  draw_layout(ui);
  ImGui::End();
  s.mirror.mute(false);
  draw_welcome(ui);
  draw_sheets(ui);
  draw_notices(ui);
  s.end_frame();
  const std::string tag = std::exchange(s.state.language_chosen, {});
  if (tag.empty()) return s.keep();
  // The page that opens in another language begins where this one ends.
  s.keep_now();
  s.host.choose_language(tag);
}

void Studio::set_touch(bool touch) {
  impl_->touch = touch;
  impl_->changed = true;
}

void Studio::leave() { impl_->keep_state(); }

void Studio::set_still(bool still) { impl_->ui.still = still; }

void Studio::set_address(std::string_view address) { impl_->state.page_address = address; }

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
