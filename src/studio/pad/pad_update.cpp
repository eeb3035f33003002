#include "studio/pad/pad_update.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "data/base64.h"
#include "data/framing.h"
#include "data/png.h"
#include "studio/pad/picture_actions.h"
#include "studio/state/pad_memory.h"

namespace hourglass {
namespace {

constexpr int kNearest = 5;
constexpr double kBetweenRequests = 0.15;  // seconds; the engine searches all training images
constexpr double kAnswerWithin = 1.0;      // seconds that the images of the weights before may still stand

/// The digit that the page opens with: a three, in raster pixels, as a hand would write it.
constexpr std::array<std::array<float, 2>, 15> kThree = {{{92, 84},
                                                          {106, 64},
                                                          {134, 53},
                                                          {166, 60},
                                                          {180, 84},
                                                          {168, 110},
                                                          {134, 126},
                                                          {166, 138},
                                                          {188, 162},
                                                          {184, 194},
                                                          {156, 218},
                                                          {122, 221},
                                                          {98, 208},
                                                          {86, 190},
                                                          {85, 188}}};

/// Another held-out image of the class each time; empty when there is none.
std::span<const std::uint8_t> next_sample(State& state, unsigned label) {
  const DatasetState& data = state.dataset;
  std::vector<int> places;
  for (int i = 0; i < data.held_out; ++i) {
    if (data.held_out_labels.empty() || data.label(i) == label) places.push_back(i);
  }
  if (places.empty()) return {};
  const std::size_t at = static_cast<std::size_t>(state.explore.pad.samples_taken++) % places.size();
  return {data.image(places[at]), kImagePixels};
}

/// `lay` is what brings the image to the paper.
void bring_image(State& state, std::span<const std::uint8_t> image,
                 void (PadCanvas::*lay)(std::span<const std::uint8_t>)) {
  if (image.size() != kImagePixels) return;
  PadMemory& pad = state.explore.pad;
  pad.opened = true;
  // What a decoder makes of paper is never quite blank; once drawn upon, its faint haze must not count as ink.
  constexpr std::uint8_t kHaze = 16;
  std::vector<std::uint8_t> clear(image.begin(), image.end());
  for (std::uint8_t& v : clear) v = v < kHaze ? 0 : v;
  (pad.canvas.*lay)(clear);
  pad.image.assign(image.begin(), image.end());
  pad.image_canvas = pad.placed_canvas = pad.canvas.version();
  pad.placed_from = state.dataset.name;
}

void open_with_a_painting(Context& ui) {
  PadMemory& pad = ui.state.explore.pad;
  if (pad.opened || !ui.state.weights.network) return;
  const DatasetState& data = ui.state.dataset;
  const bool digits = data.loaded() ? data.class_name(0) == "0" : ui.state.experiment.data.dataset == "mnist";
  if (!pad.canvas.blank()) {
    pad.opened = true;
  } else if (digits) {
    pad.canvas.press(kThree[0][0], kThree[0][1], {});
    for (std::size_t i = 1; i < kThree.size(); ++i) pad.canvas.move(kThree[i][0], kThree[i][1]);
    pad.canvas.release();
    pad.opened = true;
    pad.placed_canvas = pad.canvas.version();
    pad.placed_from = data.loaded() ? data.name : std::string();
  } else if (data.loaded()) {
    sample_to_pad(ui, data.label(0));  // the first class may take no part
  }
}

/// What the page has put on the pad of one set's images makes room for an image of the next; a drawing of the person's
/// stays. Nobody did it, so that undo does not come by it, and however often it happens the pad remembers no more.
void follow_images(Context& ui) {
  PadMemory& pad = ui.state.explore.pad;
  const DatasetState& data = ui.state.dataset;
  if (!data.loaded() || pad.placed_canvas != pad.canvas.version() || pad.canvas.version() == 0) return;
  if (pad.placed_from.empty()) pad.placed_from = data.name;
  if (pad.placed_from == data.name) return;
  bring_image(ui.state, next_sample(ui.state, data.label(0)), &PadCanvas::replace_image);
  ui.animate();
}

void read_painting(Context& ui) {
  PadMemory& pad = ui.state.explore.pad;
  const WeightsState& weights = ui.state.weights;
  pad.framing.box = ui.state.dataset.framed;
  const bool painted = pad.canvas.version() != pad.read_canvas;
  const bool same = !painted && weights.version == pad.read_weights &&
                    pad.read_framing.as_mnist == pad.framing.as_mnist && pad.read_framing.box == pad.framing.box &&
                    pad.noise == pad.read_noise && pad.noise_seed == pad.read_noise_seed;
  if (same || !weights.network) return;
  pad.read_canvas = pad.canvas.version();
  pad.read_weights = weights.version;
  pad.read_framing = pad.framing;
  pad.read_noise = pad.noise;
  pad.read_noise_seed = pad.noise_seed;
  if (pad.image_canvas == pad.canvas.version())
    pad.reader.read_image(pad.image, pad.noise, pad.noise_seed, *weights.network);
  else
    pad.reader.read(pad.canvas.raster(), pad.framing, pad.noise, pad.noise_seed, *weights.network);
  ++pad.reading;
  if (painted) pad.painted_at = ui.time;
  if (painted || !ui.state.training()) pad.changed_at = ui.time;
}

/// Nearest images of a set that is in use no more go at once, and so does the answer about them that is on its way.
void forget_other_images(State& state) {
  PadMemory& pad = state.explore.pad;
  if (pad.nearest_of_dataset == state.dataset.version) return;
  pad.nearest_of_dataset = state.dataset.version;
  state.answers.abandon(pad.nearest_ticket);
  pad.nearest = {};
  pad.nearest_ticket = 0;
  pad.nearest_asked_for = 0;
  ++pad.nearest_version;
}

void ask_for_nearest(Context& ui) {
  PadMemory& pad = ui.state.explore.pad;
  if (auto found = ui.take<event::Images>(pad.nearest_ticket)) {
    pad.nearest = std::move(*found);
    pad.nearest_ticket = 0;
    ++pad.nearest_version;
  } else if (ui.take<event::Failed>(pad.nearest_ticket)) {
    pad.nearest = {};
    pad.nearest_ticket = 0;
    ++pad.nearest_version;
  }
  // Images that were near among the codes of other weights are not near now; they stand until the answer about these
  // weights comes, which is at once, and no longer.
  if (pad.nearest.step == ui.state.weights.step || pad.nearest.places.empty()) {
    pad.nearest_good_at = ui.time;
  } else if (ui.time > pad.nearest_good_at + kAnswerWithin) {
    pad.nearest = {};
    ++pad.nearest_version;
  } else {
    ui.wake_at(pad.nearest_good_at + kAnswerWithin);
  }
  const auto code = pad_code(ui.state);
  if (code.empty() || pad.nearest_asked_for == pad.reading || !ui.state.dataset.loaded()) return;
  // One at a time, but for one that takes too long: a slow engine must not collect questions.
  if (pad.nearest_ticket != 0 && ui.time < pad.nearest_asked_at + 5) return;
  if (ui.time < pad.nearest_asked_at + kBetweenRequests) return ui.wake_at(pad.nearest_asked_at + kBetweenRequests);
  pad.nearest_asked_at = ui.time;
  pad.nearest_asked_for = pad.reading;
  ui.ask(pad.nearest_ticket,
         command::FindNearest{
             .ticket = 0, .code = {code.begin(), code.end()}, .count = kNearest, .step = ui.state.weights.step});
}

/// What a refresh brings back: a drawing of the person's own, as soon as the pen rests.
void remember_drawing(PadMemory& pad) {
  const PadCanvas& canvas = pad.canvas;
  if (canvas.drawing() || pad.drawing_canvas == canvas.version()) return;
  pad.drawing_canvas = canvas.version();
  const bool own = !canvas.blank() && pad.placed_canvas != canvas.version();
  const std::span<const std::uint8_t> raster = canvas.raster();
  const Picture picture{PadCanvas::kSide, PadCanvas::kSide, {raster.begin(), raster.end()}};
  pad.drawing = own ? to_base64(encode_png(picture)) : std::string();
}

}  // namespace

void update_pad(Context& ui) {
  State& state = ui.state;
  if (state.brought_picture) bring_picture(ui, *std::exchange(state.brought_picture, std::nullopt));
  open_with_a_painting(ui);
  follow_images(ui);
  read_painting(ui);
  remember_drawing(state.explore.pad);
  forget_other_images(state);
  ask_for_nearest(ui);
}

void put_on_pad(State& state, std::span<const std::uint8_t> image) { bring_image(state, image, &PadCanvas::put_image); }

void send_to_pad(Context& ui, std::span<const std::uint8_t> image) {
  put_on_pad(ui.state, image);
  ui.animate();
}

bool sample_to_pad(Context& ui, unsigned label) {
  const auto image = next_sample(ui.state, label);
  if (image.empty()) return false;
  send_to_pad(ui, image);
  return true;
}

bool pad_key(State& state, std::string_view key, bool shift) {
  PadMemory& pad = state.explore.pad;
  const float way = shift ? 28.0f : 7.0f;
  float dx = 0, dy = 0;
  if (key == "ArrowLeft") dx = -way;
  if (key == "ArrowRight") dx = way;
  if (key == "ArrowUp") dy = -way;
  if (key == "ArrowDown") dy = way;
  if (dx != 0 || dy != 0) {
    pad.key_pen_shown = true;
    pad.key_x = std::clamp(pad.key_x + dx, 0.0f, static_cast<float>(PadCanvas::kSide));
    pad.key_y = std::clamp(pad.key_y + dy, 0.0f, static_cast<float>(PadCanvas::kSide));
    if (pad.key_pen_down) pad.canvas.move(pad.key_x, pad.key_y);
    return true;
  }
  if (key == " ") {
    pad.key_pen_shown = true;
    pad.key_pen_down = !pad.key_pen_down;
    if (pad.key_pen_down) {
      pad.canvas.press(pad.key_x, pad.key_y, {static_cast<float>(pad.brush), pad.erase});
    } else {
      pad.canvas.release();
    }
    return true;
  }
  if (key == "Escape" && pad.key_pen_down) {
    pad.key_pen_down = false;
    pad.canvas.cancel();
    return true;
  }
  if (key == "Backspace" || key == "z") {
    pad.canvas.undo();
    return true;
  }
  if (key == "Delete") {
    pad.canvas.clear();
    return true;
  }
  return false;
}

bool pad_history_key(State& state, std::string_view key) {
  PadCanvas& canvas = state.explore.pad.canvas;
  if (key == "undo" ? !canvas.can_undo() : !canvas.can_redo()) return false;
  if (key == "undo")
    canvas.undo();
  else
    canvas.redo();
  return true;
}

std::span<const float> pad_code(const State& state) {
  const PadMemory& pad = state.explore.pad;
  if (pad.reading == 0 || pad.reader.reading().blank || !state.weights.network) return {};
  const auto& code = pad.reader.reading().code;
  if (static_cast<int>(code.size()) != state.weights.network->spec.code_width()) return {};
  return code;
}

}  // namespace hourglass
