// The bar: what is trained on what, the run's controls, how far it is, and its state.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "studio/bar.h"
#include "studio/state/actions.h"
#include "studio/state/run_control.h"
#include "studio/state/run_title.h"
#include "studio/state/share.h"
#include "studio/ui/format.h"
#include "studio/ui/widgets.h"
#include "training/presets.h"

namespace hourglass {
namespace {

/// Of the button that trains: as wide as the longest of its names, so that what follows stays where it is.
constexpr float kTrainWidth = 168;
/// Widths of the window: from one on there is room for the way to a link beside a recipe that has it, too; up to
/// another none for the state's word; and on a phone, upright and on its side, from others on for the theme beside that
/// way.
constexpr float kRoomForShare = 1180, kNoRoomForState = 350, kRoomForTheme = 430, kRoomForThemeInARow = 700;
constexpr std::string_view kProduct = "Hourglass";

struct BadgeText {
  Key text;
  ImU32 color;
};

BadgeText badge_of(const State& state, const Theme& t) {
  if (state.engine.lost) return {"Stopped", t.bad};
  if (state.run_state() == event::RunState::diverged || (state.diverged && !state.pressed)) return {"Diverged", t.bad};
  if (state.training()) return {"Training", t.accent};
  if (state.loading.active() || !state.engine.ready) return {"Loading", t.warning};
  switch (state.run_state()) {
    case event::RunState::empty: return {"No images", t.muted};
    case event::RunState::paused: return {"Paused", t.warning};
    case event::RunState::finished: return {"Finished", t.good};
    default: return {"Ready", t.good};
  }
}

/// The mark: two triangles that meet at their tips, an hourglass.
void draw_mark(Context& ui, const Rect& area) {
  const Rect box = centered(area, 20, 24);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 middle = box.center();
  list.AddTriangleFilled(box.min(), {box.right(), box.y}, {middle.x, middle.y + 1.5f}, ui.theme.accent);
  list.AddTriangleFilled({middle.x, middle.y - 1.5f}, {box.right(), box.bottom()}, {box.x, box.bottom()},
                         mixed(ui.theme.card, ui.theme.accent, 0.5f));
}

Sentence images_title(const State& state) {
  if (state.loading.active()) return state.loading.title;
  if (!state.dataset.loaded()) return "Choose images";
  return dataset_title(state);
}

Sentence preset_title(const State& state) {
  const Preset* preset = find_preset(state.preset);
  if (!preset) return "Own settings";
  const Sentence title = from_assets(preset->title);
  return preset->experiment == state.experiment ? title : say("{0}, changed", title);
}

/// How far it is: the load that is on its way, or the run.
struct Progressing {
  Sentence words;
  Sentence short_words = {};  ///< where there is little room; empty: the same
  double share = 0;
  bool loading = false, bad = false;
  ImU32 color(const Theme& t) const { return loading ? t.warning : bad ? t.bad : t.accent; }
};

Progressing progressing(const State& state) {
  if (state.loading.active()) {
    const Loading& loading = state.loading;
    const bool sizes = loading.fetching && loading.total > 0;
    const Argument done = in_bytes(static_cast<std::uint64_t>(loading.done)),
                   total = in_bytes(static_cast<std::uint64_t>(loading.total));
    const Sentence far = sizes ? say("{0} {1} of {2}", loading.doing, done, total) : loading.doing;
    Progressing now{.words = far, .share = loading.fraction(), .loading = true};
    if (!state.trains_when_loaded) return now;
    now.words = say("{0}, then it trains", far);
    now.short_words = sizes ? say("{0} of {1}, then it trains", done, total) : now.words;
    return now;
  }
  const event::Progress& p = state.progress;
  const int epochs = std::max(1, p.epochs > 0 ? p.epochs : state.experiment.training.epochs);
  const double epoch = state.shown_epoch();
  return {.words = say("Epoch {0} of {1}", in_epochs(epoch), epochs),
          .share = epoch / epochs,
          .bad = state.diverged.has_value()};
}

/// Time left and speed while training; the speed only where both fit into `room`.
Sentence pace(Context& ui, float room) {
  const event::Progress& p = ui.state.progress;
  const Sentence left = p.seconds_left > 0 ? say("{0} left", duration(p.seconds_left)) : Sentence();
  if (p.images_per_second <= 0) return left;
  const Sentence speed = say("{0} images/s", std::llround(p.images_per_second / 100) * 100);
  if (left.empty()) return speed;
  const Sentence both = say("{0} \u00b7 {1}", left, speed);
  return text_width(ui, ui.fonts.small, both) <= room ? both : left;
}

void draw_progress(Context& ui, const Rect& area) {
  const State& state = ui.state;
  const Theme& t = ui.theme;
  Rect lines = centered(area, area.w, 30);
  Rect text = cut_top(lines, 18, 6);
  const Progressing now = progressing(state);
  progress_bar(ui, "bar/progress", now.words, now.share, {lines.x, lines.y, lines.w, 4}, now.color(t));
  const bool fits = now.short_words.empty() || text_width(ui, ui.fonts.small, now.words) <= text.w;
  if (now.loading) return draw_text(ui, text, fits ? now.words : now.short_words, ui.fonts.small, t.muted);
  if (state.training()) {
    const Sentence right = pace(ui, area.w - text_width(ui, ui.fonts.small, now.words) - kGap3);
    const float wanted = std::min(text.w, text_width(ui, ui.fonts.small, right) + 1);
    if (!right.empty())
      label(ui, "bar/time-left", cut_right(text, wanted, kGap2), right, ui.fonts.small, t.muted, Align::right);
  }
  label(ui, "bar/epoch", text, now.words, ui.fonts.small, t.text, Align::left, {.term = "epoch"});
}

void draw_progress_line(Context& ui, const Rect& area) {
  const Progressing now = progressing(ui.state);
  progress_bar(ui, "bar/progress", now.words, now.share, area, now.color(ui.theme));
}

/// What the button that trains is called: in full, and short where there is little room.
struct TrainWords {
  Sentence name, short_name, help;
  Icon icon = Icon::play;
};

TrainWords train_words(const State& state) {
  switch (train_deed(state)) {
    case TrainDeed::pause: return {"Pause", "Pause", "Stop after this batch (Space)", Icon::pause};
    case TrainDeed::resume: return {"Resume", "Resume", "Go on where the run was paused (Space)"};
    case TrainDeed::from_scratch:
      return {"Train from scratch", "From scratch",
              "Begin with untrained weights, to see how this map comes about (Space)"};
    case TrainDeed::more: {
      const int more = more_epochs(state);
      return {say("Train {0} more", more), say("{0} more", more),
              plural(more, "Go on for {0} epoch, at the learning rate at which the run ended (Space)",
                     "Go on for {0} epochs, at the learning rate at which the run ended (Space)")};
    }
    case TrainDeed::start_engine:
      return {"Start the engine", "Start engine", "Ask for the part that trains once more (Space)"};
    case TrainDeed::wait_no_more:
      return {"Don't start", "Don't start",
              "Training begins as soon as the images are here; a press takes that back (Space)", Icon::pause};
    case TrainDeed::train: break;
  }
  return {"Train", "Train", "Train the network (Space)"};
}

/// The button that trains, or pauses; its name says what pressing it does.
void draw_train_button(Context& ui, const Rect& area) {
  const TrainWords words = train_words(ui.state);
  const bool pauses = train_deed(ui.state) == TrainDeed::pause;
  const auto fits = [&](const Sentence& name, Icon icon) { return button_width(ui, name, icon) - 2 * kGap1 <= area.w; };
  const Sentence& name = fits(words.name, Icon::none) ? words.name : words.short_name;
  const Icon icon = fits(name, words.icon) ? words.icon : Icon::none;
  const bool starts = train_deed(ui.state) == TrainDeed::start_engine && ui.host.start_engine;
  const bool can = pauses || starts || images_to_come(ui.state);
  const Sentence cannot = can ? Sentence() : why_no_training(ui.state);
  if (button(ui, "bar/train", name, area, Look::primary, icon,
             {.help = words.help, .disabled = cannot, .read_as = words.name}))
    train_or_pause(ui);
  show_run_button(ui.state, pauses);
}

void draw_run_buttons(Context& ui, Rect& rest, float h, float train_width) {
  State& state = ui.state;
  if (!state.shown.shows(PagePart::train)) return;
  const Sentence cannot = why_no_training(state), no_run = why_no_run(state);
  const Sentence fixed = why_fixed(state);
  const bool training = state.training();
  const auto place = [&](float width) { return centered(cut_left(rest, width, kGap1), width, h); };
  draw_train_button(ui, centered(cut_left(rest, train_width, kGap2), train_width, h));
  const Sentence no_step = training ? say("Pause to go step by step.") : cannot;
  if (icon_button(ui, "bar/step", "Step", Icon::step, place(h),
                  {.help = "Train on one batch (S)", .disabled = no_step, .term = "batch"}))
    step_batch(ui);
  if (icon_button(ui, "bar/epoch-step", "Step an epoch", Icon::step_epoch, place(h),
                  {.help = "Train until every image was seen once (Shift+S)", .disabled = no_step, .term = "epoch"}))
    step_epoch(ui);
  const bool shows_start = shows_start_model(state);
  const Note back{.help = "Back to untrained weights, with the same seed (R)", .disabled = no_run};
  if (icon_button(ui, "bar/reset", shows_start ? say("Start untrained") : say("Reset"), Icon::reset, place(h), back))
    reset_run(ui);
  const Sentence seed = say("Other random weights; the seed now is {0}", in_number(state.experiment.seed));
  if (icon_button(ui, "bar/new-seed", "New seed", Icon::dice, place(h),
                  {.help = seed, .disabled = fixed.empty() ? no_run : fixed, .term = "seed"}))
    new_seed(ui);
}

/// Opens the page's lessons; with its name where there is room for it.
void draw_lessons(Context& ui, Rect& rest, float h) {
  if (!ui.host.open_lesson || !ui.state.shown.shows(PagePart::lessons)) return;
  const Note note{.help = "A text beside the studio, with your hand on the controls"};
  bool pressed;
  if (ui.narrow || ui.window.w < 1340) {
    pressed = icon_button(ui, "bar/lessons", "Lessons", Icon::book, centered(cut_right(rest, h, kGap1), h, h), note);
  } else {
    const float width = button_width(ui, "Lessons", Icon::book);
    const Rect place = centered(cut_right(rest, width, kGap1), width, h);
    pressed = button(ui, "bar/lessons", "Lessons", place, Look::quiet, Icon::book, note);
  }
  if (pressed) ui.host.open_lesson("");
}

/// Where the link leaves something out: all of the page, and back.
void draw_show_all(Context& ui, Rect& rest, float h) {
  const Shown& shown = ui.state.shown;
  if (!shown.restricts()) return;
  constexpr Key kAll = "Show all", kAsShared = "As the link has it";
  const Key name = shown.all ? kAsShared : kAll;
  const Note note{.help = "The link to this page leaves something out"};
  bool pressed;
  if (ui.narrow) {
    pressed = icon_button(ui, "bar/show-all", name, Icon::eye, centered(cut_right(rest, h, kGap1), h, h), note);
  } else {
    const float width = std::max(button_width(ui, kAll, Icon::eye), button_width(ui, kAsShared, Icon::eye));
    const Rect place = centered(cut_right(rest, width, kGap1), width, h);
    pressed = button(ui, "bar/show-all", name, place, Look::normal, Icon::eye, note);
  }
  if (pressed) show_all(ui, !shown.all);
}

/// A phone's recipe is a tab of its own, where nobody looks for a way to send this: the bar has it, before the theme,
/// which help has, too.
bool has_share(const Context& ui) { return ui.narrow || ui.window.w >= kRoomForShare; }
bool has_theme(const Context& ui) {
  return !ui.narrow || ui.window.w >= (ui.low ? kRoomForThemeInARow : kRoomForTheme);
}

void draw_corner(Context& ui, Rect& rest, float h) {
  State& state = ui.state;
  const auto place = [&] { return centered(cut_right(rest, h, kGap1), h, h); };
  draw_show_all(ui, rest, h);
  if (!ui.narrow && icon_button(ui, "bar/about", "About", Icon::info, place())) open_sheet(state, Sheet::about);
  if (has_share(ui) && icon_button(ui, "bar/share", "Share", Icon::link, place(),
                                   {.help = "A link to this page as it is, for a class or a friend"}))
    open_share(ui);
  draw_lessons(ui, rest, h);
  if (icon_button(ui, "bar/help", "Help", Icon::help, place(), {.help = "Keys and gestures (H)"}))
    open_sheet(state, Sheet::help);
  if (!has_theme(ui)) return;
  const bool dark = ui.theme.dark;
  if (icon_button(ui, "bar/theme", dark ? say("Light theme") : say("Dark theme"), dark ? Icon::sun : Icon::moon,
                  place()))
    set_dark_theme(ui, !dark);
}

void draw_choices(Context& ui, const Rect& dataset, const Rect& preset) {
  if (!ui.state.shown.shows(PagePart::data)) return;
  const Sentence stays = why_settings_stay(ui.state);
  if (choice_button(ui, "bar/dataset", "Data set", images_title(ui.state), dataset,
                    {.help = "Choose the images", .disabled = stays}))
    open_sheet(ui.state, Sheet::dataset);
  if (choice_button(ui, "bar/preset", "Preset", preset_title(ui.state), preset,
                    {.help = "Choose a recipe", .disabled = stays, .term = "preset"}))
    open_sheet(ui.state, Sheet::presets);
}

/// On a short phone the run's progress is a line under the controls, and the map gets the height.
bool is_short(const Context& ui) { return ui.window.h < 700; }

/// Two rows of controls, and a third with the run's progress.
void draw_narrow_bar(Context& ui, const Rect& area, const BadgeText& state, float badge_width) {
  const float h = ui.theme.control;
  Rect rest = area.inset(area.w < 380 ? kGap2 : kGap3, kGap2);
  if (area.w < kNoRoomForState) badge_width = 24;
  Rect first = cut_top(rest, h, kGap2), second = cut_top(rest, h, kGap1);
  draw_mark(ui, cut_left(first, 24, kGap2));
  draw_corner(ui, first, h);
  cut_right(first, kGap1);
  draw_choices(ui, column(first, 0, 2, kGap2), column(first, 1, 2, kGap2));
  const Rect pill = cut_right(second, badge_width, kGap1);
  draw_run_buttons(ui, second, h, std::clamp(second.w - 4 * (h + kGap1) - kGap2, 64.0f, kTrainWidth));
  badge(ui, "bar/state", "State", state.text, state.color, pill);
  if (is_short(ui))
    draw_progress_line(ui, {area.x, area.bottom() - 4, area.w, 4});
  else
    draw_progress(ui, rest);
}

/// Everything in one row, the progress as a line under it.
void draw_low_bar(Context& ui, const Rect& area, const BadgeText& state, float badge_width) {
  const float h = ui.theme.control;
  Rect rest = area.inset(kGap3, 0);
  const Rect line = cut_bottom(rest, 4);
  draw_mark(ui, cut_left(rest, 24, kGap2));
  draw_corner(ui, rest, h);
  badge(ui, "bar/state", "State", state.text, state.color, cut_right(rest, badge_width, kGap2));
  const float train = 84, buttons = train + kGap2 + 4 * (h + kGap1) + kGap2;
  // Without room for them the choices stand in the recipe alone.
  if (const float room = std::min(360.0f, rest.w - buttons - kGap3); room >= 140) {
    const Rect choices = centered(cut_left(rest, room, kGap3), room, h);
    draw_choices(ui, column(choices, 0, 2, kGap2), column(choices, 1, 2, kGap2));
  }
  draw_run_buttons(ui, rest, h, train);
  draw_progress_line(ui, {area.x, line.y, area.w, line.h});
}

bool one_row(const Context& ui) { return ui.low && ui.window.w >= 310 + 5 * ui.theme.control; }

}  // namespace

float bar_height(const Context& ui) {
  if (!ui.state.shown.embedded.empty() && !ui.state.shown.all) return 0;
  if (ui.state.shown.projector) return ui.theme.control + 2 * kGap2;
  if (one_row(ui)) return ui.theme.control + 12;
  if (ui.narrow) return 2 * ui.theme.control + 3 * kGap2 + (is_short(ui) ? 4 : 34);
  return 56;
}

void draw_projector_bar(Context& ui, const Rect& area) {
  const Theme& t = ui.theme;
  const float h = t.control;
  fill(ui, area, t.card);
  fill(ui, {area.x, area.bottom() - 1, area.w, 1}, t.border);
  Rect rest = area.inset(kGap3, 0);
  if (icon_button(ui, "projector/leave", "Leave projector mode", Icon::close, centered(cut_right(rest, h, kGap3), h, h),
                  {.help = "Key P"}))
    set_projector(ui, false);
  draw_mark(ui, cut_left(rest, 24, kGap2));
  if (ui.state.shown.shows(PagePart::train)) {
    const float train = std::min(kTrainWidth, rest.w / 2);
    draw_train_button(ui, centered(cut_left(rest, train, kGap3), train, h));
  }
  draw_progress(ui, {rest.x, rest.y, std::min(rest.w, 380.0f), rest.h});
}

float embed_foot_height(const Context& ui) {
  constexpr float kLowest = 240;  // a frame that has no room for it
  return ui.window.h < kLowest ? 0 : ui.touch ? kTouch : 30.0f;
}

void draw_embed_foot(Context& ui, const Rect& area) {
  const Theme& t = ui.theme;
  Rect rest = area.inset(kGap2, 0);
  draw_mark(ui, cut_left(rest, 20, kGap2));
  if (ui.host.open_page) {
    constexpr Key name = "Open Hourglass";
    const float width = std::min(button_width(ui, name), rest.w);
    if (button(ui, "embed/open", name, cut_right(rest, width, kGap2), Look::quiet, Icon::none,
               {.help = "All of it, with these settings, in a tab of its own"}))
      open_whole_page(ui);
  }
  if (const std::string& origins = ui.state.shown.origins; !origins.empty())
    label(ui, "embed/origins", rest, say("{0} can steer this and read what is in it.", origins), ui.fonts.small,
          t.muted);
}

void draw_bar(Context& ui, const Rect& area) {
  const Theme& t = ui.theme;
  const float h = t.control;
  fill(ui, area, t.card);
  fill(ui, {area.x, area.bottom() - 1, area.w, 1}, t.border);
  const BadgeText state = badge_of(ui.state, t);
  const float badge_width = text_width(ui, ui.fonts.small_strong, state.text) + 30;

  if (one_row(ui)) return draw_low_bar(ui, area, state, badge_width);
  if (ui.narrow) return draw_narrow_bar(ui, area, state, badge_width);
  Rect rest = area.inset(kGap4, 0);
  draw_mark(ui, cut_left(rest, 22, kGap2));
  if (area.w > 1180) {
    const float name = std::ceil(text_width(ui.fonts.title, kProduct));
    heading(ui, "bar/title", cut_left(rest, name, kGap4), Words::as_is(kProduct), 1);
  } else {
    cut_left(rest, kGap1);
  }
  const float choice = std::clamp(area.w * 0.125f, 112.0f, 210.0f);
  const Rect dataset = centered(cut_left(rest, choice, kGap2), choice, h);
  const Rect preset = centered(cut_left(rest, choice * 1.15f, kGap4), choice * 1.15f, h);
  draw_choices(ui, dataset, preset);
  draw_run_buttons(ui, rest, h, area.w > 1340 ? kTrainWidth : area.w > 1180 ? 140.0f : 104.0f);
  cut_left(rest, kGap2);
  draw_corner(ui, rest, h);
  cut_right(rest, kGap2);
  badge(ui, "bar/state", "State", state.text, state.color, cut_right(rest, badge_width, kGap4));
  draw_progress(ui, {rest.x + std::max(0.0f, rest.w - 380), rest.y, std::min(rest.w, 380.0f), rest.h});
}

}  // namespace hourglass
