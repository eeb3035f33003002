// The person's own images on the sheet of images: open files, how they are read, how far a load is, and what it waits
// for.
#include <algorithm>
#include <string>
#include <vector>

#include "data/options_json.h"
#include "studio/sheets/sheets.h"
#include "studio/state/actions.h"
#include "studio/state/files.h"
#include "studio/state/run_control.h"
#include "studio/ui/format.h"
#include "studio/ui/widget_core.h"
#include "text/number.h"

namespace hourglass {
namespace {

constexpr Key kWords =
    "IDX (MNIST, Fashion-MNIST, KMNIST, EMNIST), zip or tar of picture folders (notMNIST), CSV, NumPy, Parquet, or a "
    "model saved here or by PyTorch, Keras or ONNX. Choose several at once, or drop files or a whole folder anywhere "
    "on "
    "the page. They stay on this machine.";

/// Controls one after the other, on as many lines as they need.
class Flow {
 public:
  Flow(const Rect& area, float line) : area_(area), line_(line), x_(area.x), y_(area.y) {}
  Rect next(float width) {
    if (x_ > area_.x && x_ + width > area_.right()) {
      x_ = area_.x;
      y_ += line_ + kGap1;
    }
    const Rect place{x_, y_, std::min(width, area_.w), line_};
    x_ += width + kGap2;
    return place;
  }
  float height() const { return y_ + line_ - area_.y; }

