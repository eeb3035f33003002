// How everything is measured: a sample times the peak probe beside the case, so that a machine that is shared and
// drifts still gives comparable ratios. Apart from the cases, which know nothing of clocks, and from bench/run.mjs,
// which interleaves the samples of several builds and takes their medians.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "math/thread_pool.h"

namespace hourglass::bench {

struct Materials;

/// A case made ready to run; what it works on lives as long as `run`.
struct Work {
  double operations;          ///< floating-point operations that one call needs
  double images = 0;          ///< images that one call trains on or passes; 0: not counted
  std::function<void()> run;  ///< one call
};

struct Case {
  std::string group;            ///< "product", "sparse", "step", ...
  std::string name;             ///< unique within its group
  std::function<Work()> begin;  ///< called once, when the case is first sampled
};

struct Sample {
  double seconds;     ///< of one call
  double operations;  ///< of one call
  double images;      ///< of one call
  double peak;        ///< operations a second of the probe on as many threads, right before and after
};

class Bench {
 public:
  explicit Bench(int threads);
  ~Bench();

  /// Answers a line with a line of JSON: "list" with [{group, name}], "sample GROUP/NAME" with a Sample, "trace
  /// GROUP/NAME" with {seconds, runs} of one call that the caller makes alone (ThreadPool::trace), "barrier" with the
  /// {seconds} of a run whose parts do nothing, "stream" with the {bytes} a second that all threads move between memory
  /// and registers, anything else with {error}.
  std::string answer(std::string_view request);

 private:
  Sample sample(std::size_t index);
  Work& ready(std::size_t index);
  std::optional<std::size_t> find(std::string_view name) const;

  ThreadPool pool_;
  std::unique_ptr<Materials> materials_;
  std::vector<float> sinks_;  ///< what the probe's parts return
  Work probe_;
  std::vector<Case> cases_;
  std::vector<Work> works_;  ///< one a case; empty until it is first sampled
};

}  // namespace hourglass::bench
