// How everything is measured: interleaved rounds, each timing the peak probe beside the case, so that a machine that is
// shared and drifts still gives comparable ratios. Apart from the cases, which know nothing of clocks.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "math/thread_pool.h"

namespace hourglass::bench {

struct Case {
  std::string group;                            ///< "product", "sparse", "step", ...
  std::string name;                             ///< unique within its group
  double operations;                            ///< floating-point operations that one call's work needs
  double images = 0;                            ///< images that one call trains on or passes; 0: not counted
  std::function<void()> run;                    ///< one call
  std::vector<double> rates = {}, shares = {};  ///< operations a second, and that over the probe's; one a round
};

struct Options {
  int threads = 1;
  int rounds = 9;
  std::string only;        ///< just the cases whose group or name contains it
  bool json = false;       ///< one object a line instead of a table
  double window = 0.0015;  ///< seconds of one timing; short, to fall between two interruptions
};

/// Measures the cases that `options` selects and prints them: median and best of the rounds.
void measure(std::vector<Case> cases, const Options& options, ThreadPool& pool);

}  // namespace hourglass::bench
