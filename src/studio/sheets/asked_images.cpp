// The sheet that asks about images before they are used: a dozen of them as they were understood, and for each thing
// that the file does not say the ways to take it.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "data/image_set.h"
#include "studio/sheets/sheets.h"
#include "studio/state/actions.h"
#include "studio/state/images_asked.h"
#include "studio/tiles/tiles.h"

namespace hourglass {
namespace {

struct QuestionWords {
  Key question;
  std::array<Key, 2> ways;
};
/// By the value of Question. The ways of the last are the file's own arrays.
constexpr std::array<QuestionWords, 5> kQuestionWords = {{
    {"The label of each image stands in the", {"First column", "Last column"}},
    {"Rows and columns of each image are", {"As in the file", "Exchanged"}},
    {"The images are", {"Light on dark", "Dark on light"}},
    {"The number of images is the", {"First dimension", "Last dimension"}},
    {"The images stand in the array", {}},
}};

constexpr float kLabelLine = 20;

/// A row of a dozen, or two where that would make them small.
float draw_dozen(Context& ui, const Rect& area) {
  AskedImages& asked = ui.state.asked;
  const event::LoadAsks& told = *asked.told;
  const int count = static_cast<int>(told.pixels.size()) / kImagePixels;
  const int in_row = area.w < 600 ? 6 : 12;
  const float pitch = area.w / static_cast<float>(in_row);
  const float side = tile_side(ui, std::min(pitch - kGap1, 56.0f));
  const TextureId texture = asked.texture.get(
      ui.graphics, count * kImageSide, kImageSide, asked.version, wants_smooth(ui, side),
      [&](std::span<std::uint32_t> rgba) {
        for (int i = 0; i < count; ++i)
          paint_tile(rgba, count, i, 0,
                     std::span(told.pixels).subspan(static_cast<std::size_t>(i) * kImagePixels, kImagePixels));
      });
  const bool labelled = !told.labels.empty();
  const float height = side + (labelled ? kLabelLine : 0) + kGap2;
  const float opacity = reads_again(ui.state) ? 0.4f : 1.0f;
  std::string read;
  for (int i = 0; i < count; ++i) {
    const float x = area.x + pitch * static_cast<float>(i % in_row) + (pitch - side) / 2;
    const float y = area.y + height * static_cast<float>(i / in_row);
    const auto from = static_cast<float>(i) / static_cast<float>(count), step = 1 / static_cast<float>(count);
    draw_tiles_as_stored(texture, {x, y, side, side}, {from, 0}, {from + step, 1}, opacity);
    outline(ui, {x, y, side, side}, ui.theme.border, 1);
    if (!labelled) continue;
    const std::string& name = told.labels[static_cast<std::size_t>(i)];
    draw_text(ui, {x - kGap1, y + side, side + 2 * kGap1, kLabelLine}, Words::as_is(name), ui.fonts.small,
              ui.theme.muted, Align::center);
    read += (i ? ", " : "") + name;
  }
  MirrorItem item;
  item.id = "asked/images";
  item.role = Role::image;
  item.name = ui.say(say("Some of the images"));
  item.rect = {area.x, area.y, area.w, height * std::ceil(static_cast<float>(count) / static_cast<float>(in_row))};
  if (labelled) item.description = ui.say(say("Their classes: {0}", verbatim(read)));
  const float drawn = item.rect.h;
  ui.mirror.add(std::move(item));
  return drawn;
}

/// Arrays by their names in a list that opens; true when another one was chosen.
bool choose_array(Context& ui, std::string_view id, const Guess& guess, Key question, const Rect& area, int& chosen) {
  std::vector<Sentence> shown;
  for (const std::string& name : guess.names) shown.push_back(name == kAllArrays ? say("All of them") : verbatim(name));
  const std::vector<std::string_view> keys(guess.names.begin(), guess.names.end());
  return combo(ui, id, question, shown, chosen, area, {}, keys);
}

/// The ways beside the question, or below it where there is no room.
float draw_question(Context& ui, const Guess& guess, const Rect& area) {
  const Theme& t = ui.theme;
  const QuestionWords& words = kQuestionWords[static_cast<std::size_t>(guess.question)];
  const QuestionKeys& keys = keys_of(guess.question);
  const std::string id = "asked/" + std::string(keys.key);
  Rect line{area.x, area.y, area.w, t.control};
  const bool narrow = area.w < 480;
  if (narrow) {
    draw_text(ui, {line.x, line.y, line.w, 22}, words.question, ui.fonts.small, t.muted);
    line.y += 22;
  } else {
    draw_text(ui, cut_left(line, area.w - 320, kGap2), words.question, ui.fonts.body, t.text);
  }
  auto chosen = static_cast<int>(guess.taken);
  const bool other = guess.question == Question::array
                         ? choose_array(ui, id, guess, words.question, line, chosen)
                         : segmented(ui, id, words.question, words.ways, chosen, line, {}, keys.ways);
  if (other) answer_question(ui, {guess.question, static_cast<std::uint32_t>(chosen), guess.names});
  return line.bottom() - area.y + kGap2;
}

}  // namespace

float draw_asked_images(Context& ui, const Rect& content) {
  const Theme& t = ui.theme;
  if (!ui.state.asked.told) return 0;
  float y = content.y;
  const auto line = [&](float height = 0) { return Rect{content.x, y, content.w, height}; };
  const Sentence words = plural(
      static_cast<std::int64_t>(ui.state.asked.told->images), "{1}: {0} image. The file does not say all about it.",
      "{1}: {0} images. The file does not say all about them. These are some, as they were understood.",
      ui.state.loading.title);
  y += paragraph(ui, "asked/words", line(), words, ui.fonts.body, t.text) + kGap3;
  y += draw_dozen(ui, line()) + kGap2;
  // A choice may bring another load and with it other questions.
  const std::vector<Guess> guesses = ui.state.asked.told->guesses;
  for (const Guess& guess : guesses) y += draw_question(ui, guess, line());
  for (std::size_t i = 0; i < ui.state.asked.told->notes.size(); ++i)
    y += paragraph(ui, "asked/note/" + std::to_string(i), line(), ui.state.asked.told->notes[i], ui.fonts.small,
                   t.muted) +
         kGap1;
  y += kGap2;
  Rect foot = line(t.control);
  constexpr Key kUse = "Use these images", kCancel = "Cancel";
  const Sentence why = reads_again(ui.state) ? say("Files are being read.") : Sentence();
  const bool use = button(ui, "asked/use", kUse, cut_right(foot, button_width(ui, kUse), kGap2), Look::primary,
                          Icon::none, {.disabled = why});
  const bool cancel = button(ui, "asked/cancel", kCancel, cut_right(foot, button_width(ui, kCancel), kGap2));
  y += t.control + kGap2;
  if (use) accept_images(ui);
  if (cancel) close_sheet(ui.state);
  return y - content.y;
}

}  // namespace hourglass
