// An engine with a clock that ticks by itself, and images that need no download: what the engine's tests share.
#pragma once

#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "data/idx.h"
#include "engine/engine.h"
#include "math/random.h"
#include "training/experiment.h"

namespace hourglass::testing {

/// Each look at the clock costs `tick` seconds, so that tests count work and never wait.
struct CountingClock {
  double now = 0;
  double tick = 0.001;
  int sleeps_at = 0;  ///< the look, counted from now, before which the machine sleeps for eight hours; 0: it does not
  double operator()() {
    if (sleeps_at > 0 && --sleeps_at == 0) now += 8 * 3600;
    return now += tick;
  }
};

/// `count` blurred spots, the place of a spot being its class; every image differs a little.
inline ImageSet spots(int count, int classes = 10, std::uint64_t seed = 7) {
  ImageSet set;
  set.name = "Spots";
  Random random(seed);
  for (int i = 0; i < count; ++i) {
    const int label = i % classes;
    const double angle = 6.2831853 * label / classes;
    const double cx = 14 + 7 * std::cos(angle) + random.uniform(-1, 1),
                 cy = 14 + 7 * std::sin(angle) + random.uniform(-1, 1);
    for (int y = 0; y < kImageSide; ++y) {
      for (int x = 0; x < kImageSide; ++x) {
        const double d2 = (x - cx) * (x - cx) + (y - cy) * (y - cy);
        set.pixels.push_back(static_cast<std::uint8_t>(255 * std::exp(-d2 / 12)));
      }
    }
    set.labels.push_back(static_cast<std::uint8_t>(label));
  }
  for (int c = 0; c < classes; ++c) set.class_names.push_back(std::to_string(c));
  return set;
}

/// The set as a person would bring it: a file of images and, where it has any, a file of labels.
inline command::LoadFiles load_of(const ImageSet& set, std::string name = "spots", Ticket ticket = 1) {
  command::LoadFiles load;
  load.ticket = ticket;
  load.name = std::move(name);
  load.file_names = {"spots-images-idx3-ubyte"};
  load.files = {encode_idx_images(set)};
  if (set.labelled())
    load.file_names.push_back("spots-labels-idx1-ubyte"), load.files.push_back(encode_idx_labels(set));
  return load;
}

/// A run of a fraction of a second: 250 images to train on, 50 held out.
inline Experiment small_experiment() {
  Experiment experiment;
  experiment.data.dataset = "spots";
  experiment.network.encoder = {784, 16, 2};
  experiment.training.batch = 32;
  experiment.training.epochs = 3;
  experiment.training.learning_rate = 0.002f;
  return experiment;
}

class EngineHarness {
 public:
  explicit EngineHarness(EngineOptions options = {}, double tick = 0.001)
      : clock_(std::make_shared<CountingClock>()), engine_(with_clock(std::move(options), clock_)) {
    clock_->tick = tick;
    collect();
  }

  /// Sends, and keeps the events that come at once.
  void send(Command command) {
    engine_.receive(std::move(command));
    collect();
  }
  bool work(double budget = Engine::kSliceSeconds) {
    const bool more = engine_.work(budget);
    collect();
    return more;
  }
  /// Works until nothing waits; false when that takes more than `slices`.
  bool settle(int slices = 10000) {
    for (int i = 0; i < slices; ++i) {
      if (!work()) return true;
    }
    return false;
  }
  /// Configured and loaded, nothing said yet.
  void open(const Experiment& experiment = small_experiment(), int images = 300) {
    send(command::Configure{0, experiment});
    send(load_of(spots(images)));
    settle();
  }

  template <class E>
  std::vector<E> all() const {
    std::vector<E> found;
    for (const Event& event : events_) {
      if (const auto* e = std::get_if<E>(&event)) found.push_back(*e);
    }
    return found;
  }
  template <class E>
  E last() const {
    const std::vector<E> found = all<E>();
    return found.empty() ? E{} : found.back();
  }
  template <class E>
  bool any() const {
    return !all<E>().empty();
  }
  bool done(Ticket ticket) const {
    for (const auto& e : all<event::Done>()) {
      if (e.ticket == ticket) return true;
    }
    return false;
  }
  const std::vector<Event>& events() const { return events_; }
  void forget() { events_.clear(); }
  event::RunState state() const { return last<event::Progress>().state; }
  History history() const {
    History points;
    for (const auto& added : all<event::HistoryAdded>()) points.push_back(added.point);
    return points;
  }
  CountingClock& clock() { return *clock_; }

 private:
  static EngineOptions with_clock(EngineOptions options, std::shared_ptr<CountingClock> clock) {
    options.clock = [clock] { return (*clock)(); };
    return options;
  }
  void collect() {
    for (Event& event : engine_.take_events()) events_.push_back(std::move(event));
  }

  std::shared_ptr<CountingClock> clock_;
  Engine engine_;
  std::vector<Event> events_;
};

/// What must agree between two runs: all but the times.
inline std::vector<std::vector<double>> figures(const History& history) {
  std::vector<std::vector<double>> all;
  for (const HistoryPoint& p : history) {
    all.push_back({p.epoch, static_cast<double>(p.step), p.train_loss, p.train_sse, p.heldout_sse, p.heldout_rmse,
                   p.learning_rate});
  }
  return all;
}

}  // namespace hourglass::testing
