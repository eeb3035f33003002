#include "studio/compare/compare_update.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "studio/map/map_images.h"
#include "studio/state/compare_memory.h"
#include "studio/state/events.h"
#include "studio/state/images_in_turn.h"
#include "studio/state/map_memory.h"

namespace hourglass {
namespace {

constexpr double kAskWhileTraining = 2.0;                // seconds between looks at the codes of a run that trains
constexpr double kTurning = 1.2;                         // seconds that the second map takes to turn
constexpr float kSwept = 0.92f;                          // of the box in which nearly all codes lie, -1 to 1
constexpr PlaneBox kShown = {-1.1f, -1.1f, 1.1f, 1.1f};  // with some of the few that lie beyond

void ask_for_run(Context& ui, ComparedRun& run) {
  if (run.kept.empty() || run.read.asked) return;
  run.read.asked = true;
  if (ui.host.look_at_kept)
    ui.host.look_at_kept(run.kept);
  else
    run.read.why_none = "Runs are not kept here.";
}

void hear_images(Context& ui, ComparedRun& run) {
  ImagesSeen& images = run.images;
  if (auto failed = ui.take<event::Failed>(images.ticket)) {
    images.ticket = 0;
    run.read.why_none = std::move(failed->message);
  }
  auto told = ui.take<event::Encoded>(images.ticket);
  if (!told) return;
  images.ticket = 0;
  images.known = images.asked;
  images.width = told->width;
  images.codes = std::move(told->codes);
  images.errors = std::move(told->errors);
  images.error = images.errors.empty() ? 0.0
                                       : std::accumulate(images.errors.begin(), images.errors.end(), 0.0) /
                                             static_cast<double>(images.errors.size());
  ++images.version;
  ui.animate();
}

void ask_for_images(Context& ui, ComparedRun& run, const RunSeen& seen) {
  const State& state = ui.state;
  ImagesSeen& images = run.images;
  if (!seen.network || !state.dataset.loaded() || !state.engine.ready) return;
  const ImagesSeen::Of wanted{seen.weights, state.dataset.version, state.explore.map.subset};
  if (wanted == images.asked) return;
  const bool others = wanted.dataset != images.asked.dataset || wanted.subset != images.asked.subset;
  if (images.ticket != 0 && !others) return;
  if (!others && seen.on_page && state.training() && ui.time < images.asked_at + kAskWhileTraining) {
    return ui.wake_at(images.asked_at + kAskWhileTraining);
  }
  images.asked = wanted;
  images.asked_at = ui.time;
  ui.ask(images.ticket, command::Encode{.ticket = 0,
                                        .spec = seen.network->spec,
                                        .parameters = seen.network->parameters,
                                        .subset = wanted.subset,
                                        .every = 1});
}

bool is_line(const ComparedRun& run) { return run.plane.kind == CodePlane::Kind::line; }

/// The codes in their own plane.
void place(ComparedRun& run, const Bytes& labels) {
  const ImagesSeen& images = run.images;
  if (run.plane.width != images.width || run.plane.rest.empty()) run.plane = plane_for(images.width);
  if (images.width > 2) find_principal(run.plane, images.codes);
  run.places = to_plane(run.plane, images.codes, labels);
}

/// Places on the maps as the sweep's tiles have them, row by row from above. Of one number, whose rows are read like
/// lines of text, all lie on the line.
std::vector<PlanePoint> swept_places(bool line) {
  constexpr int kSide = CompareMemory::kSweepSide;
  std::vector<PlanePoint> places;
  const auto at = [](int i, int n) { return kSwept * (2 * static_cast<float>(i) / static_cast<float>(n - 1) - 1); };
  for (int row = 0; row < kSide; ++row)
    for (int column = 0; column < kSide; ++column)
      places.push_back(line ? PlanePoint{at(row * kSide + column, kSide * kSide), 0}
                            : PlanePoint{at(column, kSide), -at(row, kSide)});
  return places;
}

void sweep(ComparedRun& run) {
  const PlaneMotion back = inverse(run.to_view);
  std::vector<float> codes;
  for (const PlanePoint p : swept_places(is_line(run))) {
    const std::vector<float> code = to_code(run.plane, back(p));
    codes.insert(codes.end(), code.begin(), code.end());
  }
  constexpr int kSide = CompareMemory::kSweepSide;
  run.sweep.set_codes(kSide, kSide, run.plane.width, std::move(codes));
}

/// Both maps as the codes are now: each fills -1 to 1 of what they show, or the second lies as near to the first as a
/// turn, a mirror and a scale bring it.
void lay_out(Context& ui) {
  CompareMemory& compare = ui.state.explore.compare;
  const std::array<std::uint32_t, 2> now = {compare.runs[0].images.version, compare.runs[1].images.version};
  if (now == compare.laid_out && compare.aligned == compare.laid_out_aligned) return;
  const bool first = compare.laid_out == std::array<std::uint32_t, 2>{} && compare.runs[0].points.size() == 0 &&
                     compare.runs[1].points.size() == 0;
  const bool turned = compare.aligned != compare.laid_out_aligned;
  compare.laid_out = now;
  compare.laid_out_aligned = compare.aligned;
  const Bytes& labels = ui.state.dataset.labels(ui.state.explore.map.subset);
  for (ComparedRun& run : compare.runs) {
    if (run.images.codes.empty()) {
      run.points.clear();
      continue;
    }
    place(run, labels);
    run.box = box_of(run.places);
    run.to_view = onto_unit(run.box, is_line(run));
  }
  auto& [a, b] = compare.runs;
  if (compare.aligned && can_align(ui.state).empty()) b.to_view = then(aligned(b.places, a.places), a.to_view);
  for (ComparedRun& run : compare.runs) {
    if (run.images.codes.empty()) continue;
    run.points.show(moved(run.to_view, run.places), labels, ui.time, !ui.still, turned ? kTurning : MapPoints::kGlide);
    sweep(run);
  }
  if (first) compare.view.fit(kShown, true);
  ui.animate();
}

void choose_samples(State& state) {
  CompareMemory& compare = state.explore.compare;
  if (compare.samples_of == state.dataset.version) return;
  compare.samples_of = state.dataset.version;
  compare.samples = held_out_in_turn(state.dataset, CompareMemory::kSamples, 0);
  std::vector<std::uint8_t> images;
  for (const std::uint32_t at : compare.samples) {
    const std::uint8_t* image = state.dataset.image(static_cast<int>(at));
    images.insert(images.end(), image, image + kImagePixels);
  }
  for (ComparedRun& run : compare.runs) run.samples.set_images(images);
}

void make_pictures(Context& ui, ComparedRun& run, const RunSeen& seen) {
  if (!seen.network) return;
  run.sweep.set_weights(seen.weights);
  run.samples.set_weights(seen.weights);
  ui.infer([&](double seconds) { return run.samples.work(*seen.network, ui.host.seconds, seconds); });
  ui.infer([&](double seconds) { return run.sweep.work(*seen.network, ui.host.seconds, seconds); });
  if (run.samples.busy() || run.sweep.busy()) ui.animate();
}

/// The pixels of the image that is pointed at: training images are the engine's.
void fetch_pointed(Context& ui) {
  State& state = ui.state;
  CompareMemory& compare = state.explore.compare;
  const command::Subset subset = state.explore.map.subset;
  if (compare.pointed_of != state.dataset.version || compare.pointed_subset != subset) {
    state.answers.abandon(std::exchange(compare.pointed_ticket, 0));
    compare.pointed_of = state.dataset.version;
    compare.pointed_subset = subset;
    compare.pointed = -1;
  }
  if (auto found = ui.take<event::Images>(compare.pointed_ticket)) {
    compare.pointed_ticket = 0;
    if (found->count() == 1 && static_cast<int>(found->places[0]) == compare.pointed) {
      compare.pointed_pixels = std::move(found->pixels);
      ++compare.pointed_version;
    } else {
      compare.pointed_known = 0;
    }
  } else if (ui.take<event::Failed>(compare.pointed_ticket)) {
    compare.pointed_ticket = 0;
  }
  if (compare.pointed < 0) return;
  const std::uint64_t wanted =
      (static_cast<std::uint64_t>(compare.pointed_of) << 32) + static_cast<std::uint64_t>(compare.pointed) + 1;
  if (compare.pointed_known == wanted || compare.pointed_ticket != 0) return;
  compare.pointed_known = wanted;
  ++compare.pointed_version;
  const auto held_out = held_out_image(state, compare.pointed);
  compare.pointed_pixels.assign(held_out.begin(), held_out.end());
  if (!held_out.empty()) return;
  ui.ask(compare.pointed_ticket, command::GetImages{.ticket = 0,
                                                    .subset = command::Subset::training,
                                                    .places = {static_cast<std::uint32_t>(compare.pointed)}});
}

/// What both make of an image, anew when it or their weights have changed.
void read_with_both(CompareMemory& compare, const std::array<RunSeen, 2>& seen, std::span<const std::uint8_t> image,
                    std::uint64_t image_version, PadReader ComparedRun::*reader, std::array<std::uint64_t, 3>& read,
                    std::uint64_t& version) {
  const std::array<std::uint64_t, 3> now = {image_version, seen[0].weights, seen[1].weights};
  if (image.empty() || now == read) return;
  read = now;
  ++version;
  for (std::size_t i = 0; i < 2; ++i)
    if (seen[i].network) (compare.runs[i].*reader).read_image(image, {}, 0, *seen[i].network);
}

void read_images(State& state, const std::array<RunSeen, 2>& seen) {
  CompareMemory& compare = state.explore.compare;
  if (compare.pointed >= 0)
    read_with_both(compare, seen, compare.pointed_pixels, compare.pointed_version, &ComparedRun::pointed,
                   compare.pointed_read, compare.pointed_picture);
  const PadMemory& pad = state.explore.pad;
  const PadReading& reading = pad.reader.reading();
  if (pad.reading > 0 && !reading.blank)
    read_with_both(compare, seen, reading.clean, pad.reading, &ComparedRun::painted, compare.painted_read,
                   compare.painted_version);
}

}  // namespace

Sentence can_align(const State& state) {
  const auto& [a, b] = state.explore.compare.runs;
  if (a.places.empty() || b.places.empty()) return "There are not two maps yet.";
  if (a.places.size() != b.places.size()) return "The maps are not of the same images yet.";
  if (is_line(a) || is_line(b)) return "A code of one number has nothing to turn.";
  return {};
}

void update_compare(Context& ui) {
  State& state = ui.state;
  CompareMemory& compare = state.explore.compare;
  for (ComparedRun& run : compare.runs) ask_for_run(ui, run);
  const std::array<RunSeen, 2> seen = {compared_run(state, 0), compared_run(state, 1)};
  for (std::size_t i = 0; i < 2; ++i) {
    ComparedRun& run = compare.runs[i];
    hear_images(ui, run);
    ask_for_images(ui, run, seen[i]);
    run.points.hide_classes(state.explore.map.hidden);
  }
  lay_out(ui);
  choose_samples(state);
  for (std::size_t i = 0; i < 2; ++i) make_pictures(ui, compare.runs[i], seen[i]);
  fetch_pointed(ui);
  read_images(state, seen);
}

void fit_compared(Context& ui) {
  ui.state.explore.compare.view.fit(kShown);
  ui.animate();
}

void zoom_compared(Context& ui, float factor) {
  MapView& view = ui.state.explore.compare.view;
  const PlaneBox seen = view.visible();
  const PlanePoint middle = view.to_screen({(seen.x0 + seen.x1) / 2, (seen.y0 + seen.y1) / 2});
  view.zoom(factor, middle.x, middle.y);
  ui.animate();
}

void point_at(Context& ui, int place) {
  CompareMemory& compare = ui.state.explore.compare;
  if (compare.pointed == place) return;
  compare.pointed = place;
  ui.animate();
}

bool compare_key(Context& ui, std::string_view key, bool shift) {
  CompareMemory& compare = ui.state.explore.compare;
  if (!ui.mirror.focused("compare/a/map") && !ui.mirror.focused("compare/b/map")) return false;
  const int n = ui.state.dataset.size(ui.state.explore.map.subset);
  const int step = shift ? 10 : 1;
  if (key == "ArrowRight" || key == "ArrowDown")
    point_at(ui, compare.pointed < 0 ? 0 : std::min(compare.pointed + step, n - 1));
  else if (key == "ArrowLeft" || key == "ArrowUp")
    point_at(ui, std::max(compare.pointed - step, 0));
  else if (key == "+" || key == "=")
    zoom_compared(ui, 1.25f);
  else if (key == "-")
    zoom_compared(ui, 1 / 1.25f);
  else if (key == "f")
    fit_compared(ui);
  else if (key == "Escape" && compare.pointed >= 0)
    point_at(ui, -1);
  else
    return false;
  return true;
}

}  // namespace hourglass
