// Prints what a peak probe and the kernels reach, as a table or, for tools, as one JSON object a line.
//   bench [--threads N] [--rounds N] [--only TEXT] [--json] [--kernels | --steps]
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>
#include <vector>

#include "cases.h"
#include "math/thread_pool.h"

int main(int argc, char** argv) {
  using namespace hourglass;
  bench::Options options;
  bool kernels = true, steps = true;
  for (int i = 1; i < argc; ++i) {
    const auto is = [&](const char* name) { return std::strcmp(argv[i], name) == 0; };
    const bool has_value = i + 1 < argc;
    if (is("--json")) {
      options.json = true;
    } else if (is("--kernels")) {
      steps = false;
    } else if (is("--steps")) {
      kernels = false;
    } else if (is("--threads") && has_value) {
      options.threads = std::max(1, std::atoi(argv[++i]));
    } else if (is("--rounds") && has_value) {
      options.rounds = std::max(1, std::atoi(argv[++i]));
    } else if (is("--only") && has_value) {
      options.only = argv[++i];
    } else {
      std::fprintf(stderr, "bench: what is %s?\n", argv[i]);
      return 2;
    }
  }
  ThreadPool pool(options.threads);
  ThreadPool* const shared = options.threads > 1 ? &pool : nullptr;
  std::vector<bench::Case> cases;
  if (kernels) bench::add_kernel_cases(cases, shared);
  if (steps) bench::add_step_cases(cases, shared);
  bench::measure(std::move(cases), options, pool);
  return 0;
}
