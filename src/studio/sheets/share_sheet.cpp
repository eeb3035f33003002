// The sheet that makes a link: what the page begins with, what is fixed, what is shown; the link itself, as a QR code,
// and in a frame for a course page. A second sheet shows the code as large as the window, for the last row.
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string>
#include <vector>

#include "studio/sheets/sheets.h"
#include "studio/state/actions.h"
#include "studio/state/run_title.h"
#include "studio/state/share.h"
#include "studio/ui/widget_core.h"
#include "training/presets.h"

namespace hourglass {
namespace {

/// The light border that a reader of codes needs, in modules.
constexpr int kQuiet = 4;
constexpr float kSmallCode = 208;
constexpr float kCaption = 22;

/// The rest of the sheet below what was drawn.
struct Column {
  float x, y, w;
  Rect line(float height, float gap = kGap2) {
    const Rect rect{x, y, w, height};
    y += height + gap;
    return rect;
  }
  Rect rest() const { return {x, y, w, 24}; }
};

void draw_heading(Context& ui, Column& at, std::string_view id, Key name) {
  at.y += kGap2;
  heading(ui, id, at.line(24, kGap1), name);
}

void draw_words(Context& ui, Column& at, std::string_view id, const Words& words) {
  at.y += paragraph(ui, id, at.rest(), words, ui.fonts.small, ui.theme.muted) + kGap2;
}

/// Toggles side by side, as many as have room.
template <class Draw>
void draw_grid(Column& at, int n, float least, float height, Draw draw) {
  const int columns = std::max(1, std::min(n, static_cast<int>(at.w / least)));
  for (int first = 0; first < n; first += columns) {
    const Rect line = at.line(height, kGap1);
    for (int i = first; i < std::min(n, first + columns); ++i) draw(i, column(line, i - first, columns, kGap4));
  }
  at.y += kGap1;
}

void choose_start_preset(Context& ui, const Rect& area) {
  ShareState& share = ui.state.share;
  std::vector<Sentence> titles;
  std::vector<std::string_view> keys;
  int chosen = 0;
  for (const Preset& preset : presets()) {
    if (preset.key == share.preset) chosen = static_cast<int>(keys.size());
    titles.push_back(from_assets(preset.title)), keys.push_back(preset.key);
  }
  if (combo(ui, "share/preset", "Preset", titles, chosen, area, {}, keys))
    share.preset = keys[static_cast<std::size_t>(chosen)];
}

void choose_start_lesson(Context& ui, const Rect& area) {
  ShareState& share = ui.state.share;
  std::vector<Sentence> titles;
  std::vector<std::string_view> keys;
  int chosen = 0;
  for (const OfferedLesson& lesson : share.lessons) {
    if (lesson.key == share.lesson) chosen = static_cast<int>(keys.size());
    titles.push_back(verbatim(lesson.title)), keys.push_back(lesson.key);
  }
  if (combo(ui, "share/lesson", "Lesson", titles, chosen, area, {}, keys))
    share.lesson = keys[static_cast<std::size_t>(chosen)];
}

void draw_start(Context& ui, Column& at) {
  State& state = ui.state;
  ShareState& share = state.share;
  static constexpr std::array<Key, 3> kStarts = {"These settings", "A preset", "A lesson"};
  const std::size_t starts = share.lessons.empty() ? 2 : 3;
  draw_heading(ui, at, "share/begins", "What it opens with");
  int start = static_cast<int>(share.start);
  if (segmented(ui, "share/start", "What it opens with", std::span(kStarts).first(starts), start,
                at.line(ui.theme.control), {}, std::span(kShareStartKeys).first(starts)))
    share.start = static_cast<ShareStart>(start);
  if (share.start == ShareStart::preset) choose_start_preset(ui, at.line(ui.theme.control));
  if (share.start == ShareStart::lesson) choose_start_lesson(ui, at.line(ui.theme.control));

  const Sentence by_lesson = share.start == ShareStart::lesson ? say("A lesson sets these up itself.") : Sentence();
  struct Fixed {
    std::string_view id;
    Sentence name;
    bool* value;
    Sentence disabled;
  };
  const std::array<Fixed, 4> fixed = {
      {{"share/data", say("Data set: {0}", state.dataset.loaded() ? dataset_title(state) : say("none yet")),
        &share.data, by_lesson},
       {"share/seed", say("Seed: {0}", in_number(state.experiment.seed)), &share.seed, by_lesson},
       {"share/language", say("Language of this page"), &share.language, {}},
       {"share/theme", ui.theme.dark ? say("Dark theme") : say("Light theme"), &share.theme, {}}}};
  draw_words(ui, at, "share/fixes", "What else is the same for everybody:");
  draw_grid(at, 4, 260, ui.theme.control, [&](int i, const Rect& place) {
    const Fixed& one = fixed[static_cast<std::size_t>(i)];
    (void)toggle(ui, one.id, one.name, *one.value, place, {.disabled = one.disabled});
  });
  const bool own = state.dataset.loaded() && !state.offered(state.dataset.name);
  if (own && share.data && share.start != ShareStart::lesson)
    draw_words(
        ui, at, "share/own-images",
        "These images are your own, and no link can hold them: give the file to your class beside it, or put it on "
        "the site.");
}

void draw_parts(Context& ui, Column& at) {
  ShareState& share = ui.state.share;
  static constexpr std::array<Key, 2> kForms = {"The whole page", "Single panels"};
  draw_heading(ui, at, "share/shows", "What it shows");
  int form = static_cast<int>(share.form);
  if (segmented(ui, "share/form", "What it shows", kForms, form, at.line(ui.theme.control), {}, kShareFormKeys))
    share.form = static_cast<ShareForm>(form);
  const bool page = share.form == ShareForm::page;
  const PageParts shown = page ? ~share.hidden : share.panels;
  draw_grid(at, static_cast<int>(page ? kParts : kPanels), 200, ui.theme.control, [&](int i, const Rect& place) {
    const PagePartName& part = part_names()[static_cast<std::size_t>(i)];
    bool on = shown[static_cast<std::size_t>(i)];
    const bool last = page ? is_last_panel(share, static_cast<PagePart>(i)) : on && share.panels.count() == 1;
    if (!toggle(ui, "share/part/" + std::string(part.key), part.name, on, place,
                {.disabled = last ? say("One panel at least is shown.") : Sentence()}))
      return;
    if (page)
      share_part(share, static_cast<PagePart>(i), on);
    else
      share_panel(share, static_cast<PagePart>(i), on);
    ui.animate();
  });
  draw_words(
      ui, at, "share/shows/words",
      page ? say("What is hidden is one press away: Show all, in the bar, brings it back.")
           : say("Panels stand alone, without the bar, in an article or on a slide; their size follows the frame."));
  (void)toggle(ui, "share/read-only", "Settings stay as they are", share.read_only, at.line(ui.theme.control),
               {.help = "Painting, looking and training go on; the recipe is only read"});
  if (page) return;
  Rect line = at.line(ui.theme.control);
  constexpr Key kOrigin = "Site whose scripts may steer the panels";
  const float width = std::min(std::max(180.0f, line.w * 0.45f), line.w);
  const Rect place = cut_right(line, width, kGap2);
  draw_text(ui, line, kOrigin, ui.fonts.body, ui.theme.text);
  Refusals& refusals = ui.state.refusals;
  // Copied: an entry below changes what stands refused.
  const Refusals before = refusals;
  const Note note = before.noted("share/origin", {.help = "Empty: none. docs/embedding.md tells how"});
  if (const auto typed = field(ui, "share/origin", kOrigin, share.origin, place, note)) {
    const std::string origin = origin_of(*typed);
    if (origin.empty() && !typed->empty()) {
      refusals.refuse("share/origin", *typed, say("An address begins with {0}.", verbatim("https://")));
    } else {
      refusals.forget("share/origin");
      share.origin = origin;
    }
    ui.animate();
  }
  if (const Refusal* refusal = refusals.find("share/origin"))
    at.y += draw_paragraph(ui, at.rest(), refusal->reason, ui.fonts.small, ui.theme.bad) + kGap2;
}

/// Dark on light in every theme: readers of codes take it for granted.
void draw_code(Context& ui, std::string_view id, const Rect& area) {
  const QrCode& code = ui.state.share.code;
  const float side = std::min(area.w, area.h);
  const Rect square = centered(area, side, side);
  const int modules = code.side + 2 * kQuiet;
  // Whole device pixels: a module that is half a pixel wider than its neighbour is read as noise.
  const float module = std::max(1.0f, std::floor(side * ui.scale / static_cast<float>(modules))) / ui.scale;
  const float whole = module * static_cast<float>(modules);
  const Rect paper = centered(square, whole, whole);
  const float left = std::round(paper.x * ui.scale) / ui.scale, top = std::round(paper.y * ui.scale) / ui.scale;
  fill(ui, {left, top, whole, whole}, rgb(0xffffff));
  const auto at = [&](int i) { return static_cast<float>(i + kQuiet) * module; };
  for (int row = 0; row < code.side; ++row)
    for (int from = 0; from < code.side;) {
      const std::uint8_t* line =
          code.modules.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(code.side);
      int to = from;
      while (to < code.side && line[to] == line[from]) ++to;
      if (line[from] != 0)
        fill(ui, {left + at(from), top + at(row), static_cast<float>(to - from) * module, module}, rgb(0x000000));
      from = to;
    }
  MirrorItem item = mirror_item(ui, id, Role::image, "QR code of the link", {left, top, whole, whole});
  item.value = Said::as_is(code.text);
  ui.mirror.add(std::move(item));
}

/// The code beside the link where there is room, else above it.
void draw_link(Context& ui, Column& at) {
  const Theme& t = ui.theme;
  const ShareState& share = ui.state.share;
  draw_heading(ui, at, "share/link-title", "The link");
  const bool brought = bring_code(ui);
  const bool drawn = brought && share.code.side > 0;
  Column words = at;
  float below = at.y;
  if (drawn) {
    const bool beside = at.w >= 520;
    const Rect place{beside ? at.x + at.w - kSmallCode : at.x + (at.w - kSmallCode) / 2, at.y, kSmallCode, kSmallCode};
    draw_code(ui, "share/code", place);
    below = place.bottom() + kGap2;
    if (beside)
      words.w -= kSmallCode + kGap4;
    else
      words.y = below;
  }
  const std::string link = shared_link(ui.state, ui.language->tag());
  const Words text = link.empty() ? Words("The page as anybody opens it.") : Words::as_is(link);
  words.y += paragraph(ui, "share/link", words.rest(), text, ui.fonts.small, t.text) + kGap3;
  constexpr Key kCopy = "Copy the link", kLarge = "Fill the screen with the code";
  const Rect copy = words.line(t.control);
  if (button(ui, "share/copy", kCopy, {copy.x, copy.y, std::min(copy.w, button_width(ui, kCopy, Icon::link)), copy.h},
             Look::primary, Icon::link))
    copy_shared_link(ui);
  if (drawn) {
    const Rect large = words.line(t.control);
    if (button(ui, "share/large", kLarge, {large.x, large.y, std::min(large.w, button_width(ui, kLarge)), large.h},
               Look::normal, Icon::none, {.help = "To be read from the last row"}))
      open_sheet(ui.state, Sheet::code);
  } else if (brought) {
    draw_words(ui, words, "share/no-code", "The link is too long for a QR code.");
  }
  at.y = std::max(words.y, below);
}

void draw_frame_text(Context& ui, Column& at) {
  if (!ui.host.copy_text || ui.state.page_address.empty()) return;
  const Theme& t = ui.theme;
  draw_heading(ui, at, "share/frame-title", "For a course page");
  const std::string frame = shared_frame(ui.state, ui.language->tag());
  const float inner = at.w - 2 * kGap3;
  const float height = draw_paragraph(ui, {0, 0, inner, 0}, Words::as_is(frame), ui.fonts.small, t.text, true);
  const Rect box = at.line(height + 2 * kGap2);
  fill(ui, box, t.sunken, kRadius);
  outline(ui, box, t.border, kRadius);
  paragraph(ui, "share/frame", {box.x + kGap3, box.y + kGap2, inner, 0}, Words::as_is(frame), ui.fonts.small, t.text);
  constexpr Key kCopyFrame = "Copy the frame";
  const Rect line = at.line(t.control);
  if (button(ui, "share/copy-frame", kCopyFrame,
             {line.x, line.y, std::min(line.w, button_width(ui, kCopyFrame)), line.h}))
    copy_shared_frame(ui);
}

}  // namespace

float draw_share(Context& ui, const Rect& content) {
  Column at{content.x, content.y, content.w};
  draw_words(ui, at, "share/words",
             "Whoever opens the link finds the page as it is said here. The link holds all of it: nothing is sent "
             "anywhere, and nobody needs an account.");
  draw_start(ui, at);
  draw_parts(ui, at);
  draw_link(ui, at);
  draw_frame_text(ui, at);
  return at.y - content.y;
}

float draw_code_sheet(Context& ui, const Rect& content) {
  const ShareState& share = ui.state.share;
  const bool drawn = bring_code(ui) && share.code.side > 0;
  // What sheets.cpp takes of the window for the sheet's head and its borders.
  const float side = std::max(80.0f, std::min(content.w, ui.window.h - 2 * kGap5 - 60 - kGap4 - kCaption - kGap2));
  if (drawn) draw_code(ui, "code/picture", {content.x, content.y, content.w, side});
  label(ui, "code/link", {content.x, content.y + side + kGap2, content.w, kCaption},
        Words::as_is(shared_link(ui.state, ui.language->tag())), ui.fonts.small, ui.theme.muted, Align::center);
  return side + kGap2 + kCaption;
}

}  // namespace hourglass
