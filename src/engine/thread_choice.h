// How many threads a training step is fastest with, found by trying and not by counting processors: a small network's
// step is over before many threads have woken, some processors are slow ones, and another program may have taken
// theirs. Once the steps run at their speed they are timed with all threads, with half of them, with a quarter ... and
// with one, in turns; of numbers that are nearly as fast the smallest is used, and after a while what stands next to it
// is tried again, for the first time soon. Fewer than are used win only by two trials: a picture that is drawn, or a
// program that the browser compiles, takes a processor for no longer than one of them. What is trained does not depend
// on it.
#pragma once

#include <cstddef>
#include <vector>

namespace hourglass {

class ThreadChoice {
 public:
  /// `most` threads at most; of one there is nothing to choose.
  explicit ThreadChoice(int most);

  /// For the next step.
  int threads() const { return tries_[at_].threads; }
  /// It is not known yet; in a trial that comes later, whether it still is so.
  bool trying() const { return phase_ != Phase::holds; }
  /// A step took so many seconds with threads(); `crowded`: of a pool that was (math/thread_pool.h).
  void took(double seconds, bool crowded = false);
  /// Another network, another batch: everything is tried anew.
  void begin();

 private:
  struct Try {
    int threads = 1;
    std::vector<double> seconds;  ///< of steps in this trial
    bool out = false;             ///< was far behind after the first turn
  };

  /// `warms`: the first code that a browser makes of a program is slow, and is replaced while it runs, so that what is
  /// timed then says little; or a verdict for fewer threads waits for the second one.
  enum class Phase { warms, tries, holds };

  void next_turn();
  void choose();
  void start_trial();

  std::vector<Try> tries_;  ///< from all threads down to one
  std::size_t at_ = 0;      ///< for the next step
  std::size_t used_ = 0;    ///< between trials
  Phase phase_ = Phase::holds;
  int turn_ = 0;            ///< of the trial: each number of threads has one turn after the other
  int steps_ = 0;           ///< in this number's turn
  double in_turn_ = 0;      ///< seconds of this number's turn
  double in_trial_ = 0;     ///< ... of all turns of this trial
  double until_trial_ = 0;  ///< seconds of training until the next trial
  double hold_ = 0;         ///< how long the next choice holds
  bool chosen_ = false;     ///< by a trial at least
  bool doubted_ = false;    ///< the last trial spoke for fewer threads
  bool crowded_ = false;    ///< the pool was, in this trial
};

}  // namespace hourglass
