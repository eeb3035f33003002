// Requests: questions about many images (codes, also of another network, nearest, alike, worst), answered in the order
// in which they came while training goes on between their slices.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <variant>
#include <vector>

#include "engine/dataset.h"
#include "engine/image_pass.h"
#include "engine/outbox.h"
#include "engine/training_run.h"

namespace hourglass {

/// Images by their places, at once; likewise those that look like one.
void answer_images(const command::GetImages& question, const Dataset& data, Outbox& outbox);
void answer_alike(const command::FindAlike& question, const Dataset& data, Outbox& outbox);

class Requests {
 public:
  Requests(ThreadPool* pool, std::function<double()> clock, Outbox& outbox);

  using Question = std::variant<command::ComputeCodes, command::FindNearest, command::FindWorst, command::Encode>;
  void ask(Question question);
  void follow(const command::FollowCodes& follow);

  /// Sees what the run has done since: begins to follow its codes again when that is due.
  void watch(const TrainingRun& run, const Dataset& data);
  bool pending() const { return !questions_.empty(); }
  /// Works on the first question until `deadline`; at least one piece. Only while pending().
  void work_until(double deadline, TrainingRun& run, const Dataset& data);

 private:
  struct Pending {
    Question question;
    bool followed = false;  ///< asked by ourselves, for command::FollowCodes
  };
  /// Codes of every `every`-th training image, kept for the next question about them.
  struct KeptCodes {
    std::vector<float> codes;
    std::uint64_t generation = 0;
    std::int64_t step = -1;
    double time = 0;
    int every = 1;
  };
  /// The weights whose codes and snapshot were posted last while training: what the studio shows now.
  struct Moment {
    Network network;
    double epoch = 0;
    std::uint64_t generation = 0;
    std::int64_t step = -1;
  };

  /// Whether a question about the weights of `step` is to be answered by the last moment's, not by the present ones.
  bool about_moment(std::int64_t step, const TrainingRun& run) const;
  bool kept_codes_serve(const command::FindNearest& question, const TrainingRun& run) const;
  void begin(const TrainingRun& run, const Dataset& data);
  void keep_codes();
  void answer(TrainingRun& run, const Dataset& data);
  void answer_codes(const command::ComputeCodes& question);
  void post_moment(TrainingRun& run);
  void answer_nearest(const command::FindNearest& question, const Dataset& data);
  void answer_encode(const command::Encode& question);
  void answer_worst(const command::FindWorst& question, const Dataset& data);

  ThreadPool* pool_;
  std::function<double()> clock_;
  Outbox& outbox_;
  std::deque<Pending> questions_;
  std::optional<ImagePass> pass_;  ///< of the first question
  std::uint64_t pass_generation_ = 0;
  std::int64_t pass_step_ = 0;
  double pass_begin_ = 0;
  int pass_every_ = 1;
  KeptCodes kept_;
  Moment moment_;

  command::FollowCodes follow_{.seconds = 0};
  std::uint64_t followed_generation_ = 0;
  std::int64_t followed_step_ = -1;
  double next_follow_ = 0;
};

}  // namespace hourglass
