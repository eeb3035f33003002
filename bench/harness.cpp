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

/// Bytes a second, of a sum of two arrays that no cache holds.
double streamed(ThreadPool& pool) {
  constexpr std::size_t kFloats = std::size_t{1} << 24;
  std::vector<float> a(kFloats, 1), b(kFloats, 2), c(kFloats);
  const auto parts = static_cast<std::size_t>(pool.threads());
  const Work sum{.operations = 0, .run = [&] {
                   pool.run(static_cast<int>(parts), [&](int part) {
                     const std::size_t from = kFloats * static_cast<std::size_t>(part) / parts,
                                       to = kFloats * static_cast<std::size_t>(part + 1) / parts;
                     for (std::size_t i = from; i < to; ++i) c[i] = a[i] + b[i];
                   });
                 }};
  time(sum, 0);
  return 3.0 * sizeof(float) * kFloats / time(sum, 0.2);
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

Work& Bench::ready(std::size_t index) {
  Work& work = works_[index];
  if (!work.run) {
    work = cases_[index].begin();
    time(work, kWarm);
  }
  return work;
}

std::optional<std::size_t> Bench::find(std::string_view name) const {
  for (std::size_t i = 0; i < cases_.size(); ++i)
    if (cases_[i].group + "/" + cases_[i].name == name) return i;
  return std::nullopt;
}

Sample Bench::sample(std::size_t index) {
  Work& work = ready(index);
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
  constexpr std::string_view kSample = "sample ", kTrace = "trace ";
  if (request.starts_with(kSample)) {
    if (const auto i = find(request.substr(kSample.size()))) {
      const Sample s = sample(*i);
      return json{{"seconds", s.seconds}, {"operations", s.operations}, {"images", s.images}, {"peak", s.peak}}.dump();
    }
  }
  if (request.starts_with(kTrace)) {
    if (const auto i = find(request.substr(kTrace.size()))) {
      Work& work = ready(*i);
      std::vector<ThreadPool::PartTimes> runs;
      pool_.trace(&runs);
      time(work, 0);  // the caller's caches have what the others' had
      runs.clear();
      const double seconds = time(work, 0);
      pool_.trace(nullptr);
      return json{{"seconds", seconds}, {"runs", runs}}.dump();
    }
  }
  if (request == "barrier") {
    const int parts = pool_.threads();
    return json{{"seconds", time({.operations = 0, .run = [&] { pool_.run(parts, [](int) {}); }}, kWarm)}}.dump();
  }
  if (request == "stream") return json{{"bytes", streamed(pool_)}}.dump();
  return json{{"error", "There is no answer to \"" + std::string(request) + "\"."}}.dump();
}

}  // namespace hourglass::bench
