// Shelf: which runs are kept, and when, so that nothing that was learnt is lost: neither with the tab nor by what a
// person presses. Apart from who writes it down (EngineOptions::keep; on the page web/src/keep), so that the rule can
// be tested without a disk.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "engine/dataset.h"
#include "engine/protocol.h"
#include "engine/training_run.h"

namespace hourglass {

/// A run as it is written down.
struct KeptRun {
  std::string id;         ///< its name on the shelf: digits, small letters, hyphens
  std::int64_t step = 0;  ///< at which it is
  std::string card;       ///< what is shown of it without opening it (write_card)
  Bytes model;            ///< its checkpoint, optimizer included
};

/// JSON: {"version": 2, "settings", "epoch", "step", "seconds", "training", "images" (the set's title), "checksum" (the
/// set's; version 1 had none), "history" (at most kMostPoints of it, the last among them), "points" (base64: x, y and
/// class of some held-out images' codes)}.
std::string write_card(const TrainingRun& run, const Dataset& data, std::string_view points);

class Shelf {
 public:
  /// Between two records of a run that trains, in seconds. No more than two seconds of training shall be lost however
  /// the tab ends; the other second is for the writing, on a machine that has other things to do.
  static constexpr double kEvery = 1;
  /// What keeping may cost of the time of training.
  static constexpr double kShare = 0.018;
  /// A run that has trained for a second, or for an epoch, has learnt something.
  static constexpr double kLearntSeconds = 1, kLearntEpochs = 1;
  static constexpr std::size_t kMostPoints = 100;

  /// How a run comes to begin.
  struct Origin {
    std::string id = {};    ///< under which it goes on; empty: a new name is made
    bool on_shelf = false;  ///< under that name, just as it begins
    bool worth = false;     ///< it has learnt something before it begins here
  };

  /// Without `keep` there is no shelf, and no run has a name.
  Shelf(std::function<void(KeptRun&&)> keep, std::string prefix, std::function<double()> clock);

  /// The run at hand is about to make room for another one: it is kept as it is now, if it has learnt something. The
  /// name under which it then lies on the shelf; empty: it does not.
  std::string leave(const TrainingRun& run, const Dataset& data);
  /// The name of the run that is about to begin.
  std::string name(const Origin& origin);
  /// It has begun, under that name.
  void began(const TrainingRun& run, const Origin& origin, std::string name);
  /// Keeps the run at hand where it is time for it.
  void look(const TrainingRun& run, const Dataset& data);

  /// How the run at hand goes on after its images were replaced.
  Origin same() const { return {id_, on_shelf_, worth_}; }

 private:
  bool learnt(const TrainingRun& run) const;
  bool news(const TrainingRun& run) const;
  void keep(const TrainingRun& run, const Dataset& data);

  std::function<void(KeptRun&&)> keep_;
  std::string prefix_;
  std::function<double()> clock_;
  int named_ = 0;

  std::string id_;
  bool on_shelf_ = false, worth_ = false;
  double begun_epoch_ = 0, begun_seconds_ = 0;
  std::int64_t kept_step_ = -1;  ///< with the two below: what the shelf has of the run
  Experiment kept_experiment_;
  bool kept_training_ = false;
  double next_ = 0;       ///< by the clock: no record of a run that trains before that
  double last_cost_ = 0;  ///< of the last record, in seconds
  std::string points_;
  double points_until_ = 0;  ///< by the clock: while the run trains they stand so long
};

}  // namespace hourglass
