#include "harness.h"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "cases.h"
#include "probe.h"

namespace hourglass::bench {
namespace {

using Clock = std::chrono::steady_clock;

/// One timing: short, to fall between two interruptions by others.
constexpr double kWindow = 0.002;
/// Before a case's first sample: engines compile a function twice, and only between calls.
constexpr double kWarm = 0.06;
constexpr int kPartsPerThread = 4;
constexpr int kAttempts = 5;
constexpr double kUndisturbed = 0.9;

/// Seconds of one call, over at least `window`.
double time(const Work& work, double window) {
  const auto start = Clock::now();
  double elapsed = 0;
  int calls = 0;
  do {
    work.run();
    ++calls;
    elapsed = std::chrono::duration<double>(Clock::now() - start).count();
  } while (elapsed < window);
  return elapsed / calls;
}

}  // namespace

Bench::Bench(int threads) : pool_(threads), sinks_(static_cast<std::size_t>(pool_.threads() * kPartsPerThread)) {
  probe_ = {.operations = probe_operations() * static_cast<double>(sinks_.size()), .run = [this] {
              pool_.run(static_cast<int>(sinks_.size()),
                        [this](int part) { sinks_[static_cast<std::size_t>(part)] = probe_once(0.3f); });
            }};
  materials_ = std::make_unique<Materials>(pool_.threads() > 1 ? &pool_ : nullptr);
  cases_.push_back({"peak", "multiply-adds in registers", [this] { return probe_; }});
  add_kernel_cases(cases_, *materials_);
  add_part_cases(cases_, *materials_);
  add_step_cases(cases_, *materials_);
  add_growth_cases(cases_, *materials_);
  add_inference_cases(cases_, *materials_);
  works_.resize(cases_.size());
  time(probe_, kWarm);
}

Bench::~Bench() = default;

Sample Bench::sample(std::size_t index) {
  Work& work = works_[index];
  if (!work.run) {
    work = cases_[index].begin();
    time(work, kWarm);
  }
  time(work, kWindow);  // others have had the caches since the last sample
  Sample sample{.seconds = 0, .operations = work.operations, .images = work.images, .peak = 0};
  // When the probe before and after differ, somebody else had the processor in between: such a try is repeated.
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    const double before = time(probe_, kWindow);
    sample.seconds = time(work, kWindow);
    const double after = time(probe_, kWindow);
    sample.peak = probe_.operations / std::min(before, after);
    if (std::min(before, after) > kUndisturbed * std::max(before, after)) break;
  }
  return sample;
}

std::string Bench::answer(std::string_view request) {
  using nlohmann::json;
  if (request == "list") {
    json list = json::array();
    for (const Case& c : cases_) list.push_back({{"group", c.group}, {"name", c.name}});
    return list.dump();
  }
  constexpr std::string_view kSample = "sample ";
  if (request.starts_with(kSample)) {
    const std::string_view wanted = request.substr(kSample.size());
    for (std::size_t i = 0; i < cases_.size(); ++i) {
      if (cases_[i].group + "/" + cases_[i].name != wanted) continue;
      const Sample s = sample(i);
      return json{{"seconds", s.seconds}, {"operations", s.operations}, {"images", s.images}, {"peak", s.peak}}.dump();
    }
  }
  return json{{"error", "There is no answer to \"" + std::string(request) + "\"."}}.dump();
}

}  // namespace hourglass::bench