 private:
  Rect area_;
  float line_, x_, y_;
};

constexpr std::string_view kMostField = "data/own/most";
constexpr double kMostImages = 2e6;

struct Choice {
  std::string_view id;
  Key name, help;
  bool DecodeOptions::*option;
};
constexpr Choice kChoices[] = {
    {"balanced", "Equal by class", "Of too many images, as many of each class as there are", &DecodeOptions::balanced},
    {"drop-duplicates", "No duplicates", "Of images that are equal in every pixel the first stays",
     &DecodeOptions::drop_duplicates},
    {"drop-blank", "No blank images", "Images whose pixels are all equal are left out", &DecodeOptions::drop_blank},
    {"invert", "Invert", "For images that are dark on light", &DecodeOptions::invert},
};

void set_most(Context& ui, std::string_view text) {
  const std::optional<double> most = text == ui.say(say("all")).text() ? 0 : parse_whole_number(text);
  if (!most || *most < 0 || *most > kMostImages) {
    ui.state.refusals.refuse(kMostField, text, "A whole number up to 2,000,000 is expected; 0 means all.");
    return;
  }
  ui.state.refusals.forget(kMostField);
  ui.state.own.wanted.images = static_cast<std::size_t>(*most);
}

/// How files are read from now on, and the button that reads those in use again.
float draw_choices(Context& ui, const Rect& area) {
  OwnImages& own = ui.state.own;
  const Theme& t = ui.theme;
  Flow flow(area, t.control);
  constexpr Key kAtMost = "At most";
  Rect most = flow.next(text_width(ui, ui.fonts.body, kAtMost) + kGap2 + 96);
  draw_text(ui, cut_left(most, most.w - 96), kAtMost, ui.fonts.body, t.text);
  const Range range{0, kMostImages, 1};
  const std::string now = own.wanted.images == 0 ? ui.say(say("all")).text() : std::to_string(own.wanted.images);
  const Note note =
      ui.state.refusals.noted(kMostField, {.help = "Of more images a random sample is kept; 0 keeps all"});
  if (const auto entered = field(ui, kMostField, "Images to keep at most", now, most, note, &range))
    set_most(ui, *entered);
  for (const Choice& choice : kChoices) {
    const Rect place = flow.next(text_width(ui, ui.fonts.small_strong, choice.name) + 22);
    chip(ui, "data/own/" + std::string(choice.id), choice.name, own.wanted.*choice.option, place, std::nullopt,
         {.help = choice.help});
  }
  if (!own.in_use.handles.empty()) {
    constexpr Key kAgain = "Read again";
    const bool same = write_decode_options(own.wanted) == write_decode_options(own.in_use.options);
    const Sentence why = ui.state.loading.active() ? say("Files are being read.")
                         : same                    ? say("Your files were read with these choices.")
                                                   : Sentence();
    if (button(ui, "data/own/again", kAgain, flow.next(button_width(ui, kAgain)), Look::normal, Icon::none,
               {.help = "Reads your files once more, with these choices", .disabled = why})) {
      if (ui.state.training()) pause(ui);
      read_again(ui);
    }
  }
  float height = flow.height();
  if (const Refusal* refusal = ui.state.refusals.find(kMostField))
    height += kGap1 +
              draw_paragraph(ui, {area.x, area.y + height + kGap1, area.w, 0}, refusal->reason, ui.fonts.small, t.bad);
  return height;
}

/// A set that is kept: what it is, and the ways to use it and to have it forgotten.
float draw_kept_set(Context& ui, const CatalogueEntry& kept, const Rect& area) {
  State& state = ui.state;
  const Theme& t = ui.theme;
  const std::string id = "data/kept/" + kept.id;
  const bool in_use = state.dataset.name == kept.id;
  Rect line{area.x, area.y, area.w, t.control};
  constexpr Key kForget = "Forget";
  const Sentence title = verbatim(kept.title);
  if (button(
          ui, id + "/forget", kForget, cut_right(line, button_width(ui, kForget), kGap1), Look::quiet, Icon::none,
          {.help = "Keeps these images no longer; your files stay as they are", .read_as = say("Forget {0}", title)}) &&
      ui.host.forget_set)
    ui.host.forget_set(kept.id);
  const Key use = in_use ? Key("In use") : Key("Use");
  if (button(ui, id + "/use", use, cut_right(line, button_width(ui, use), kGap2), Look::normal, Icon::none,
             {.disabled = in_use ? say("These images are in use.") : Sentence(), .read_as = say("Use {0}", title)})) {
    if (state.training()) pause(ui);
    choose_dataset(ui, kept.id);
  }
  const Sentence facts = plural(static_cast<std::int64_t>(kept.images), "{1} \u00b7 {0} image \u00b7 {2}, kept",
                                "{1} \u00b7 {0} images \u00b7 {2}, kept", title, in_bytes(kept.bytes));
  label(ui, id + "/facts", line, facts, ui.fonts.small, t.text);
  return t.control;
}

float draw_loading(Context& ui, const Rect& area) {
  const Theme& t = ui.theme;
  const Loading& loading = ui.state.loading;
  Rect line{area.x, area.y, area.w, t.control};
  constexpr Key kCancel = "Cancel";
  const bool cancelled = button(ui, "data/own/cancel", kCancel, cut_right(line, button_width(ui, kCancel), kGap3));
  Sentence done = loading.doing;
  const Argument read = in_bytes(static_cast<std::uint64_t>(loading.done));
  const Argument all = in_bytes(static_cast<std::uint64_t>(loading.total));
  const auto images = static_cast<std::int64_t>(loading.images);
  if (loading.total > 0 && images > 0)
    done = plural(images, "{1}, {2} of {3}, {0} image", "{1}, {2} of {3}, {0} images", loading.doing, read, all);
  else if (loading.total > 0)
    done = say("{0}, {1} of {2}", loading.doing, read, all);
  else if (images > 0)
    done = plural(images, "{1}, {0} image", "{1}, {0} images", loading.doing);
  label(ui, "data/own/doing", cut_top(line, line.h - 10), done, ui.fonts.small, t.muted);
  progress_bar(ui, "data/own/progress", say("Loading {0}", loading.title), loading.fraction(),
               centered(line, line.w, 6));
  if (cancelled) cancel_loading(ui);
  return t.control;
}

}  // namespace

float draw_own_images(Context& ui, const Rect& area) {
  const Theme& t = ui.theme;
  const State& state = ui.state;
  const float inner = area.w - 2 * kGap3;
  constexpr Key kOpen = "Open files";
  const float wide = button_width(ui, kOpen, Icon::upload);
  Rect top{area.x + kGap3, area.y + kGap3, inner, 0};
  const Rect right = cut_right(top, wide, kGap3);
  if (button(ui, "data/open", kOpen, {right.x, right.y, right.w, t.control}, Look::primary, Icon::upload,
             {.disabled = ui.host.choose_files ? Sentence() : say("Drop files on the window instead.")}))
    ui.host.choose_files();
  label(ui, "data/own/title", {top.x, top.y, top.w, 24}, "Your own images", ui.fonts.strong, t.text);
  float y = top.y + 24;
  y += paragraph(ui, "data/own/words", {top.x, y, top.w, 0}, kWords, ui.fonts.small, t.muted) + kGap2;
  y = std::max(y, top.y + t.control + kGap2);
  y += draw_choices(ui, {top.x, y, inner, 0});
  const auto below = [&] {
    y += kGap2;
    return Rect{top.x, y, inner, 0};
  };
  for (const CatalogueEntry& kept : std::vector<CatalogueEntry>(state.own.kept)) y += draw_kept_set(ui, kept, below());
  const bool own = !state.loading.id.empty() && !state.offered(state.loading.id);
  if (own && state.loading.active()) y += draw_loading(ui, below());
  if (own && !state.loading.failed.empty())
    y += paragraph(ui, "data/own/failed", below(), state.loading.failed, ui.fonts.small, t.bad);
  if (!state.own.half_why.empty())
    y += paragraph(ui, "data/own/half", below(), state.own.half_why, ui.fonts.small_strong, t.text);

  const Rect box{area.x, area.y, area.w, y + kGap3 - area.y};
  outline(ui, box, t.border, kRadius + 2);
  return box.h;
}

}  // namespace hourglass
