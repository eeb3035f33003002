#include "harness.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <utility>

#include "probe.h"

namespace hourglass::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kAttempts = 5;
constexpr double kUndisturbed = 0.9;

/// Operations a second over at least `seconds`.
double rate(const Case& c, double seconds) {
  const auto start = Clock::now();
  double elapsed = 0;
  long calls = 0;
  do {
    c.run();
    ++calls;
    elapsed = std::chrono::duration<double>(Clock::now() - start).count();
  } while (elapsed < seconds);
  return c.operations * static_cast<double>(calls) / elapsed;
}

double quantile(std::vector<double> values, double q) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(q * static_cast<double>(values.size() - 1) + 0.5)];
}

/// The best round of the case over the best of the probe: what interruptions by others cannot spoil.
void print(const Case& c, double best_peak, const Options& options) {
  const double best = quantile(c.rates, 1.0), median = quantile(c.rates, 0.5);
  const double images = c.images / c.operations;
  if (options.json) {
    std::printf(
        "{\"group\":\"%s\",\"name\":\"%s\",\"threads\":%d,\"gflops\":%.3f,\"share\":%.4f,\"share_low\":%.4f,"
        "\"share_high\":%.4f,\"best_gflops\":%.3f,\"best_share\":%.4f,\"images_per_second\":%.1f}\n",
        c.group.c_str(), c.name.c_str(), options.threads, median * 1e-9, quantile(c.shares, 0.5),
        quantile(c.shares, 0.25), quantile(c.shares, 0.75), best * 1e-9, best / best_peak, images * median);
    return;
  }
  std::printf("%-8s %-46s %8.1f %6.2f %5.2f..%-5.2f %8.1f %6.2f", c.group.c_str(), c.name.c_str(), median * 1e-9,
              quantile(c.shares, 0.5), quantile(c.shares, 0.25), quantile(c.shares, 0.75), best * 1e-9,
              best / best_peak);
  if (c.images > 0) std::printf(" %10.0f", images * best);
  std::printf("\n");
}

}  // namespace

void measure(std::vector<Case> cases, const Options& options, ThreadPool& pool) {
  std::erase_if(cases, [&](const Case& c) {
    return c.group.find(options.only) == std::string::npos && c.name.find(options.only) == std::string::npos;
  });
  std::vector<float> sinks(static_cast<std::size_t>(options.threads) * 4);
  const std::function<void(int)> probe_part = [&sinks](int part) {
    sinks[static_cast<std::size_t>(part)] = probe_once(0.3f);
  };
  Case probe{.group = "probe",
             .name = "multiply-adds in registers",
             .operations = probe_operations() * static_cast<double>(sinks.size()),
             .run = [&] { pool.run(static_cast<int>(sinks.size()), probe_part); }};

  // Warm: caches, scratch buffers, and engines that compile twice.
  for (int i = 0; i < 2; ++i) {
    rate(probe, 0.05);
    for (const Case& c : cases) rate(c, 0.03);
  }
  for (int round = 0; round < options.rounds; ++round) {
    for (Case& c : cases) {
      // When the probe before and after differ, somebody else had the processor in between: such a round is repeated.
      double before = 0, own = 0, after = 0;
      for (int attempt = 0; attempt < kAttempts; ++attempt) {
        before = rate(probe, options.window);
        own = rate(c, options.window);
        after = rate(probe, options.window);
        probe.rates.push_back(std::max(before, after));
        if (std::min(before, after) > kUndisturbed * std::max(before, after)) break;
      }
      c.rates.push_back(own);
      c.shares.push_back(own / std::max(before, after));
    }
  }
  probe.shares = {1.0};
  if (cases.empty()) return;
  if (!options.json) {
    std::printf("%d thread(s), %d rounds%34s%8s %6s %12s %8s %6s %10s\n", options.threads, options.rounds, "", "GFLOPS",
                "share", "quartiles", "best", "share", "images/s");
  }
  const double best_peak = quantile(probe.rates, 1.0);
  print(probe, best_peak, options);
  for (const Case& c : cases) print(c, best_peak, options);
}

}  // namespace hourglass::bench
